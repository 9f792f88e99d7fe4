/**
 * Patterns as tests, quick for the texts that people write.
 *
 * A class such as `[^\p{C}]` has hundreds of ranges, which a regular expression searches for every character: 1.7 µs for
 * a description of 90 characters, a third of the check of a whole request. So a text of common characters is first
 * matched by a class of just those of them that the pattern admits, which has a handful of ranges.
 */
import { patternRegExp } from './text.js';

/** Whether a text matches. */
export type TextTest = (text: string) => boolean;

const tests = new Map<string, TextTest>();

/** The pattern, read with the `u` flag, as a test; made once. */
export function patternTest(pattern: string): TextTest {
  let test = tests.get(pattern);
  if (test === undefined) {
    test = newPatternTest(pattern);
    tests.set(pattern, test);
  }
  return test;
}

function newPatternTest(pattern: string): TextTest {
  const whole = patternRegExp(pattern);
  const characterClass = repeatedClass(pattern);
  if (characterClass === undefined || !pattern.includes('\\p')) return (text) => whole.test(text);
  let common: RegExp | undefined;
  return (text) => {
    common ??= commonPart(characterClass);
    return common.test(text) || whole.test(text);
  };
}

/** The class of which a pattern is the repetition and nothing else: `[^\p{C}]` of `^[^\p{C}]+$`. */
function repeatedClass(pattern: string): string | undefined {
  const [, bare, grouped] = /^\^(?:(\[(?:\\.|[^\\\]])+\])[+*]|\((\[(?:\\.|[^\\\]])+\])[+*]\))\$$/s.exec(pattern) ?? [];
  return bare ?? grouped;
}

/** Latin letters and punctuation, first and last; no surrogate among them, so that a character is a UTF-16 unit. */
const commonRanges = [
  [0x20, 0x24f],
  [0x2010, 0x205e],
] as const;

/** One or more characters of the common ones that are of the class. */
function commonPart(characterClass: string): RegExp {
  const one = patternRegExp(`^${characterClass}$`);
  const admitted: [number, number][] = [];
  for (const [first, last] of commonRanges) {
    for (let unit = first; unit <= last; unit += 1) {
      if (!one.test(String.fromCharCode(unit))) continue;
      const range = admitted.at(-1);
      if (range?.[1] === unit - 1) range[1] = unit;
      else admitted.push([unit, unit]);
    }
  }
  const source = admitted.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('');
  return new RegExp(`^[${source}]+$`);
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
