/**
 * Values in one form each, so that what means the same to AWS is equal here.
 *
 * AWS returns unset configurations as `{}` (JOB-DSC-02: a differ must treat `{}` and absent as equal), fills defaults
 * in, and may return integers as doubles (JOB-DSC-11); JavaScript numbers compare by value anyway.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** The value without absent and empty members, keys in order. Lists keep theirs. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, member]) => [key, canonical(member)] as const)
    .filter(([, member]) => member !== undefined && member !== null && !isEmptyObject(member))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** Whether two values are equal once both are canonical. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/**
 * Whether two job documents mean the same to a device: as JSON when both parse, as text otherwise. Unlike in AWS's own
 * shapes, an empty object or a null is something in a document: only white space and the order of keys are not.
 */
export function sameDocument(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return isDeepStrictEqual(JSON.parse(withExactNumbers(a)), JSON.parse(withExactNumbers(b)));
  } catch {
    return false;
  }
}

/** A JSON text in which numbers that a double does not hold exactly stand as texts: devices may well tell them apart. */
function withExactNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => {
    if (token.startsWith('"')) return token;
    const digits = token.replace(/[eE].*$/, '').replace(/\D/g, '');
    return digits.length <= 15 ? token : JSON.stringify(`number ${token}`);
  });
}

/** SHA-256 of the canonical JSON, in hexadecimal: the value of the tag `iot-rollouts:digest`. */
export function digest(value: unknown): string {
  return sha256(JSON.stringify(canonical(value)) ?? '');
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
