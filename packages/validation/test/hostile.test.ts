/** Input that was written to hang, to exhaust or to mislead whoever reads it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globFault } from '../src/glob-fault.js';
import {
  checkManifests,
  type Diagnostic,
  parseFile,
  parseSettings,
  ruleTable,
  type SourceRange,
  settingsFile,
} from '../src/index.js';
import { readGlobs } from '../src/node/glob.js';
import { workingTree } from '../src/node.js';
import { mayBeS3 } from '../src/s3-url.js';
import { lineStarts } from '../src/source-text.js';
import { manifestTexts, mutated } from './texts.js';

function diagnosticsOf(text: string): readonly Diagnostic[] {
  return checkManifests([parseFile('rollouts/a.yaml', text)], new Map()).diagnostics;
}

function rulesOf(text: string): ReadonlySet<string> {
  return new Set(diagnosticsOf(text).map(({ rule }) => rule));
}

function isInside(text: string, { start, end }: SourceRange): boolean {
  const starts = lineStarts(text);
  const offset = ({ line, column }: SourceRange['start']) =>
    line >= 1 && column >= 1 ? (starts[line - 1] ?? Number.NaN) + column - 1 : Number.NaN;
  return offset(start) <= offset(end) && offset(end) <= text.length;
}

describe('a manifest of any kind, changed at random', () => {
  it('is judged without throwing, the same way twice, by rules of the table, at places inside its text', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.constantFrom(...manifestTexts)), (text) => {
        const diagnostics = diagnosticsOf(text);
        expect(diagnosticsOf(text)).toEqual(diagnostics);
        const read = text.startsWith('\uFEFF') ? text.slice(1) : text;
        for (const { rule, range, related } of diagnostics) {
          expect(Object.keys(ruleTable)).toContain(rule);
          for (const place of [range, ...related.map((other) => other.range)]) {
            if (place !== undefined) expect(isInside(read, place)).toBe(true);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('what grows without bounds', () => {
  it('is said of nesting, and ends there', () => {
    expect(rulesOf(`a: ${'['.repeat(5000)}`)).toEqual(new Set(['yaml/syntax']));
    expect(rulesOf(`a: ${'{a: '.repeat(5000)}`)).toEqual(new Set(['yaml/syntax']));
    expect(rulesOf(Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''))).toEqual(
      new Set(['yaml/syntax']),
    );
  });

  it('is said of aliases of aliases', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`);
    expect(rulesOf(`l0: &l0 [x, x]\n${levels.join('\n')}\n`)).toContain('yaml/alias-limit');
  });
});

describe('texts that make some patterns try for ever', () => {
  const many = 500_000; // Patterns that look again from every place take minutes with this already.

  it('are judged all the same: hosts, ARNs, times, placeholders and tags of half a megabyte', () => {
    expect(mayBeS3(`https://${'s3.'.repeat(many / 3)}`)).toBe(false);
    expect(mayBeS3('https://ap-1.s3-accesspoint.eu-west-1.amazonaws.com/key')).toBe(true);
    expect(mayBeS3('https://example.com/s3.html')).toBe(false);
    const values = [
      `arn:aws${'-aws'.repeat(many / 4)}`,
      `thinggroup/${'a/'.repeat(many / 2)}!`,
      `cron(${'0 '.repeat(many / 2)}`,
      '${'.repeat(many / 2),
      `\${aws:iot:s3-presigned-url:https://${'s3.'.repeat(many / 3)}}`,
      'aws:iot:'.repeat(many / 8),
      '../'.repeat(many / 3),
      `${'a/'.repeat(many / 2)}!`,
      `${'2027-01-01T00:00'.repeat(many / 16)}`,
    ];
    for (const value of values) {
      const text = JSON.stringify(value);
      const spec = `{ targets: [${text}], document: { url: ${text} }, tags: { a: ${text} }, schedulingConfig: { startTime: ${text} }, description: ${text} }`;
      const manifest = `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: a }\nspec: ${spec}\n`;
      expect(diagnosticsOf(manifest).length).toBeGreaterThan(0);
      const other = manifest.replace(
        /document: \{.*\}, tags/,
        () => `documentFile: ${text}, documentSource: ${text}, tags`,
      );
      expect(diagnosticsOf(other).length).toBeGreaterThan(0);
    }
  });

  it('are no globs of the settings', () => {
    for (const glob of [
      '@(a|a*)*(a|a*)b',
      '+(a|aa)b',
      '(a+)+b',
      '*a*a*a*a*a*b',
      '{a,aa}'.repeat(20),
      '[a]+'.repeat(20),
      '../**/*.yaml',
      'rollouts/../../*.yaml',
      '{..,rollouts}/*.yaml',
      '!..',
      '/etc/*.yaml',
      'C:/*.yaml',
    ]) {
      expect(globFault(glob)).toBeDefined();
    }
    expect(globFault('**/a/**/b/**/c/**/d/**/e')).toBeDefined();
    const settings = parseSettings(settingsFile, 'manifests: ["+(a|aa)b", "rollouts/*.yaml"]\n');
    expect(settings.diagnostics.map(({ rule, pointer }) => [rule, pointer])).toEqual([
      ['settings/value', '/manifests/0'],
    ]);
    expect(settings.value?.manifests).toEqual(['rollouts/*.yaml']);
    for (const glob of [
      'rollouts/**/*.{yaml,yml}',
      '!rollouts/drafts/**',
      '*-*-*.yaml',
      'teams/*/rollouts/**/*.yaml',
      'rollouts/..old/*..yaml',
    ]) {
      expect(globFault(glob)).toBeUndefined();
    }
    const worst = readGlobs(['*a*a*a*b', '**/a/**/a/**/b', '{a,aa}{a,aa}{a,aa}{a,aa}b']);
    expect(worst.matches('a'.repeat(255))).toBe(false);
    expect(worst.matches('a/'.repeat(120))).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a file that is none', () => {
  it('is not read: a pipe, a device, a folder with the name of a manifest', async () => {
    const root = mkdtempSync(join(tmpdir(), 'iot-rollouts-'));
    try {
      execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
      mkdirSync(join(root, 'folder.yaml'));
      const tree = workingTree(root);
      const special = { problem: 'not-a-file', detail: 'it is a pipe, a socket or a device' };
      expect(await tree.read('pipe.yaml')).toEqual(special);
      expect(await tree.read('folder.yaml')).toEqual({ problem: 'not-a-file' });
      expect(await workingTree('/dev').read('zero')).toEqual(special);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
