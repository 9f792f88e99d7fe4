/** Job documents in files: what many manifests have in common, what is missing, and what nothing names. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifests, type Diagnostic, parseFile } from '../src/index.js';
import { checkTree, loadManifests, workingTree } from '../src/node.js';

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

function job(name: string, documentFile: string, more = ''): string {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata: { name: ${name} }
spec:
  targets: [thing/a]
${more}  documentFile: ${documentFile}
`;
}

/** What is found, which is the same on both ways. */
async function found(): Promise<readonly Diagnostic[]> {
  const { report } = await loadManifests(workingTree(root), undefined, { now });
  expect((await checkTree(root, undefined, { now })).report.diagnostics).toEqual(report.diagnostics);
  return report.diagnostics;
}

async function said(): Promise<readonly string[]> {
  return (await found()).map(({ rule, file }) => `${rule} ${file}`);
}

function relatedOf({ related }: Diagnostic): readonly string[] {
  return related.map(({ file, message }) => `${file}: ${message}`);
}

describe('a fault of a document that several jobs name', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('is told once, at the first, with the others beside it', async () => {
    write('documents/d.json', '{ "a": 1, }');
    write('rollouts/b.yaml', job('b', '../documents/d.json'));
    write('rollouts/a.yaml', job('a', '../documents/d.json'));
    const [first, ...others] = await found();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ rule: 'document/not-json', file: 'rollouts/a.yaml', pointer: '/spec/documentFile' });
    expect(first && relatedOf(first)).toEqual(['documents/d.json: here', 'rollouts/b.yaml: b names it too']);
    expect(first?.related[1]?.range?.start).toEqual({ line: 6, column: 17 });
    expect(first).not.toHaveProperty('documentFile');
  });

  it.each([
    ['missing', undefined, 'document/file'],
    ['empty', '', 'document/not-json'],
    ['a list', '[]', 'document/not-an-object'],
    ['too long', `{ "a": "${'x'.repeat(40_000)}" }`, 'document/too-long'],
    ['of doubtful content', '{ "url": "http://example.com/a" }', 'document/plain-http'],
  ])('is told once where it is %s, with the number of those that are not shown', async (_, content, rule) => {
    if (content !== undefined) write('documents/d.json', content);
    for (const name of names) write(`rollouts/${name}.yaml`, job(name, '../documents/d.json'));
    const [first, ...others] = await found();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ rule, file: 'rollouts/a.yaml' });
    expect(first && relatedOf(first).filter((text) => !text.endsWith(': here'))).toEqual([
      'rollouts/b.yaml: b names it too',
      'rollouts/c.yaml: c names it too',
      'rollouts/d.yaml: d and 2 more name it too',
    ]);
  });

  it('is told once for jobs of one file, of several folders, and without a name', async () => {
    write('documents/d.json', '{ "a": 1, }');
    write('rollouts/a.yaml', `${job('a', '../documents/d.json')}---\n${job('b', '../documents/./d.json')}`);
    write('rollouts/eu/c.yaml', job('c', '../../documents/d.json'));
    write('rollouts/eu/d.yaml', job('7', '../../documents/d.json'));
    const diagnostics = (await found()).filter(({ rule }) => rule === 'document/not-json');
    expect(diagnostics.map(({ file }) => file)).toEqual(['rollouts/a.yaml']);
    expect(diagnostics.flatMap(relatedOf).slice(1)).toEqual([
      'rollouts/a.yaml: b names it too',
      'rollouts/eu/c.yaml: c names it too',
      'rollouts/eu/d.yaml: this manifest names it too',
    ]);
  });

  it('is told at the first of the files that are named, where some are', async () => {
    write('documents/d.json', '{ "a": 1, }');
    for (const name of names) write(`rollouts/${name}.yaml`, job(name, '../documents/d.json'));
    const named = ['./rollouts/f.yaml', 'rollouts/d.yaml'];
    const { report } = await loadManifests(workingTree(root), undefined, { now, named });
    expect((await checkTree(root, undefined, { now, named })).report.diagnostics).toEqual(report.diagnostics);
    expect(report.diagnostics.map(({ file }) => file)).toEqual(['rollouts/d.yaml']);
    expect(report.diagnostics.flatMap(relatedOf).slice(1)).toEqual([
      'rollouts/f.yaml: f names it too',
      'rollouts/a.yaml: a names it too',
      'rollouts/b.yaml: b and 2 more name it too',
    ]);
  });

  it('keeps every job from being sent, though it is told at one', async () => {
    write('documents/d.json', '{ "a": 1, }');
    for (const name of names) write(`rollouts/${name}.yaml`, job(name, '../documents/d.json'));
    expect((await loadManifests(workingTree(root))).manifests).toEqual([]);
  });

  it('is told of those that do not silence it, and not of those that do', async () => {
    const comment = '  # iot-rollouts-disable-next-line document/plain-http a test bench\n';
    write('documents/d.json', '{ "url": "http://example.com/a" }');
    write('rollouts/a.yaml', job('a', '../documents/d.json', comment));
    for (const name of ['b', 'd']) write(`rollouts/${name}.yaml`, job(name, '../documents/d.json'));
    write('rollouts/c.yaml', job('c', '../documents/d.json', comment));
    const diagnostics = await found();
    expect(diagnostics.map(({ rule, file }) => `${rule} ${file}`)).toEqual(['document/plain-http rollouts/b.yaml']);
    expect(diagnostics.flatMap(relatedOf).slice(1)).toEqual(['rollouts/d.yaml: d names it too']);
  });

  it('is told apart from the same fault elsewhere, and from another one at its place', async () => {
    for (const folder of ['documents', 'drafts']) write(`${folder}/d.json`, '{ "a": 1, }');
    write('rollouts/a.yaml', job('a', '../documents/d.json'));
    write('rollouts/b.yaml', job('b', '../drafts/d.json'));
    write('rollouts/eu/d.json', '');
    write('rollouts/us/d.json', '');
    write('rollouts/eu/c.yaml', job('c', 'd.json'));
    write('rollouts/us/d.yaml', job('d', 'd.json'));
    expect(await said()).toEqual(['a', 'b', 'eu/c', 'us/d'].map((name) => `document/not-json rollouts/${name}.yaml`));
  });

  it('is not taken for what each job does wrong with a sound document', async () => {
    const url = `\${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a.bin}`;
    write('documents/d.json', JSON.stringify({ url, version: `\${aws:iot:package:fw:version:1.0:attributes}` }));
    for (const name of ['a', 'b']) write(`rollouts/${name}.yaml`, job(name, '../documents/d.json'));
    expect(await said()).toEqual(
      ['a', 'b'].flatMap((name) => [`presign/role rollouts/${name}.yaml`, `package/not-listed rollouts/${name}.yaml`]),
    );
  });

  it('is told once of manifests that are checked without a tree', () => {
    const files = ['a', 'b'].map((name) => parseFile(`rollouts/${name}.yaml`, job(name, 'd.json')));
    const { diagnostics } = checkManifests(files, new Map([['rollouts/d.json', { text: '{' }]]));
    expect(diagnostics.map(({ rule, file }) => `${rule} ${file}`)).toEqual(['document/not-json rollouts/a.yaml']);
  });
});

describe('a document that does not exist', () => {
  const help = async (documentFile: string) => {
    write('rollouts/a.yaml', job('a', documentFile));
    const [first] = await found();
    expect(first?.rule).toBe('document/file');
    return first?.help;
  };

  it.each([
    ['../documents/ota-2-4-1.json', 'Did you mean ../documents/ota-2.4.1.json?'],
    ['../documents/ota-2.4.1.jsn', 'Did you mean ../documents/ota-2.4.1.json?'],
    ['../documents/Ota-2.4.1.json', 'Did you mean ../documents/ota-2.4.1.json? Upper and lower case make two names.'],
    ['../documents/ota-2-4-1.json/', 'Did you mean ota-2.4.1.json?'],
  ])('and is named %s is looked for beside it', async (documentFile, expected) => {
    write('documents/ota-2.4.1.json', '{}');
    write('documents/ota-2.4.1.bin', '');
    expect(await help(documentFile)).toBe(expected);
  });

  it.each(['../documents/absent.json', '../elsewhere/comment.json', 'comment.json'])(
    'and is named %s is told where it would be when none like it is there',
    async (documentFile) => {
      write('documents/comment.json', '{}');
      write('documents/absent.txt', '');
      expect(await help(documentFile)).toContain('it leads to ');
    },
  );

  it('is not said to be meant by itself where a link of its name leads nowhere', async () => {
    write('documents/ota.json', '{}');
    symlinkSync('gone.json', join(root, 'documents/link.json'));
    expect(await help('../documents/link.json')).toContain('it leads to documents/link.json');
  });

  it('is the one cause where the right one stands beside it, which nothing names then', async () => {
    write('documents/ota.json', '{}');
    write('fleet/old.json', '{ "a": 1 }');
    write('fleet/new.json', '{ "a": 1 }');
    write('rollouts/a.yaml', job('a', '../documents/otta.json'));
    write('rollouts/b.yaml', job('b', '../fleet/new.json'));
    expect(await said()).toEqual(['document/unused fleet/old.json', 'document/file rollouts/a.yaml']);
  });
});

describe('a document that a manifest names through a link', () => {
  beforeEach(() => {
    write('documents/ota.json', '{ "a": 1 }');
    write('rollouts/a.yaml', job('a', '../documents/ota.json'));
  });

  it('is used, however many links lead to it', async () => {
    write('documents/d3.json', '{ "a": 1 }');
    symlinkSync('d3.json', join(root, 'documents/d2.json'));
    symlinkSync('d2.json', join(root, 'documents/d.json'));
    write('rollouts/b.yaml', job('b', '../documents/d.json'));
    expect(await said()).toEqual([]);
  });

  it('is used when the link stands in another folder, or is a folder', async () => {
    write('documents/d2.json', '{ "a": 1 }');
    write('documents/d3.json', '{ "a": 1 }');
    mkdirSync(join(root, 'fleet'));
    symlinkSync('../documents/d2.json', join(root, 'fleet/d.json'));
    symlinkSync('documents', join(root, 'linked'));
    write('rollouts/b.yaml', job('b', '../fleet/d.json'));
    write('rollouts/c.yaml', job('c', '../linked/d3.json'));
    expect(await said()).toEqual([]);
  });

  it('leaves a link that nothing names unused, and what stands beside it, each told once', async () => {
    symlinkSync('ota.json', join(root, 'documents/latest.json'));
    symlinkSync('documents', join(root, 'linked'));
    write('documents/old.json', '{ "a": 1 }');
    write('rollouts/b.yaml', job('b', '../linked/ota.json'));
    expect(await said()).toEqual(['document/unused documents/latest.json', 'document/unused documents/old.json']);
  });
});
