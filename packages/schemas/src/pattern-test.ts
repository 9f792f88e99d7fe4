/**
 * Patterns as tests, quick for the texts that people write.
 *
 * A class such as `[^\p{C}]` has hundreds of ranges, which a regular expression searches for every character: 1.7 µs for
 * a description of 90 characters, a third of the check of a whole request. So a text of common characters is first
 * matched by those of them that the pattern admits: a short one by a table, which a call of a regular expression takes
 * longer to begin with, a long one by a class, which has a handful of ranges.
 */
import { repeatedClass } from './repeated-class.js';
import { patternRegExp } from './text.js';

/** Whether a text matches. */
export type TextTest = (text: string) => boolean;

const tests = /* @__PURE__ */ new Map<string, TextTest>();

/** The pattern, read with the `u` flag, as a test; made once. */
export function patternTest(pattern: string): TextTest {
  let test = tests.get(pattern);
  if (test === undefined) {
    test = newPatternTest(pattern);
    tests.set(pattern, test);
  }
  return test;
}

/** Texts after which the common characters are looked up: that takes as long as some hundred texts, and many need none. */
const textsBefore = 64;

/** UTF-16 units up to which a table is quicker than a regular expression. */
const shortLength = 12;

function newPatternTest(pattern: string): TextTest {
  const whole = patternRegExp(pattern);
  const repeated = repeatedClass(pattern);
  if (repeated === undefined || repeated.times.startsWith('{')) return (text) => whole.test(text);
  let common: CommonPart | undefined;
  let texts = 0;
  return (text) => {
    if (texts < textsBefore) {
      texts += 1;
      return whole.test(text);
    }
    common ??= commonPart(repeated.characterClass);
    const surely = text.length > shortLength ? common.long.test(text) : text !== '' && isOf(common.short, text);
    return surely || whole.test(text);
  };
}

/** The common characters that a class admits. */
interface CommonPart {
  /** For each of the first of them 1 when it is admitted, else 0. */
  readonly short: Uint8Array;
  readonly long: RegExp;
}

/** Latin letters and punctuation, first and last; no surrogate among them, so that a character is a UTF-16 unit. */
const commonRanges = [
  [0x20, 0x24f],
  [0x2010, 0x205e],
] as const;

function commonPart(characterClass: string): CommonPart {
  const one = patternRegExp(`^${characterClass}$`);
  const short = new Uint8Array(commonRanges[0][1] + 1);
  const ranges: [number, number][] = [];
  for (const [first, last] of commonRanges) {
    for (let unit = first; unit <= last; unit += 1) {
      if (!one.test(String.fromCharCode(unit))) continue;
      short[unit] = 1; // Beyond the end of the table this does nothing.
      const range = ranges.at(-1);
      if (range?.[1] === unit - 1) range[1] = unit;
      else ranges.push([unit, unit]);
    }
  }
  const source = ranges.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('');
  return { short, long: new RegExp(`^[${source}]+$`) };
}

function isOf(table: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (table[text.charCodeAt(index)] !== 1) return false;
  return true;
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
