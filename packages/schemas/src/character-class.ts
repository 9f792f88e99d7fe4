/**
 * Patterns that say which characters a text may have, checked by table.
 *
 * Most patterns of the model are one class, repeated. Classes such as `[^\p{C}]` have hundreds of ranges, and a regular
 * expression searches them for every character: 1.7 µs for a description of 80 characters, of 5 µs for the whole request.
 * Here each character of the first plane is looked up once by the regular expression and from then on in a table.
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
  const regExp = patternRegExp(pattern);
  const [, bare, grouped] = /^\^(?:(\[(?:\\.|[^\\\]])+\])[+*]|\((\[(?:\\.|[^\\\]])+\])[+*]\))\$$/s.exec(pattern) ?? [];
  const characterClass = bare ?? grouped;
  if (characterClass === undefined) return (text) => regExp.test(text);
  return classTest(regExp, patternRegExp(`^${characterClass}$`));
}

const inside = 1;
const outside = 2;

/** The test of a whole text by a table of UTF-16 units, which fills as characters are seen. */
function classTest(whole: RegExp, one: RegExp): TextTest {
  const table = new Uint8Array(0x1_0000);
  const isInside = (unit: number): boolean => {
    table[unit] = one.test(String.fromCharCode(unit)) ? inside : outside;
    return table[unit] === inside;
  };
  return (text) => {
    // The empty text, and surrogates, of which a table of single units cannot judge, are left to the pattern.
    if (text.length === 0) return whole.test(text);
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      const seen = table[unit];
      if (seen === inside) continue;
      if (isSurrogate(unit)) return whole.test(text);
      if (seen === outside || !isInside(unit)) return false;
    }
    return true;
  };
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
