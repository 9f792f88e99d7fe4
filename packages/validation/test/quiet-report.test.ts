import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGlobs } from '../src/node/glob.js';
import { readPlainGlob } from '../src/node/plain-glob.js';
import { checkTree, defaultGlobs, fewManifests, quietReport } from '../src/node.js';
import type { ValidationReport } from '../src/report.js';
import { manifestTexts } from './texts.js';

const now = Date.UTC(2027, 0, 1);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iot-rollouts-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function job(name: string, document = 'document: { operation: install }'): string {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata: { name: ${name} }
spec:
  ${document}
  targets: [thing/a]
  timeoutConfig: { inProgressTimeoutInMinutes: 5 }
`;
}

/** As the command line asks for it. */
function quiet(): ValidationReport | undefined {
  const paths = fewManifests(root);
  return paths && quietReport(root, paths, now);
}

/** A repository of which there is nothing to say, with a document file. */
function writeSound(): void {
  write('documents/ota.json', '{"operation":"install"}');
  write('rollouts/a.yaml', job('a'));
  write('rollouts/eu/b.yaml', `${job('b', 'documentFile: ../../documents/ota.json')}---\n${job('c')}`);
}

describe('the quiet report', () => {
  it('is what a check reports of a repository in which nothing is wrong', async () => {
    writeSound();
    const { report } = await checkTree(root, undefined, { now });
    expect(quiet()).toEqual({ ...report, sources: new Map() });
    expect(report).toMatchObject({ files: 2, manifests: 3, diagnostics: [] });
  });

  it('is what a check reports where links lead to documents', async () => {
    writeSound();
    write('shared/fw.json', '{"operation":"install"}');
    symlinkSync('../shared/fw.json', join(root, 'documents/fw.json'));
    symlinkSync('documents', join(root, 'linked'));
    write('rollouts/c.yaml', job('d', 'documentFile: ../documents/fw.json'));
    write('rollouts/d.yaml', job('e', 'documentFile: ../linked/ota.json'));
    const { report } = await checkTree(root, undefined, { now });
    expect(report).toMatchObject({ files: 4, manifests: 5, diagnostics: [] });
    expect([undefined, { ...report, sources: new Map() }]).toContainEqual(quiet());
  });

  it('is never made of a manifest in which a check finds something', async () => {
    let sound = 0;
    for (const text of manifestTexts) {
      write('rollouts/a.yaml', text);
      const report = quiet();
      if (report === undefined) continue;
      sound += 1;
      expect({ text, report }).toEqual({ text, report: (await checkTree(root, undefined, { now })).report });
    }
    expect(sound).toBeGreaterThan(0);
  });

  it.each<readonly [string, () => void]>([
    ['there are settings', () => write('iot-rollouts.config.yaml', 'rules: {}\n')],
    ['settings cannot be read', () => mkdirSync(join(root, 'iot-rollouts.config.yaml'))],
    ['a comment silences something', () => write('rollouts/c.yaml', `# iot-rollouts-disable x\n${job('d')}`)],
    ['a document is used by no manifest', () => write('documents/old.json', '{}')],
    ['a document is missing', () => rmSync(join(root, 'documents/ota.json'))],
    ['two manifests have one name', () => write('rollouts/c.yaml', job('a'))],
    ['a field is unknown', () => write('rollouts/c.yaml', job('d', 'document: {}\n  tragets: []'))],
    ['a number is too long', () => write('rollouts/c.yaml', job('d', 'document: { n: 12345678901234567890 }'))],
    ['a document is no JSON', () => write('rollouts/c.yaml', job('d', "document: '{ a: 1 }'"))],
    ['a document has a fault', () => write('rollouts/c.yaml', job('d', `document: '{"a":"http://example.com/"}'`))],
    ['YAML is written in another form', () => write('rollouts/c.yaml', job('d', 'document: >-\n    {"a":1}'))],
    ['a link leads out of the repository', () => symlinkSync('/etc/passwd', join(root, 'rollouts/c.yaml'))],
    ['no manifest stands there', () => rmSync(join(root, 'rollouts'), { recursive: true })],
    [
      'there are many manifests',
      () => {
        for (let index = 0; index < 64; index += 1) write(`rollouts/more/${index}.yaml`, job(`job-${index}`));
      },
    ],
  ])('is not made where %s', async (_, change) => {
    writeSound();
    expect(quiet()).toBeDefined();
    change();
    expect(quiet()).toBeUndefined();
  });
});

describe('a glob of the plain form', () => {
  it('is each of the globs that manifests are found by', () => {
    for (const glob of defaultGlobs) expect(readPlainGlob(glob)).toBeDefined();
  });

  it.each(['*.yaml', 'rollouts/*.yaml', 'rollouts/**', '/rollouts/**/*.{a,b}', 'r*/**/*.{a,b}', '!a/**/*.{a,b}'])(
    'is not %s',
    (glob) => {
      expect(readPlainGlob(glob)).toBeUndefined();
    },
  );

  it('matches the paths that it matches as any other glob', () => {
    const pieces = fc.constantFrom(
      'rollouts',
      'fleet',
      '/',
      '/',
      '.',
      'a',
      'b-1',
      '.yaml',
      '.json',
      '.yml',
      ' ',
      'é',
      '\n',
    );
    const glob = fc.constantFrom('rollouts/**/*.{yaml,yml,json}', 'fleet/a/**/*.{yaml,json}');
    const path = fc
      .tuple(
        fc.constantFrom('rollouts/', 'fleet/a/', ''),
        fc.array(pieces, { maxLength: 8 }),
        fc.constantFrom('', '.yaml'),
      )
      .map(([start, middle, end]) => `${start}${middle.join('')}${end}`)
      .filter((text) => !/^\/|\/\/|\/$|(?:^|\/)\.{1,2}(?:\/|$)|^$/.test(text));
    fc.assert(
      fc.property(glob, path, (pattern, candidate) => {
        const general = readGlobs([pattern]);
        const plain = readPlainGlob(pattern);
        expect(plain?.matches(candidate)).toBe(general.matches(candidate));
        expect(plain).toMatchObject({ literals: general.literals, bases: general.bases, dotFolders: false });
      }),
      { numRuns: 2000 },
    );
  });
});
