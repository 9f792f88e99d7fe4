/**
 * What is wrong with a value, in the field's own words.
 *
 * `explain` walks schema and value together, so that one real cause gives one violation: a wrong type is not followed
 * by complaints about what is inside, and a word outside an enumeration is one violation, not one for each literal.
 */
import { Kind, type TSchema } from '@sinclair/typebox';
import { nearestName } from './nearest-name.js';
import { unicodeMapKind } from './shape.js';
import { codePointLength, isString, patternRegExp, type StringConstraints } from './text.js';

export type ViolationKeyword =
  | 'type'
  | 'required'
  | 'unknown'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems'
  | 'minProperties'
  | 'maxProperties'
  | 'key';

/** One thing that is wrong with a value. */
export interface Violation {
  /** JSON pointer of the value at fault; for `required`, `unknown` and `key`, of the member in question. */
  readonly pointer: string;
  readonly keyword: ViolationKeyword;
  /** What the schema demands: a bound, a pattern, a type's name, the legal words or member names. */
  readonly expected: string | number | readonly string[];
  /** The value at fault; absent where a required member is missing. */
  readonly actual?: unknown;
  /** The nearest legal word or member name, when one is near. */
  readonly suggestion?: string;
  /** The demand as the end of a sentence that begins with the field's name: `must be at most 1000`. */
  readonly message: string;
}

/** Every violation of the schema by the value, in document order; empty when the value is valid. */
export function explain(schema: TSchema, value: unknown): readonly Violation[] {
  const violations: Violation[] = [];
  visit(schema, value, '', violations);
  return violations;
}

function visit(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  const kind = schema[Kind];
  if (kind === 'Object') visitStructure(schema, value, pointer, out);
  else if (kind === 'Record' || kind === unicodeMapKind) visitMap(schema, value, pointer, out);
  else if (kind === 'Array') visitList(schema, value, pointer, out);
  else if (kind === 'Union') visitUnion(schema, value, pointer, out);
  else if (kind === 'Integer' || kind === 'Number') visitNumber(schema, value, pointer, out);
  else if (kind === 'Literal') {
    if (value !== schema.const) out.push(notAWord([String(schema.const)], value, pointer));
  } else if (kind === 'Boolean') {
    if (typeof value !== 'boolean') out.push(wrongType('a boolean (true or false)', value, pointer));
  } else if (schema.type === 'string') visitString(schema, value, pointer, out);
  else if (kind !== 'Unknown' && kind !== 'Any') {
    throw new TypeError(`explain does not know the TypeBox kind ${String(kind)} at ${pointer || '/'}`);
  }
}

function visitStructure(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!isObject(value)) {
    out.push(wrongType('an object', value, pointer));
    return;
  }
  const properties = schema.properties as Readonly<Record<string, TSchema>>;
  for (const name of (schema.required ?? []) as readonly string[]) {
    if (!isPresent(value, name)) {
      out.push({ pointer: child(pointer, name), keyword: 'required', expected: name, message: 'is required' });
    }
  }
  for (const [name, member] of Object.entries(value)) {
    const memberSchema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (memberSchema !== undefined) {
      if (member !== undefined) visit(memberSchema, member, child(pointer, name), out);
    } else if (schema.additionalProperties === false) {
      out.push(unknownMember(name, Object.keys(properties), member, pointer));
    }
  }
}

function visitMap(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!isObject(value)) {
    out.push(wrongType('a map', value, pointer));
    return;
  }
  const entries = Object.entries(value);
  countBounds(
    schema.minProperties,
    schema.maxProperties,
    entries.length,
    ['minProperties', 'maxProperties'],
    'entries',
    value,
    pointer,
    out,
  );
  const [pattern, member] = Object.entries(schema.patternProperties as Record<string, TSchema>)[0] as [string, TSchema];
  for (const [name, item] of entries) {
    if (patternRegExp(pattern).test(name)) visit(member, item, child(pointer, name), out);
    else
      out.push({
        pointer: child(pointer, name),
        keyword: 'key',
        expected: pattern,
        actual: name,
        message: `must have a key that matches ${pattern}`,
      });
  }
}

function visitList(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (!Array.isArray(value)) {
    out.push(wrongType('a list', value, pointer));
    return;
  }
  countBounds(schema.minItems, schema.maxItems, value.length, ['minItems', 'maxItems'], 'items', value, pointer, out);
  if (schema.uniqueItems === true && new Set(value.map(canonical)).size !== value.length) {
    out.push({
      pointer,
      keyword: 'uniqueItems',
      expected: 'distinct items',
      actual: value,
      message: 'must not hold the same item twice',
    });
  }
  value.forEach((item, index) => {
    visit(schema.items as TSchema, item, child(pointer, String(index)), out);
  });
}

function visitUnion(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  const alternatives = schema.anyOf as readonly TSchema[];
  if (alternatives.every((alternative) => alternative[Kind] === 'Literal')) {
    const words = alternatives.map((alternative) => String(alternative.const));
    if (!alternatives.some((alternative) => alternative.const === value)) out.push(notAWord(words, value, pointer));
    return;
  }
  // The alternative that comes nearest explains the value: the one whose first fault lies deepest, the first among equals.
  let best: readonly Violation[] | undefined;
  for (const alternative of alternatives) {
    const violations = explain(alternative, value);
    if (violations.length === 0) return;
    if (best === undefined || depth(violations) > depth(best)) best = violations;
  }
  const typeFaults = alternatives.map((alternative) => explain(alternative, value)[0]);
  if (typeFaults.every((fault) => fault?.keyword === 'type' && fault.pointer === '')) {
    const names = typeFaults.map((fault) => String(fault?.expected));
    out.push(wrongType(names.join(' or '), value, pointer));
    return;
  }
  for (const violation of best ?? []) out.push({ ...violation, pointer: pointer + violation.pointer });
}

function visitNumber(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  const whole = schema[Kind] === 'Integer';
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    out.push(wrongType(whole ? 'an integer' : 'a number', value, pointer));
  } else if (whole && !Number.isInteger(value)) {
    out.push(wrongType('an integer', value, pointer));
  } else if (schema.minimum !== undefined && value < schema.minimum) {
    out.push({
      pointer,
      keyword: 'minimum',
      expected: schema.minimum,
      actual: value,
      message: `must be at least ${schema.minimum}`,
    });
  } else if (schema.maximum !== undefined && value > schema.maximum) {
    out.push({
      pointer,
      keyword: 'maximum',
      expected: schema.maximum,
      actual: value,
      message: `must be at most ${schema.maximum}`,
    });
  }
}

function visitString(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  if (typeof value !== 'string') {
    out.push(wrongType('a string', value, pointer));
    return;
  }
  if (isString(schema as StringConstraints, value)) return;
  const length = codePointLength(value);
  if (schema.minLength !== undefined && length < schema.minLength) {
    const demand = schema.minLength === 1 ? 'must not be empty' : `must have at least ${schema.minLength} characters`;
    out.push({ pointer, keyword: 'minLength', expected: schema.minLength, actual: value, message: demand });
  } else if (schema.maxLength !== undefined && length > schema.maxLength) {
    const message = `must have at most ${schema.maxLength} characters; it has ${length}`;
    out.push({ pointer, keyword: 'maxLength', expected: schema.maxLength, actual: value, message });
  } else {
    out.push({
      pointer,
      keyword: 'pattern',
      expected: schema.pattern,
      actual: value,
      message: patternDemand(schema.pattern),
    });
  }
}

/** Patterns that stand in AWS's model often enough to be said in words. */
const patternWords: Readonly<Record<string, string>> = {
  '^[a-zA-Z0-9_-]+$': 'may contain only letters, digits, _ and -',
  '^[a-zA-Z0-9:_-]+$': 'may contain only letters, digits, :, _ and -',
  '^[^\\p{C}]+$': 'must not be empty and must not contain control characters such as tabs or line breaks',
  '^[A-Z0-9_]+$': 'may contain only upper-case letters, digits and _',
  '^arn:[!-~]+$': 'must be an ARN: arn: followed by printable characters without spaces',
};

function patternDemand(pattern: string): string {
  return patternWords[pattern] ?? `must match ${pattern}`;
}

function countBounds(
  min: number | undefined,
  max: number | undefined,
  count: number,
  keywords: readonly ['minItems' | 'minProperties', 'maxItems' | 'maxProperties'],
  noun: string,
  actual: unknown,
  pointer: string,
  out: Violation[],
): void {
  if (min !== undefined && count < min) {
    const demand = min === 1 ? 'must not be empty' : `must have at least ${min} ${noun}`;
    out.push({ pointer, keyword: keywords[0], expected: min, actual, message: demand });
  } else if (max !== undefined && count > max) {
    out.push({
      pointer,
      keyword: keywords[1],
      expected: max,
      actual,
      message: `must have at most ${max} ${noun}; it has ${count}`,
    });
  }
}

function notAWord(words: readonly string[], value: unknown, pointer: string): Violation {
  const suggestion = typeof value === 'string' ? nearestName(value, words) : undefined;
  const list = words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
  const message = `must be ${list}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
  return {
    pointer,
    keyword: 'enum',
    expected: words,
    actual: value,
    ...(suggestion !== undefined && { suggestion }),
    message,
  };
}

function unknownMember(name: string, legal: readonly string[], actual: unknown, pointer: string): Violation {
  const suggestion = nearestName(name, legal);
  const message = `is not a known field${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
  return {
    pointer: child(pointer, name),
    keyword: 'unknown',
    expected: legal,
    actual,
    ...(suggestion !== undefined && { suggestion }),
    message,
  };
}

function wrongType(expected: string, actual: unknown, pointer: string): Violation {
  return { pointer, keyword: 'type', expected, actual, message: `must be ${expected}, not ${typeName(actual)}` };
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isFinite(value) ? `the number ${value}` : String(value);
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return `a ${typeof value}`;
}

function depth(violations: readonly Violation[]): number {
  return (violations[0]?.pointer ?? '').split('/').length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPresent(value: Record<string, unknown>, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined;
}

/** The pointer of a member, by RFC 6901. */
function child(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** JSON text that is the same for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
