/** Whatever an account holds, its manifests say the same again. */
import { parseFile } from '@iot-rollouts/validation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameDocument } from '../src/canonical.js';
import { adoptionsOf } from '../src/import/adopt.js';
import { documentForm } from '../src/import/document.js';
import type { Found } from '../src/import/found.js';
import { importManifests } from '../src/import/import-manifests.js';
import { withSuppressions } from '../src/import/suppress.js';
import { yamlLines } from '../src/import/yaml.js';
import { repository } from './support/arbitraries.js';
import { held, region, source } from './support/in-memory.js';
import { load, manifestsOf } from './support/manifests.js';

/** Texts that YAML could take for something else, or that a terminal would obey. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab1 .:-#\n\t\'"\\\\{}[],&*!|>%@`~?') }),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '010',
    '1.0',
    '1e3',
    '0x1f',
    '2026-01-01',
    '---',
    '...',
    'a: b',
    'a #b',
    ' a',
    'a ',
  ),
  fc.constantFrom('\u2028', '\u0085', '\ufeff', '\u202e', 'a\nb', 'a\nb\n', 'a\n\n', '\na', ' a\nb', 'a \nb', 'a\r\nb'),
);
const key = text.filter((it) => it !== '__proto__');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => (it === 0 ? 0 : it)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const structure = fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 });

describe('YAML', () => {
  test('reads back as what was written', () => {
    fc.assert(
      fc.property(structure, (members) => {
        const { documents, problems } = parseFile('a.yaml', `${yamlLines(members).join('\n')}\n`);
        expect(problems).toEqual([]);
        expect(JSON.stringify(documents[0]?.value)).toBe(JSON.stringify(members));
      }),
      { numRuns: 1000 },
    );
  });

  test('has no character that a reader does not see', () => {
    fc.assert(
      fc.property(structure, (members) => {
        expect(yamlLines(members).join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test('reads back the same with comments that silence rules', () => {
    const findings = fc.array(fc.record({ rule: fc.constantFrom('a/b', 'c/d'), line: fc.integer({ min: 1, max: 9 }) }));
    const plain = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.dictionary(fc.constantFrom('d', 'e'), fc.array(fc.nat())),
    );
    fc.assert(
      fc.property(plain, findings, (members, found) => {
        const written = withSuppressions(`${yamlLines({ members }).join('\n')}\n`, found);
        expect(JSON.stringify(parseFile('a.yaml', written).documents[0]?.value)).toBe(JSON.stringify({ members }));
      }),
    );
  });
});

describe('a job document', () => {
  const indent = fc.constantFrom(undefined, 2, '\t');
  test('is the same document in whichever form it is written', () => {
    fc.assert(
      fc.property(fc.oneof(structure, value), indent, (document, space) => {
        const given = JSON.stringify(document, null, space);
        const form = documentForm(given);
        const sent =
          'file' in form ? form.file : typeof form.inline === 'string' ? form.inline : JSON.stringify(form.inline);
        expect(sameDocument(given, sent)).toBe(true);
      }),
    );
  });

  test.each([
    '{"a":1.0}',
    '{"a":1,"a":2}',
    '{"a":12345678901234567890}',
    '[1]',
    '{"2":1,"1":2}',
    '{"a":"\\/"}',
    'no JSON',
  ])('that JavaScript would write otherwise keeps its text: %s', (given) => {
    const form = documentForm(given);
    expect('file' in form ? form.file : form.inline).toBe(given);
  });

  test('is not made longer than AWS takes by indenting it', () => {
    const given = JSON.stringify({ list: Array.from({ length: 8000 }, () => 1) });
    expect(documentForm(given)).toEqual({ file: given });
  });
});

describe('an import', () => {
  test('of whatever a repository has applied validates, and differs in nothing', () => {
    fc.assert(
      fc.property(repository, (files) => {
        const resources = held(files, { source: null }).map(({ actual, document }): Found => {
          if (actual.kind === 'Job') return { ...actual, ...(document !== undefined && { document }) };
          const { template } = actual;
          if (template === undefined) throw new Error('A template is held whole.');
          return { ...actual, template };
        });
        const templates = new Map(
          resources.flatMap((it) => (it.kind === 'JobTemplate' ? [[it.name, it.template] as const] : [])),
        );
        const { imported } = importManifests(
          { resources, templates, managedTemplates: new Map(), missing: [], refused: [] },
          { folder: 'rollouts', existing: new Set(), manifestPlace: () => undefined },
        );
        const written = Object.fromEntries(imported.map(({ manifest }) => [manifest.path, manifest.text]));
        expect(load(written).messages).toEqual([]);
        const adoptions = adoptionsOf({ resources, templates }, manifestsOf(written), region, { source });
        expect(adoptions.filter(({ action }) => action !== 'tag')).toEqual([]);
        expect(adoptions).toHaveLength(resources.length);
      }),
    );
  });
});
