import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecmaPattern, isAsciiPattern, keyPattern } from '../../generator/src/pattern.js';

function matches(javaPattern: string, text: string): boolean {
  return new RegExp(ecmaPattern(javaPattern, 'Name'), 'u').test(text);
}

describe('a POSIX class in a pattern', () => {
  it.each([
    ['Upper', 'AZ', 'azÄΩ'],
    ['Lower', 'az', 'AZäω'],
    ['Digit', '09', 'a٣߁'],
    ['Alnum', 'aZ9', '_ä٣'],
    ['Punct', '!/:@[\\]^`{|}~', 'a1 §'],
    ['Graph', '!~aZ0', ' \n\u007fé漢'],
    ['Print', ' ~a', '\n\u007fé'],
    ['Blank', ' \t', '\n\u00a0'],
    ['Space', ' \t\n\u000b\f\r', '\u00a0\u2028'],
    ['XDigit', '0aF', 'gG'],
    ['Cntrl', '\u0000\u001f\u007f', ' \u0085'],
  ])('%s stands for ASCII characters only, inside brackets and outside', (name, inside, outside) => {
    for (const pattern of [`^\\p{${name}}$`, `^[\\p{${name}}]$`]) {
      for (const character of inside) expect(matches(pattern, character), `${pattern} ${character}`).toBe(true);
      for (const character of outside) expect(matches(pattern, character), `${pattern} ${character}`).toBe(false);
    }
  });

  it('is read by its place each time it occurs', () => {
    expect(ecmaPattern('^\\p{Alpha}[\\p{Alpha}_]*\\p{Alpha}$', 'Name')).toBe('^[a-zA-Z][a-zA-Z_]*[a-zA-Z]$');
    expect(ecmaPattern('^\\[\\p{Digit}\\]$', 'Name')).toBe('^\\[[0-9]\\]$');
  });

  it('is not seen behind an escaped backslash', () => {
    expect(ecmaPattern('^\\\\p$', 'Name')).toBe('^\\\\p$');
  });
});

it('keeps Unicode properties that mean the same in both languages', () => {
  expect(ecmaPattern('^[^\\p{C}]+\\P{L}$', 'Name')).toBe('^[^\\p{C}]+\\P{L}$');
});

it.each([
  ['^\\P{Upper}$', 'Name: \\P{Upper} has no known counterpart in JavaScript'],
  ['^\\p{IsHiragana}$', 'Name: \\p{IsHiragana} has no known counterpart in JavaScript'],
  ['^[a-z[0-9]]$', 'Name: the pattern ^[a-z[0-9]]$ nests or intersects classes, which JavaScript cannot'],
  ['^[a-z&&[^b]]$', 'Name: the pattern ^[a-z&&[^b]]$ nests or intersects classes, which JavaScript cannot'],
])('stops at a construct without a counterpart, rather than change its meaning: %s', (pattern, message) => {
  expect(() => ecmaPattern(pattern, 'Name')).toThrow(message);
});

it.each(['^(?i)abc$', '^\\Qabc\\E$', '^a++$', '^[a-z$'])('stops at what JavaScript cannot read: %s', (pattern) => {
  expect(() => ecmaPattern(pattern, 'Name')).toThrow(/^Name: the pattern .* cannot be read by JavaScript/);
});

describe('a pattern is taken for ASCII only', () => {
  it.each(['^[a-zA-Z0-9_-]+$', '^arn:[!-~]+$', '^\\$next$', '^a\\.b[.]$'])('when it is: %s', (pattern) => {
    expect(isAsciiPattern(pattern)).toBe(true);
  });

  it.each([
    '[a-z]+', // matches anywhere in a text
    '^[a-z]+|^\\$next$', // only the second alternative reaches the end
    '^a\\$', // the dollar is a character
    '^[^a]$',
    '^.$',
    '^\\S$',
    '^\\p{L}$',
    '^[a-ÿ]$',
    '^[\\x21-\\xff]$',
    '^\\u{1F600}$',
  ])('and not when other characters can match: %s', (pattern) => {
    const other = ['é', '😀', 'ÿ'].flatMap((character) => [
      character,
      `a${character}`,
      `${character}a`,
      `a$${character}`,
    ]);
    expect(other.some((text) => new RegExp(pattern, 'u').test(text))).toBe(true);
    expect(isAsciiPattern(pattern)).toBe(false);
  });
});

describe('the pattern of a map’s keys', () => {
  it('demands the length and the pattern together, whatever the form of the pattern', () => {
    const patterns = [undefined, '^[a-c]+$', '^[a-c]*$', 'a|bc$', '^a|b$', '[a-c]', '^\\p{L}*$'];
    const boundsArbitrary = fc.option(
      fc.record({ min: fc.nat(2), max: fc.integer({ min: 2, max: 4 }) }, { requiredKeys: [] }),
      { nil: undefined },
    );
    const key = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é', '😀', '\n'), maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...patterns), boundsArbitrary, key, (pattern, bounds, text) => {
        const length = [...text].length;
        const wanted =
          length >= (bounds?.min ?? 0) &&
          length <= (bounds?.max ?? Number.POSITIVE_INFINITY) &&
          (pattern === undefined || new RegExp(pattern, 'u').test(text));
        expect(new RegExp(keyPattern(pattern, bounds), 'u').test(text)).toBe(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
