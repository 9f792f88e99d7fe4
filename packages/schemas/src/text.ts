/** How texts are measured and matched: length in code points, patterns with the `u` flag, as Smithy defines both. */

/** The part of a string schema that constrains it. */
export interface StringConstraints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Whether a value is a string within the schema's length (in code points) and pattern (with the `u` flag). */
export function isString({ minLength = 0, maxLength, pattern }: StringConstraints, value: unknown): boolean {
  return (
    typeof value === 'string' &&
    isLongEnough(value, minLength) &&
    (maxLength === undefined || isShortEnough(value, maxLength)) &&
    (pattern === undefined || patternRegExp(pattern).test(value))
  );
}

/** Whether the string has at least `min` code points. A string of n units has n/2 to n of them, so few are counted. */
export function isLongEnough(value: string, min: number): boolean {
  return value.length >= min && (min <= 1 || value.length >= 2 * min || codePointLength(value) >= min);
}

/** Whether the string has at most `max` code points. */
export function isShortEnough(value: string, max: number): boolean {
  return value.length <= max || (value.length <= 2 * max && codePointLength(value) <= max);
}

/** The number of code points in a string: a pair of surrogates is one, a lone surrogate too. */
export function codePointLength(value: string): number {
  if (!/[\uD800-\uDBFF]/.test(value)) return value.length;
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}

const compiled = /* @__PURE__ */ new Map<string, RegExp>();

/** The pattern as a regular expression with the `u` flag, compiled once. */
export function patternRegExp(pattern: string): RegExp {
  let regExp = compiled.get(pattern);
  if (regExp === undefined) {
    regExp = new RegExp(pattern, 'u');
    compiled.set(pattern, regExp);
  }
  return regExp;
}

/**
 * What the pattern of a map's keys demands, part by part. Generated patterns hold the bounds of a key's length in a
 * lookahead, `^(?=[^]{1,128}$)…`, because TypeBox's record has no other place for them.
 */
export function keyConstraints(pattern: string): StringConstraints {
  if (pattern === '^[^]*$') return {};
  const [bounds, min, max] = /^\^(?:\(\?=)?\[\^\]\{(\d+),(\d*)\}\$\)?/.exec(pattern) ?? [];
  if (bounds === undefined) return { pattern };
  const rest = pattern.slice(bounds.length);
  const [, anywhere] = /^\(\?=\[\^\]\*\?\(\?:(.*)\)\)$/s.exec(rest) ?? [];
  return {
    ...(Number(min) > 0 && { minLength: Number(min) }),
    ...(max !== '' && { maxLength: Number(max) }),
    ...(rest !== '' && { pattern: anywhere ?? `^${rest}` }),
  };
}
