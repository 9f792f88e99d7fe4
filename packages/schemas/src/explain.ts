/**
 * What is wrong with a value, in the field's own words.
 *
 * `explain` walks schema and value together, so that one real cause gives one violation: a wrong type is not followed
 * by complaints about what is inside, and a word outside an enumeration is one violation, not one for each literal.
 */
import { Kind, type TSchema } from '@sinclair/typebox';
import { accepts } from './accepts.js';
import { isEnumeration, wordsOf } from './enumeration.js';
import { areDistinct, isMap, isObject } from './json-value.js';
import { unicodeMapKind, unicodeStringKind } from './shape.js';
import { isString, keyConstraints, patternRegExp, type StringConstraints } from './text.js';
import {
  type Counted,
  missing,
  notAWord,
  notDistinct,
  outOfRange,
  unknownMember,
  type Violation,
  wrongCount,
  wrongKey,
  wrongText,
  wrongType,
} from './violation.js';

/**
 * Every violation of the schema by the value, in document order (what is missing from a structure before what is in
 * it); empty when the value is valid. It knows the same schemas as `accepts`, which it asks first.
 */
export function explain(schema: TSchema, value: unknown): readonly Violation[] {
  const violations: Violation[] = [];
  if (!accepts(schema, value)) visit(schema, value, '', violations);
  return violations;
}

type Visit = (schema: TSchema, value: unknown, pointer: string, out: Violation[]) => void;

const visits: Readonly<Record<string, Visit>> = {
  Object: visitStructure,
  Record: visitMap,
  [unicodeMapKind]: visitMap,
  Array: visitList,
  Union: visitUnion,
  Literal: visitLiteral,
  String: visitText,
  [unicodeStringKind]: visitText,
  Integer: visitNumber,
  Number: visitNumber,
  Boolean: visitBoolean,
  Null: visitNull,
};

/** Adds what is wrong with a value that does not fit. What is not in the table fits, whatever the value. */
function visit(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  visits[schema[Kind]]?.(schema, value, pointer, out);
}

/** Goes only where something is wrong, so that a large request with one fault costs little more than its check. */
function visitChild(schema: TSchema, value: unknown, pointer: string, name: string, out: Violation[]): void {
  if (!accepts(schema, value)) visit(schema, value, child(pointer, name), out);
}

const entries: Counted = { min: 'minProperties', max: 'maxProperties', noun: 'entries' };
const items: Counted = { min: 'minItems', max: 'maxItems', noun: 'items' };

function visitStructure(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!isObject(value)) {
    out.push(wrongType('an object', value, pointer));
    return;
  }
  countEntries(schema, value, pointer, out);
  const properties = schema.properties as Readonly<Record<string, TSchema>>;
  for (const name of (schema.required ?? []) as readonly string[]) {
    if (!isGiven(value, name)) out.push(missing(name, child(pointer, name)));
  }
  for (const name in value) {
    const member = value[name];
    if (!Object.hasOwn(properties, name)) {
      visitOther(schema, value, name, pointer, out, () =>
        unknownMember(name, Object.keys(properties), member, child(pointer, name)),
      );
    } else if (member !== undefined) visitChild(properties[name] as TSchema, member, pointer, name, out);
  }
}

/** Whether the value has the member, its own or inherited, in the sense of `accepts`: enumerable and not undefined. */
function isGiven(value: Readonly<Record<string, unknown>>, name: string): boolean {
  if (value[name] === undefined) return false;
  if (Object.prototype.propertyIsEnumerable.call(value, name)) return true;
  for (const other in value) if (other === name) return true;
  return false;
}

function visitMap(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!isMap(value)) {
    out.push(wrongType('a map', value, pointer));
    return;
  }
  countEntries(schema, value, pointer, out);
  const [pattern, item] = Object.entries(schema.patternProperties as Record<string, TSchema>)[0] as [string, TSchema];
  for (const [name, member] of Object.entries(value)) {
    if (patternRegExp(pattern).test(name)) visitChild(item, member, pointer, name, out);
    else
      visitOther(schema, value, name, pointer, out, () =>
        wrongKey(keyConstraints(pattern), name, child(pointer, name)),
      );
  }
}

/** An entry that the schema does not name: forbidden, free or of the schema for such entries. */
function visitOther(
  { additionalProperties }: TSchema,
  value: Readonly<Record<string, unknown>>,
  name: string,
  pointer: string,
  out: Violation[],
  forbidden: () => Violation,
): void {
  if (!Object.hasOwn(value, name)) return;
  if (additionalProperties === false) out.push(forbidden());
  else if (typeof additionalProperties === 'object') {
    visitChild(additionalProperties, value[name], pointer, name, out);
  }
}

function countEntries(schema: TSchema, value: object, pointer: string, out: Violation[]): void {
  if (schema.minProperties === undefined && schema.maxProperties === undefined) return;
  pushIf(wrongCount(entries, Object.keys(value).length, schema, value, pointer), out);
}

function visitList(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!Array.isArray(value)) {
    out.push(wrongType('a list', value, pointer));
    return;
  }
  pushIf(wrongCount(items, value.length, schema, value, pointer), out);
  if (schema.uniqueItems === true && !areDistinct(value)) out.push(notDistinct(value, pointer));
  value.forEach((item, index) => {
    visitChild(schema.items as TSchema, item, pointer, String(index), out);
  });
}

function visitUnion(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  const alternatives = schema.anyOf as readonly TSchema[];
  if (isEnumeration(schema)) {
    const words = wordsOf(schema);
    if (!words.includes(value as string)) out.push(notAWord(words, value, pointer));
    return;
  }
  const attempts = alternatives.map((alternative) => explain(alternative, value));
  if (attempts.some((violations) => violations.length === 0)) return;
  const firsts = attempts.map((violations) => violations[0] as Violation);
  if (firsts.every((fault) => fault.keyword === 'type' && fault.pointer === '')) {
    const names = new Set(firsts.map((fault) => String(fault.expected)));
    out.push(wrongType([...names].join(' or '), value, pointer));
    return;
  }
  // The alternative that comes nearest explains the value: the one whose first fault lies deepest, the first among equals.
  const nearest = attempts.reduce((best, violations) => (depth(violations) > depth(best) ? violations : best));
  for (const violation of nearest) out.push({ ...violation, pointer: pointer + violation.pointer });
}

/** How deep the first fault lies; a value of another type altogether is no attempt at the alternative. */
function depth([first]: readonly Violation[]): number {
  if (first === undefined || (first.keyword === 'type' && first.pointer === '')) return 0;
  return first.pointer.split('/').length;
}

function visitNumber(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  const isWhole = schema[Kind] === 'Integer';
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  if (typeof value !== 'number' || !(isWhole ? Number.isInteger(value) : Number.isFinite(value))) {
    out.push(wrongType(isWhole ? 'an integer' : 'a number', value, pointer));
  } else if (minimum !== undefined && value < minimum) {
    out.push(outOfRange('minimum', minimum, value, pointer));
  } else if (maximum !== undefined && value > maximum) {
    out.push(outOfRange('maximum', maximum, value, pointer));
  }
}

function visitText(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (typeof value !== 'string') out.push(wrongType('a string', value, pointer));
  else if (!isString(schema as StringConstraints, value))
    out.push(wrongText(schema as StringConstraints, value, pointer));
}

function visitLiteral(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (value !== schema.const) out.push(notAWord([String(schema.const)], value, pointer));
}

function visitBoolean(_: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (typeof value !== 'boolean') out.push(wrongType('a boolean (true or false)', value, pointer));
}

function visitNull(_: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (value !== null) out.push(wrongType('null', value, pointer));
}

function pushIf(violation: Violation | undefined, out: Violation[]): void {
  if (violation !== undefined) out.push(violation);
}

/** The pointer of a member, by RFC 6901. */
function child(pointer: string, name: string): string {
  return `${pointer}/${/[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name}`;
}
