/** The commonest form of a pattern: one class of characters, repeated. */

/** What a pattern such as `^[^\p{C}]+$` repeats, and how often. */
export interface RepeatedClass {
  /** The class, with its brackets, or a class escape such as `\S`. */
  readonly characterClass: string;
  /** The quantifier: `+`, `*`, or bounds in braces. */
  readonly times: string;
}

const aClass = String.raw`\[(?:\\.|[^\\\]])+\]|\\[dswDSW]`;
const repeated = String.raw`(${aClass})([+*]|\{\d+,\d*\})`;

/** The class that the pattern repeats from the first character to the last; undefined when the pattern is of another form. */
export function repeatedClass(pattern: string): RepeatedClass | undefined {
  const inner = /^\^\((.*)\)\$$/s.exec(pattern) ?? /^\^(.*)\$$/s.exec(pattern);
  const [, characterClass, times] = new RegExp(`^(?:${repeated})$`, 's').exec(inner?.[1] ?? '') ?? [];
  return characterClass === undefined || times === undefined ? undefined : { characterClass, times };
}
