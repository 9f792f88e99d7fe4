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
import { unicodeMapKind, unicodeStringKind } from './shape.js';
import { isLongEnough, isShortEnough, patternRegExp } from './text.js';

type Check = (value: unknown) => boolean;

const checks = new WeakMap<TSchema, Check>();

/**
 * Whether the value fits the schema. The check is compiled at the first call with a schema and kept as long as the
 * schema object is; a schema that is built anew for each call is compiled anew for each call.
 *
 * It knows the kinds of schemas that this package has, and unions of them; it throws a `TypeError` for others.
 */
export function accepts<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  return checkOf(schema)(value);
}

function checkOf(schema: TSchema): Check {
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
      return numberCheck(schema, Number.isInteger);
    case 'Number':
      return numberCheck(schema, Number.isFinite);
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

function textCheck(schema: TSchema): Check {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  const fits = (value: unknown): value is string =>
    typeof value === 'string' && isLongEnough(value, minLength) && isShortEnough(value, maxLength);
  if (pattern === undefined) return fits;
  const regExp = patternRegExp(pattern);
  return (value) => fits(value) && regExp.test(value);
}

function numberCheck(schema: TSchema, isOfType: (value: unknown) => boolean): Check {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  return (value) => isOfType(value) && (value as number) >= minimum && (value as number) <= maximum;
}

function unionCheck(schema: TSchema): Check {
  if (isEnumeration(schema)) {
    const words = new Set<unknown>(wordsOf(schema));
    return (value) => words.has(value);
  }
  const parts = (schema.anyOf as readonly TSchema[]).map(checkOf);
  return (value) => parts.some((part) => part(value));
}

function listCheck(schema: TSchema): Check {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema;
  const item = checkOf(schema.items as TSchema);
  return (value) =>
    Array.isArray(value) &&
    value.length >= minItems &&
    value.length <= maxItems &&
    value.every(item) &&
    (uniqueItems !== true || areDistinct(value));
}

function structureCheck(schema: TSchema): Check {
  const properties = Object.entries(schema.properties as Readonly<Record<string, TSchema>>);
  const required = new Set((schema.required ?? []) as readonly string[]);
  const members = properties.map(([name, member]) => ({
    name,
    check: checkOf(member),
    isRequired: required.has(name),
  }));
  const hasMembers = (value: Readonly<Record<string, unknown>>): boolean => {
    for (const { name, check, isRequired } of members) {
      const member = value[name];
      if (member === undefined ? isRequired : !check(member)) return false;
    }
    return true;
  };
  const others = entriesCheck(schema, (name) => Object.hasOwn(schema.properties, name));
  if (others === undefined) return (value) => isObject(value) && hasMembers(value);
  return (value) => isObject(value) && hasMembers(value) && others(value);
}

function mapCheck(schema: TSchema): Check {
  const [pattern, item] = Object.entries(schema.patternProperties as Record<string, TSchema>)[0] as [string, TSchema];
  const key = patternRegExp(pattern);
  const check = checkOf(item);
  const others = entriesCheck(schema, (name) => key.test(name));
  return (value) => {
    if (!isMap(value)) return false;
    for (const name of Object.keys(value)) if (key.test(name) && !check(value[name])) return false;
    return others === undefined || others(value);
  };
}

/** The check of how many entries there are and of those that are not known; undefined when there may be any. */
function entriesCheck(
  schema: TSchema,
  isKnown: (name: string) => boolean,
): ((value: Readonly<Record<string, unknown>>) => boolean) | undefined {
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, additionalProperties = true } = schema;
  const check: Check =
    typeof additionalProperties === 'object' ? checkOf(additionalProperties) : () => additionalProperties;
  if (additionalProperties === true && minProperties === 0 && maxProperties === Number.POSITIVE_INFINITY)
    return undefined;
  return (value) => {
    const names = Object.keys(value);
    if (names.length < minProperties || names.length > maxProperties) return false;
    for (const name of names) if (!isKnown(name) && !check(value[name])) return false;
    return true;
  };
}
