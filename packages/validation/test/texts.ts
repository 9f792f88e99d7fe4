/** Texts of manifests, as they are and changed at random. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

const folders = ['./rules', './cases', '../../../examples'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The manifests of the examples, the cases and the rules' fixtures. */
export const manifestTexts: readonly string[] = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !path.includes('node_modules'))
    .sort()
    .map((path) => readFileSync(`${folder}/${path}`, 'utf8')),
);

/** What a mutation may put into a text. */
const inserted = [
  ...[
    ' ',
    '  ',
    '\n',
    '\t',
    ':',
    ': ',
    '- ',
    '#',
    ' #',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '&a ',
    '*a',
    '!x ',
    '|',
    '>',
    '---\n',
  ],
  ...[
    '0',
    '010',
    '1e999',
    '-',
    '~',
    'null',
    '\0',
    '\r',
    '\r\n',
    '\u0085',
    '\u2028',
    '\uFEFF',
    '\uD800',
    '😀',
    '\u202E',
    '<<: ',
  ],
  ...['__proto__: ', 'constructor: ', '\\', '%', '@', '`', '? ', '...\n', '${aws:iot:s3-presigned-url:'],
];

type Mutation = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...inserted)).map(([at, piece]): Mutation => {
    return (text) => {
      const offset = Math.floor(at * text.length);
      return text.slice(0, offset) + piece + text.slice(offset);
    };
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 20 })).map(([at, count]): Mutation => {
    return (text) => {
      const offset = Math.floor(at * text.length);
      return text.slice(0, offset) + text.slice(offset + count);
    };
  }),
  fc.tuple(place, place).map(
    ([from, to]): Mutation =>
      (text) => {
        const lines = text.split('\n');
        const [line = ''] = lines.splice(Math.floor(from * lines.length), 1);
        lines.splice(Math.floor(to * (lines.length + 1)), 0, line);
        return lines.join('\n');
      },
  ),
  fc.tuple(place, place).map(
    ([from, to]): Mutation =>
      (text) => {
        const lines = text.split('\n');
        lines.splice(Math.floor(to * lines.length), 0, lines[Math.floor(from * lines.length)] ?? '');
        return lines.join('\n');
      },
  ),
  fc.constant((text: string) => text.replaceAll('\n', '\r\n')),
);

/** A manifest's text, changed in some places. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...manifestTexts), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), text));
