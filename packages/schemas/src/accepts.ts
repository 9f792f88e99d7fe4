/**
 * Checks made of closures, one for each schema object.
 *
 * Schemas share their parts, and so do the checks: a shape that forty structures refer to is compiled once. No code is
 * generated as text, so that checks also run where a content security policy forbids that; TypeBox's own compiler, which
 * does generate code, takes the same schemas and gives the same answers.
 */
import { Kind, type Static, type TSchema } from '@sinclair/typebox';
import { isEnumeration, wordsOf } from './enumeration.js';
import { areDistinct, isMap, isObject } from './json-value.js';
import { patternTest } from './pattern-test.js';
import { unicodeMapKind, unicodeStringKind } from './shape.js';
import { isLongEnough, isShortEnough } from './text.js';

type Check = (value: unknown) => boolean;

const checks = new WeakMap<TSchema, Check>();

/**
 * Whether the value fits the schema. The check is compiled at the first call with a schema and kept as long as the
 * schema object is; a schema that is built anew for each call is compiled anew for each call.
 *
 * Members count that are enumerable, as in JSON; a member that is `undefined` is one that is not there.
 *
 * It knows the kinds of schemas that this package has, and unions of them; it throws a `TypeError` for others.
 */
export function accepts<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  return checkOf(schema)(value);
}

/** The check of the schema, compiled at the first call. */
export function checkOf(schema: TSchema): Check {
  let check = checks.get(schema);
  if (check === undefined) {
    check = compile(schema);
    checks.set(schema, check);
  }
  return check;
}

/** Keywords of TypeBox's options that no shape of the API has; to pass over one would be to accept what it forbids. */
const unread = [
  'format',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'contains',
  'minContains',
  'maxContains',
  'unevaluatedProperties',
];

function compile(schema: TSchema): Check {
  const keyword = unread.find((name) => schema[name] !== undefined);
  if (keyword !== undefined) throw new TypeError(`cannot check the keyword ${keyword}; ${elsewhere}`);
  switch (schema[Kind]) {
    case 'Object':
      return structureCheck(schema);
    case 'Record':
    case unicodeMapKind:
      return mapCheck(schema);
    case 'Array':
      return listCheck(schema);
    case 'Union':
      return unionCheck(schema);
    case 'Literal':
      return (value) => value === schema.const;
    case 'String':
    case unicodeStringKind:
      return textCheck(schema);
    case 'Integer':
      return integerCheck(schema);
    case 'Number':
      return numberCheck(schema);
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Null':
      return (value) => value === null;
    case 'Unknown':
    case 'Any':
      return () => true;
    default:
      throw new TypeError(`cannot check schemas of the kind ${String(schema[Kind])}; ${elsewhere}`);
  }
}

const elsewhere = 'compile the schema with TypeCompiler of @sinclair/typebox instead';

/** Lengths in UTF-16 units between which a text surely has as many code points as the schema allows. */
interface TextBounds {
  readonly surelyMin: number;
  readonly max: number;
}

function textBounds({ minLength = 0, maxLength = Number.POSITIVE_INFINITY }: TSchema): TextBounds {
  return { surelyMin: minLength <= 1 ? minLength : 2 * minLength, max: maxLength };
}

/** The bounds of a schema of texts that has no pattern; undefined for any other. */
function plainText(schema: TSchema): TextBounds | undefined {
  const isText = schema[Kind] === 'String' || schema[Kind] === unicodeStringKind;
  return isText && schema.pattern === undefined ? textBounds(schema) : undefined;
}

function textCheck(schema: TSchema): Check {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  const { surelyMin } = textBounds(schema);
  const isOfLength = (text: string): boolean =>
    (text.length >= surelyMin && text.length <= maxLength) ||
    (isLongEnough(text, minLength) && isShortEnough(text, maxLength));
  if (pattern === undefined) return (value) => typeof value === 'string' && isOfLength(value);
  const matches = patternTest(pattern);
  return (value) => typeof value === 'string' && isOfLength(value) && matches(value);
}

/** No number that is not finite lies between the bounds. */
function numberCheck({ minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE }: TSchema): Check {
  return (value) => typeof value === 'number' && value >= minimum && value <= maximum;
}

function integerCheck({ minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE }: TSchema): Check {
  return (value) => typeof value === 'number' && value >= minimum && value <= maximum && Number.isInteger(value);
}

function unionCheck(schema: TSchema): Check {
  if (isEnumeration(schema)) {
    return wordCheck(wordsOf(schema));
  }
  const parts = (schema.anyOf as readonly TSchema[]).map(checkOf);
  return (value) => parts.some((part) => part(value));
}

/** The words are a handful: quicker to go through than to look up by hash. */
function wordCheck(words: readonly unknown[]): Check {
  return (value) => {
    for (let index = 0; index < words.length; index += 1) if (words[index] === value) return true;
    return false;
  };
}

function listCheck(schema: TSchema): Check {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema;
  const item = checkOf(schema.items as TSchema);
  return (value) =>
    Array.isArray(value) &&
    value.length >= minItems &&
    value.length <= maxItems &&
    everyOne(value, item) &&
    (uniqueItems !== true || areDistinct(value));
}

function everyOne(values: readonly unknown[], check: Check): boolean {
  for (let index = 0; index < values.length; index += 1) if (!check(values[index])) return false;
  return true;
}

/** A member of a structure. */
interface Member {
  readonly name: string;
  readonly check: Check;
  readonly isRequired: boolean;
  /** Bounds of a text without a pattern, which is checked in place: a call of its own costs as much as the check. */
  readonly text: TextBounds | undefined;
  /**
   * The member that came after this one in the last value: values of one origin have one order, and a guess that holds
   * is quicker than a look into the table.
   */
  next?: Member | undefined;
}

function structureCheck(schema: TSchema): Check {
  const required = new Set((schema.required ?? []) as readonly string[]);
  const members = new Map<string, Member>();
  for (const [name, member] of Object.entries(schema.properties as Readonly<Record<string, TSchema>>)) {
    members.set(name, { name, check: checkOf(member), isRequired: required.has(name), text: plainText(member) });
  }
  const other = otherCheck(schema);
  const start: { next?: Member | undefined } = {};
  return counted(schema, (value) => {
    if (!isObject(value)) return false;
    let missing = required.size;
    let last = start; // The last member that the schema names.
    // The engine reads members fast in this form of loop, which is why it is not one over the entries.
    for (const name in value) {
      const item = value[name];
      let member = last.next;
      if (member === undefined || member.name !== name) {
        member = members.get(name);
        last.next = member;
      }
      if (member === undefined) {
        if (other !== undefined && Object.hasOwn(value, name) && !other(item)) return false;
        continue;
      }
      last = member;
      if (item === undefined) continue;
      const { text } = member;
      if (text === undefined || typeof item !== 'string' || item.length < text.surelyMin || item.length > text.max) {
        if (!member.check(item)) return false;
      }
      if (member.isRequired) missing -= 1;
    }
    return missing === 0;
  });
}

function mapCheck(schema: TSchema): Check {
  const [pattern, item] = Object.entries(schema.patternProperties as Record<string, TSchema>)[0] as [string, TSchema];
  const isKey = patternTest(pattern);
  const check = checkOf(item);
  const other = otherCheck(schema);
  return counted(schema, (value) => {
    if (!isMap(value)) return false;
    return Object.entries(value).every(([name, entry]) =>
      isKey(name) ? check(entry) : other === undefined || other(entry),
    );
  });
}

/** The check, with one of the number of entries where the schema bounds it. */
function counted({ minProperties = 0, maxProperties }: TSchema, check: Check): Check {
  if (minProperties === 0 && maxProperties === undefined) return check;
  const most = maxProperties ?? Number.POSITIVE_INFINITY;
  return (value) => {
    if (!check(value)) return false;
    const count = Object.keys(value as object).length;
    return count >= minProperties && count <= most;
  };
}

/** The check of entries that the schema does not name; undefined when they may be anything. */
function otherCheck({ additionalProperties = true }: TSchema): Check | undefined {
  if (additionalProperties === true) return undefined;
  return additionalProperties === false ? () => false : checkOf(additionalProperties as TSchema);
}
