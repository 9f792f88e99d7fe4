import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnything } from '../src/parse.js';
import { sourceText } from '../src/source-text.js';
import { readOrdinary } from '../src/yaml/ordinary.js';
import { manifestTexts, mutated } from './texts.js';

/** What js-yaml, which judges everything else, makes of the text. */
function general(text: string) {
  const { documents, problems, complete } = parseAnything(sourceText('a.yaml', text));
  return { values: documents.map(({ value }) => value), problems, complete };
}

function expectTheSame(text: string): void {
  const values = readOrdinary(text);
  if (values !== undefined) expect({ values, problems: [], complete: true }).toEqual(general(text));
}

/** Pieces that a text of the ordinary form is made of, and some that leave it. */
const pieces = [
  ...[
    'a',
    'b',
    'c',
    'a: ',
    'b: ',
    'c: ',
    'a:\n',
    'b:\n',
    '- ',
    '-\n',
    '  ',
    '    ',
    '\n',
    '\n',
    '\n  ',
    '\n  ',
    '\n    ',
  ],
  ...[
    '\n- ',
    '\n  - ',
    ' ',
    '"x"',
    "'y'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    ',',
    ': ',
    ' # c',
    '#',
    '---\n',
    '\n---\n',
    '...',
    '..',
  ],
  ...[
    '1',
    '010',
    '-1',
    '+1',
    '-0',
    '1.5',
    '.5',
    '.inf',
    '1e3',
    '0x1f',
    '12345678901234567890',
    'null',
    '~',
    'true',
    'NULL',
  ],
  ...[
    '../a/b.json',
    'a:b',
    '-a',
    'a-b',
    '&x ',
    '*x',
    '!t ',
    '|\n',
    '>-\n',
    '? ',
    '<<: ',
    '@',
    '\t',
    '\r\n',
    '\r',
    'ä',
    '\uFEFF',
  ],
  ...[
    '__proto__: 1',
    'constructor: 1',
    '/x: y',
    '-x: y',
    '1: 2',
    'null: 1',
    '.5: 1',
    '"a": 1',
    '\\',
    "'it''s'",
    '\u2028',
  ],
];

describe('a text of the ordinary form', () => {
  it('has the values that the general parser gives it, whatever pieces it is made of', () => {
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(fc.property(texts, expectTheSame), { numRuns: 30_000 });
  });

  it('has them also when a manifest is changed at random', () => {
    fc.assert(fc.property(mutated, expectTheSame), { numRuns: 3000 });
  });

  it('is the form of the manifests that people write', () => {
    const ordinary = manifestTexts.filter((text) => readOrdinary(text) !== undefined);
    expect(ordinary.length).toBeGreaterThan(manifestTexts.length / 3);
  });

  it('leaves deep nesting to the general parser, which has a limit', () => {
    expect(readOrdinary(`a: ${'['.repeat(60)}${']'.repeat(60)}`)).toBeUndefined();
    expect(readOrdinary(Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''))).toBeUndefined();
  });
});
