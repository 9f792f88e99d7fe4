import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkManifests,
  type Diagnostic,
  parseFile,
  renderGithub,
  renderPretty,
  type SourceRange,
} from '../src/index.js';
import { lineStarts } from '../src/source-text.js';

const sample = `apiVersion: iot-rollouts/v1
kind: JobTemplate
metadata: { name: ota-standard }
spec:
  description: &text Standard
  document: { action: install, also: *text, list: [1, "two", 'three', { four: ~ }] }
  abortConfig: { criteriaList: [{ failureType: ALL, action: CANCEL, thresholdPercentage: 10, minNumberOfExecutedThings: 100 }] }
  timeoutConfig:
    inProgressTimeoutInMinutes: 100 # minutes }
  tags: [{ Key: team, Value: climate }]
  maintenanceWindows:
    - startTime: cron(0 2 * * ? *)
      durationInMinutes: 120
---
apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: thermostat-2-4-1
spec:
  template: ota-standard
  targets:
    - thing/lab-7
    - arn:aws:iot:eu-west-1:123456789012:thinggroup/all
  schedulingConfig: { startTime: 2027-01-01T00:00, endTime: "2027-02-01T00:00", endBehavior: CANCEL }
  document: |
    { "action":
      "install" }
`;

/** Pieces that YAML gives a meaning to. */
const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\t',
    '#',
    '&a ',
    '*a',
    '!!str ',
    '|',
    '>',
    '"',
    "'",
    '---\n',
    '...\n',
  ),
  fc.constantFrom(
    'apiVersion: iot-rollouts/v1\n',
    'kind: Job\n',
    'spec:',
    '<<: ',
    '? ',
    '~',
    '.inf',
    '010',
    '\r\n',
    '\uFEFF',
    '__proto__: ',
  ),
  fc.string({ maxLength: 5, unit: 'binary' }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** The sample with some of its text cut out and other text put in. */
const mutated = fc
  .array(fc.tuple(fc.nat(sample.length), fc.nat(12), piece), { minLength: 1, maxLength: 4 })
  .map((edits) => edits.reduce((t, [at, length, put]) => t.slice(0, at) + put + t.slice(at + length), sample));

function diagnosticsOf(source: string): readonly Diagnostic[] {
  return checkManifests([parseFile('rollouts/a.yaml', source)], new Map()).diagnostics;
}

function isInside(source: string, { start, end }: SourceRange): boolean {
  const starts = [...lineStarts(source), source.length + 1];
  const fits = (line: number, column: number) =>
    line >= 1 && column >= 1 && (starts[line - 1] ?? Number.POSITIVE_INFINITY) + column - 1 <= source.length;
  const ordered = start.line < end.line || (start.line === end.line && start.column <= end.column);
  return fits(start.line, start.column) && fits(end.line, end.column) && ordered;
}

describe('any text', () => {
  it('is a good start when it is the sample: one warning', () => {
    expect(diagnosticsOf(sample).map(({ rule }) => rule)).toEqual(['document/overrides-template']);
  });

  it.each([
    ['made of pieces of YAML', text],
    ['that was a manifest before it was mutilated', mutated],
  ])('%s is parsed, checked and rendered without throwing, and every range lies inside it', (_, texts) => {
    fc.assert(
      fc.property(texts, (source) => {
        const diagnostics = diagnosticsOf(source);
        const inside = source.startsWith('\uFEFF') ? source.slice(1) : source;
        for (const { range, related } of diagnostics) {
          for (const place of [range, ...related.map((other) => other.range)]) {
            expect(place !== undefined && isInside(inside, place)).toBe(true);
          }
        }
        const report = { files: 1, manifests: 1, diagnostics, sources: new Map([['rollouts/a.yaml', inside]]) };
        expect(renderPretty(report, { color: false })).not.toMatch(/[^\P{Cc}\n]/u);
        expect(
          renderGithub(report)
            .split('\n')
            .every((line) => line === '' || /^::(error|warning|notice) /.test(line)),
        ).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives the same manifests whichever line breaks it has', () => {
    const values = (source: string) =>
      checkManifests([parseFile('rollouts/a.yaml', source)], new Map()).value?.map(({ origin: _, ...rest }) => rest);
    expect(values(sample.replaceAll('\n', '\r\n'))).toEqual(values(sample));
  });

  it('as JSON gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const [document] = parseFile('a.json', json).documents;
        // Duplicate keys are the one difference, and a generated object has none.
        expect(JSON.stringify(document?.value)).toBe(JSON.stringify(JSON.parse(json)));
      }),
      { numRuns: 500 },
    );
  });
});
