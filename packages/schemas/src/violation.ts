/** Violations as data, and their wording. Nothing else in this package writes a sentence about a value. */
import { type CandidateName, candidateNames, nearestOf } from './nearest-name.js';
import { patternMessage } from './pattern-message.js';
import { codePointLength, type StringConstraints } from './text.js';

/** Names what kind of demand a value does not meet; JSON Schema's own keyword where it has one. */
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

/** A demand on the size of a list or a map: its keywords and what is counted. */
export interface Counted {
  readonly min: 'minItems' | 'minProperties';
  readonly max: 'maxItems' | 'maxProperties';
  readonly noun: string;
}

/** The violation by a value of another type; `expected` names the type with its article. */
export function wrongType(expected: string, actual: unknown, pointer: string): Violation {
  return { pointer, keyword: 'type', expected, actual, message: `must be ${expected}, not ${typeName(actual)}` };
}

/** The violation by a member that is not there. */
export function missing(name: string, pointer: string): Violation {
  return { pointer, keyword: 'required', expected: name, message: 'is required' };
}

/** Names of which one is legal, with what messages about others need. */
export interface LegalNames {
  readonly names: readonly string[];
  readonly candidates: readonly CandidateName[];
}

/** The names, prepared once for the violations by others. */
export function legalNames(names: readonly string[]): LegalNames {
  return { names, candidates: candidateNames(names) };
}

/** The violation by a word outside an enumeration; `demand` lists the words: `must be one of …`. */
export function notAWord(
  { names, candidates }: LegalNames,
  demand: string,
  actual: unknown,
  pointer: string,
): Violation {
  const suggestion = typeof actual === 'string' ? nearestOf(actual, candidates) : undefined;
  return withSuggestion(pointer, 'enum', names, actual, suggestion, demand + question(suggestion));
}

/** The violation by a member that the structure does not have. */
export function unknownMember(
  name: string,
  { names, candidates }: LegalNames,
  actual: unknown,
  pointer: string,
): Violation {
  const suggestion = nearestOf(name, candidates);
  return withSuggestion(pointer, 'unknown', names, actual, suggestion, `is not a known field${question(suggestion)}`);
}

function withSuggestion(
  pointer: string,
  keyword: ViolationKeyword,
  expected: readonly string[],
  actual: unknown,
  suggestion: string | undefined,
  message: string,
): Violation {
  return suggestion === undefined
    ? { pointer, keyword, expected, actual, message }
    : { pointer, keyword, expected, actual, suggestion, message };
}

/** The violation by a number below (`minimum`) or above (`maximum`) its bound. */
export function outOfRange(keyword: 'minimum' | 'maximum', bound: number, actual: number, pointer: string): Violation {
  const message = `must be at ${keyword === 'minimum' ? 'least' : 'most'} ${bound}`;
  return { pointer, keyword, expected: bound, actual, message };
}

/** The violation by too few or too many items or entries; undefined when there are neither. */
export function wrongCount(
  { min, max, noun }: Counted,
  count: number,
  schema: Readonly<Record<string, unknown>>,
  actual: unknown,
  pointer: string,
): Violation | undefined {
  const least = schema[min] as number | undefined;
  const most = schema[max] as number | undefined;
  if (least !== undefined && count < least) {
    const message = least === 1 ? 'must not be empty' : `must have at least ${least} ${noun}`;
    return { pointer, keyword: min, expected: least, actual, message };
  }
  if (most !== undefined && count > most) {
    const message = `must have at most ${counted(most, noun)}; it has ${count}`;
    return { pointer, keyword: max, expected: most, actual, message };
  }
  return undefined;
}

/** The violation by a list that holds equal items. */
export function notDistinct(actual: readonly unknown[], pointer: string): Violation {
  const message = 'must not hold the same item twice';
  return { pointer, keyword: 'uniqueItems', expected: 'distinct items', actual, message };
}

/** The violation by a text that is too short, too long or, being neither, not of the pattern. */
export function wrongText(
  { minLength, maxLength, pattern }: StringConstraints,
  text: string,
  pointer: string,
): Violation {
  const length = codePointLength(text);
  if (minLength !== undefined && length < minLength) {
    const message = minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`;
    return { pointer, keyword: 'minLength', expected: minLength, actual: text, message };
  }
  if (maxLength !== undefined && length > maxLength) {
    const message = `must have at most ${counted(maxLength, 'characters')}; it has ${length}`;
    return { pointer, keyword: 'maxLength', expected: maxLength, actual: text, message };
  }
  const expected = pattern ?? '';
  return { pointer, keyword: 'pattern', expected, actual: text, message: patternMessage(expected, text) };
}

/** The violation by an entry of a map whose key is not of the form that keys have. */
export function wrongKey(constraints: StringConstraints, key: string, pointer: string): Violation {
  const { expected, message } = wrongText(constraints, key, pointer);
  return { pointer, keyword: 'key', expected, actual: key, message: `has a key that is not allowed: a key ${message}` };
}

function question(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
}

/** `5 items`, but `1 item`. The only plurals are of item, entry and character. */
function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun.replace(/ies$/, 'y').replace(/s$/, '') : noun}`;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isFinite(value) ? `the number ${value}` : String(value);
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return `a ${typeof value}`;
}
