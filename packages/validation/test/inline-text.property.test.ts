/** Job documents that stand in a manifest as a text: what is found in them stands where it is written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifests, type Diagnostic, defaultSettings, parseFile, type SourceRange } from '../src/index.js';
import { findingIn, ownDocument } from '../src/job-document.js';
import { childPointer } from '../src/json-pointer.js';
import { type JsonNode, readJson } from '../src/json-text.js';
import { placeFindings } from '../src/place.js';
import { readManifests } from '../src/read-manifests.js';
import { lineStarts } from '../src/source-text.js';
import type { Repository } from '../src/subject.js';

const repository: Repository = {
  templates: new Map(),
  usedTemplates: new Set(),
  complete: true,
  documents: new Map(),
  settings: defaultSettings,
  now: undefined,
  jobsAtBase: undefined,
};

/** A JSON text in a manifest. */
interface Written {
  readonly json: string;
  readonly manifest: string;
  /** What a part of the manifest says in the JSON; undefined where the style does not tell where parts stand. */
  readonly read: ((written: string) => string) | undefined;
}

/** Characters that JSON or YAML write otherwise in some place, or count otherwise. */
const character = fc.constantFrom(...'ab0 "\'\\#:{}-|>&*!%@`,?é…😀\n\t\u00A0');
const text = fc.string({ unit: character, maxLength: 6 });
const value = fc.dictionary(text, fc.jsonValue({ maxDepth: 3, stringUnit: character }), { minKeys: 1, maxKeys: 4 });
const oneLine = value.map((it) => JSON.stringify(it));
const anyJson = fc
  .tuple(value, fc.constantFrom(undefined, 1, 3, '\t'))
  .map(([it, space]) => JSON.stringify(it, undefined, space));

function manifestWith(document: string): string {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata: { name: a }
spec:
  targets: [thing/lab]
  document: ${document}
  timeoutConfig: { inProgressTimeoutInMinutes: 5 }
`;
}

/** How a literal block is written around its lines. */
interface BlockForm {
  readonly indentation: number;
  readonly indicator: boolean;
  readonly chomping: string;
  readonly comment: string;
  readonly before: readonly string[];
  readonly behind: readonly string[];
}

const blockForm: fc.Arbitrary<BlockForm> = fc.record({
  indentation: fc.integer({ min: 3, max: 11 }),
  indicator: fc.boolean(),
  chomping: fc.constantFrom('', '-', '+'),
  comment: fc.constantFrom('', '  # as the client wants it'),
  before: fc.array(fc.constantFrom('', ' '), { maxLength: 2 }),
  behind: fc.array(fc.constantFrom('', '  '), { maxLength: 2 }),
});

function literalManifest(json: string, form: BlockForm): string {
  const { indentation, indicator, chomping, comment, before, behind } = form;
  const lines = json.split('\n').map((line) => ' '.repeat(indentation) + line);
  const header = `|${indicator ? indentation - 2 : ''}${chomping}${comment}`;
  return manifestWith(`${header}\n${[...before, ...lines, ...behind].join('\n')}`);
}

function withoutIndentation(written: string, indentation: number): string {
  const [first = '', ...others] = written.split(/\r\n|\n|\r/);
  return [first, ...others.map((line) => line.slice(indentation))].join('\n');
}

const literal = fc.tuple(anyJson, blockForm).map(([json, form]): Written => {
  const read = (written: string) => withoutIndentation(written, form.indentation);
  return { json, manifest: literalManifest(json, form), read };
});
const singleQuoted = oneLine.map((json): Written => {
  const manifest = manifestWith(`'${json.replaceAll("'", "''")}'`);
  return { json, manifest, read: (written) => written.replaceAll("''", "'") };
});
/** With the escapes of JSON, and longer ones that YAML has beside them. */
const doubleQuoted = fc.tuple(oneLine, fc.boolean()).map(([json, long]): Written => {
  const short = JSON.stringify(json);
  const escaped = long
    ? short.replaceAll('é', '\\xe9').replaceAll('😀', '\\U0001f600').replaceAll('…', '\\u2026')
    : short;
  const read = (written: string) =>
    JSON.parse(
      `"${written.replaceAll('\\xe9', 'é').replaceAll('\\U0001f600', '😀').replaceAll('\\u2026', '…')}"`,
    ) as string;
  return { json, manifest: manifestWith(escaped), read };
});
const folded = fc.tuple(anyJson, fc.constantFrom('>', '>-', '>+')).map(([json, header]): Written => {
  const manifest = manifestWith(`${header}\n    ${json.replaceAll('\n', '\n    ')}`);
  return { json, manifest, read: undefined };
});
const written = fc
  .tuple(fc.oneof(literal, literal, singleQuoted, doubleQuoted, folded), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([it, lineBreak]): Written => ({ ...it, manifest: it.manifest.replaceAll('\n', lineBreak) }));

/** Every key and value below the root, with its pointer. */
function partsOf(root: JsonNode, pointer = ''): readonly Part[] {
  return [
    ...root.members.flatMap(({ key, keyStart, keyEnd, value }): readonly Part[] => {
      const at = childPointer(pointer, key);
      return [
        { pointer: at, part: 'key', start: keyStart, end: keyEnd },
        { pointer: at, part: 'value', start: value.start, end: value.end },
        ...partsOf(value, at),
      ];
    }),
    ...root.items.flatMap((value, index): readonly Part[] => {
      const at = childPointer(pointer, index);
      return [{ pointer: at, part: 'value', start: value.start, end: value.end }, ...partsOf(value, at)];
    }),
  ];
}

interface Part {
  readonly pointer: string;
  readonly part: 'key' | 'value';
  readonly start: number;
  readonly end: number;
}

/** Where a finding at each part of the manifest's document is placed, and one about the whole document. */
function placesIn(
  manifest: string,
  parts: readonly Pick<Part, 'pointer' | 'part'>[],
): readonly (SourceRange | undefined)[] {
  const [read] = readManifests([parseFile('a.yaml', manifest)]).documents;
  const document = read?.subject && ownDocument(read.subject, repository);
  if (read === undefined || document === undefined) throw new Error(`no document in ${JSON.stringify(manifest)}`);
  const findings = parts.map((at) => findingIn(document, 'document/secret', at, 'x'));
  return placeFindings(read.document, findings).map(({ range }) => range);
}

function textAt(text: string, { start, end }: SourceRange): string {
  const starts = lineStarts(text);
  const offset = ({ line, column }: SourceRange['start']) => (starts[line - 1] ?? Number.NaN) + column - 1;
  expect(offset(start)).toBeLessThanOrEqual(offset(end));
  expect(offset(end)).toBeLessThanOrEqual(text.length);
  return text.slice(offset(start), offset(end));
}

describe('a job document that is a text', () => {
  it('has each key and each value where it is written, in every style that tells it, and else where the text begins', () => {
    fc.assert(
      fc.property(written, ({ json, manifest, read }) => {
        const { root } = readJson(json);
        if (root === undefined) throw new Error(`no JSON: ${json}`);
        const parts = partsOf(root);
        const [whole, ...places] = placesIn(manifest, [{ pointer: '', part: 'value' }, ...parts]);
        for (const [index, { start, end }] of parts.entries()) {
          const place = places[index];
          if (read === undefined) expect(place).toEqual(whole);
          else expect(place && read(textAt(manifest, place))).toBe(json.slice(start, end));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('that is no JSON is at fault where its own reader says', () => {
    const inserted = fc.constantFrom(',', '}', "'", '1', '[', ':', '//', '"');
    fc.assert(
      fc.property(anyJson, blockForm, inserted, fc.nat(), (json, form, insert, seed) => {
        const characters = [...json];
        const broken = characters.with(seed % characters.length, insert).join('');
        const { fault } = readJson(form.chomping === '-' ? broken : `${broken}\n`);
        fc.pre(fault !== undefined);
        const manifest = literalManifest(broken, form);
        const [found] = notJsonIn(manifest);
        expect(found?.message).toBe(`document is not JSON: it ${fault?.message}`);
        // Up to the place of the fault, the text is what the JSON is.
        const begin = { line: 7 + form.before.length, column: form.indentation + 1 };
        const before = textAt(manifest, { start: begin, end: found?.range?.start ?? begin });
        expect(withoutIndentation(before, form.indentation)).toBe(broken.slice(0, fault?.offset));
      }),
      { numRuns: 300 },
    );
  });

  it.each<readonly [string, string, SourceRange, string]>([
    ['ends too early', '|\n    { "a": [\n\n', range(7, 13, 13), 'it ends where a value should stand'],
    ['ends too early behind a line', '|+\n    { "a": 1\n\n', range(7, 13, 13), 'it ends before the } that closes it'],
    ['breaks a text', '|\n    { "a": "x\n    y" }', range(7, 14, 14), 'it has a line break inside a text'],
    ['has an escape', "'{ ''a'': 1 }'", range(6, 16, 18), 'it has a key that is not in double quotes'],
    ['is plain', 'install now', range(6, 13, 14), 'it has install without quotes'],
    ['has escapes before', '"{ \\"a\\": 1, }"', range(6, 24, 25), 'it has a comma before }'],
    ['goes on in quotes', '"{ \\"a\\":\n    1, }"', range(6, 13, 22), 'at line 1, column 9 it has a comma before }'],
    ['is folded', '>-\n    { "a": 1, }', range(7, 5, 16), 'at line 1, column 9 it has a comma before }'],
  ])('that is no JSON and %s is told so at its place', (_, document, place, words) => {
    const [found, ...others] = notJsonIn(manifestWith(document));
    expect(others).toEqual([]);
    expect(found?.range).toEqual(place);
    expect(found?.message).toContain(`document is not JSON: ${words}`);
  });

  it('of a template shows a job the placeholder that it has no package version for', () => {
    const placeholder = '"$' + '{aws:iot:package:app:version:2:attributes:a}"';
    const template = manifestWith(`|\n    {\n      "version": ${placeholder}\n    }`)
      .replace('kind: Job', 'kind: JobTemplate')
      .replace('name: a', 'name: standard')
      .replace('targets: [thing/lab]', 'description: x');
    const job = manifestWith('x').replace('document: x', 'template: standard\n  destinationPackageVersions: []');
    const found = diagnosticsOf(`${template}---\n${job}`).filter(({ rule }) => rule.startsWith('package/'));
    expect(found.flatMap(({ related }) => related)).toEqual([
      { message: 'the placeholder', file: 'a.yaml', range: range(8, 18, 18 + placeholder.length) },
    ]);
  });

  it('is judged in time that grows with it, however many faults are in it and however it is indented', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `      "k${index}": "http://example.com/${index}"`);
    const text = manifestWith(`|\n    {\n${members.join(',\n')}\n    }\n`);
    const found = diagnosticsOf(text).filter(({ rule }) => rule === 'document/plain-http');
    expect(found).toHaveLength(20_000);
    expect(found.at(-1)?.range?.start).toEqual({ line: 20_007, column: 17 });
  });
});

function notJsonIn(text: string): readonly Diagnostic[] {
  return diagnosticsOf(text).filter(({ rule }) => rule === 'document/not-json');
}

function diagnosticsOf(text: string): readonly Diagnostic[] {
  return checkManifests([parseFile('a.yaml', text)], new Map()).diagnostics;
}

function range(line: number, start: number, end: number): SourceRange {
  return { start: { line, column: start }, end: { line, column: end } };
}
