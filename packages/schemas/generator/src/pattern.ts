/** Smithy patterns of AWS models are Java regular expressions; these functions carry their meaning into ECMAScript. */

import type { Bounds } from './facts.js';
import { ModelError } from './smithy.js';

/**
 * POSIX classes of Java, which stand for ASCII only unless UNICODE_CHARACTER_CLASS is set (AWS does not set it).
 * Each value is the inside of a character class.
 *
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
 */
const posixClasses: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: '\\x20-~',
  Blank: '\\x20\\t',
  XDigit: '0-9a-fA-F',
  Space: '\\x20\\t\\n\\x0B\\f\\r',
  ASCII: '\\x00-\\x7F',
  Cntrl: '\\x00-\\x1F\\x7F',
};

/** Unicode properties that mean the same in Java and in ECMAScript with the `u` flag. */
const sharedProperties = /^(C|Cc|Cf|Cn|Co|Cs|L|Lu|Ll|Lt|Lm|Lo|M|N|Nd|Nl|No|P|S|Z|Zs|Zl|Zp)$/;

/** The pattern as ECMAScript source for the `u` flag. A construct without a known counterpart is a {@link ModelError}. */
export function ecmaPattern(pattern: string, where: string): string {
  if (/\[[^\]]*(\[|&&)/.test(pattern.replace(/\\./g, ''))) {
    throw new ModelError(`${where}: the pattern ${pattern} nests or intersects classes, which JavaScript cannot`);
  }
  const source = pattern.replace(
    /\\\\|\\([pP])\{(\w+)\}/g,
    (match: string, letter: string | undefined, name: string | undefined, offset: number) => {
      if (name === undefined || sharedProperties.test(name)) return match;
      const inside = posixClasses[name];
      if (inside === undefined || letter === 'P')
        throw new ModelError(`${where}: ${match} has no known counterpart in JavaScript`);
      return inClass(pattern.slice(0, offset)) ? inside : `[${inside}]`;
    },
  );
  try {
    new RegExp(source, 'u');
  } catch (error) {
    throw new ModelError(`${where}: the pattern ${pattern} cannot be read by JavaScript (${(error as Error).message})`);
  }
  return source;
}

/** Whether every string that a pattern matches is ASCII, decided from its constructs: false when in doubt. */
export function isAsciiPattern(source: string): boolean {
  return (
    matchesWhole(source) &&
    !/\\[pPsSwWdDu]|\\x[89a-fA-F]|\[\^|[^\p{ASCII}]/u.test(source) &&
    !outline(source).includes('.')
  );
}

/** The pattern of a map's keys with the bounds of their length folded in. */
export function keyPattern(source: string | undefined, bounds: Bounds | undefined): string {
  const length = bounds === undefined ? '' : `{${bounds.min ?? 0},${bounds.max ?? ''}}`;
  if (source === undefined) return length === '' ? '^[^]*$' : `^[^]${length}$`;
  if (length === '') return source;
  return `^(?=[^]${length}$)${matchesWhole(source) ? source.slice(1) : `(?=[^]*?(?:${source}))`}`;
}

/** Whether a match is the whole text: one alternative between the two anchors. False when in doubt. */
function matchesWhole(source: string): boolean {
  const bare = outline(source);
  return bare.startsWith('^') && bare.endsWith('$') && !bare.includes('|');
}

/** The pattern with every escape and class blanked, so that the characters left are operators or themselves. */
function outline(source: string): string {
  return source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
}

function inClass(before: string): boolean {
  const bare = before.replace(/\\./g, '');
  return bare.lastIndexOf('[') > bare.lastIndexOf(']');
}
