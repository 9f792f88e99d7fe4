import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Facts } from '../../generator/src/facts.js';
import type { Patterns } from '../../generator/src/pattern-words.js';
import type { Words } from '../../generator/src/words.js';
import { samplePatterns } from './sample.js';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
let scratch: string;

/** The generator, built from its sources into a folder of its own, beside a copy of the facts and the generated files. */
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'generator-'));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const project = join(packageRoot, 'generator');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', join(scratch, 'generator/dist')]);
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }');
});

beforeEach(() => {
  cpSync(join(packageRoot, 'model'), join(scratch, 'model'), { recursive: true });
  rmSync(join(scratch, 'src'), { recursive: true, force: true });
  cpSync(join(packageRoot, 'src/generated'), join(scratch, 'src/generated'), { recursive: true });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Chooses other operations than the committed ones; services that the committed words do not know get none. */
function select(selection: Readonly<Record<string, readonly string[]>>): void {
  const file = join(scratch, 'model/words.json');
  const words = JSON.parse(readFileSync(file, 'utf8')) as Words;
  const none = Object.keys(selection).map((service) => [service, { page: '', operations: {}, shapes: {} }]);
  const chosen = Object.entries({ ...Object.fromEntries(none), ...words }).filter(([key]) => key in selection);
  writeFileSync(join(scratch, 'model/selection.json'), JSON.stringify(selection));
  writeFileSync(file, JSON.stringify(Object.fromEntries(chosen)));
  const patterns = join(scratch, 'model/patterns.json');
  const committed = JSON.parse(readFileSync(patterns, 'utf8')) as Patterns;
  writeFileSync(patterns, JSON.stringify({ ...committed, ...samplePatterns }));
}

interface Outcome {
  readonly status: number | null;
  readonly stderr: string;
}

function generate(...args: readonly string[]): Outcome {
  const { status, stderr } = run(...args);
  return { status, stderr };
}

function run(...args: readonly string[]): Outcome & { readonly stdout: string } {
  return spawnSync(process.execPath, [join(scratch, 'generator/dist/main.js'), ...args], {
    encoding: 'utf8',
    cwd: scratch,
  });
}

const stale = 'is not what model/facts.json gives; run: npm run generate';

it('finds the committed generated files up to date with the committed facts', () => {
  expect(generate('--check')).toEqual({ status: 0, stderr: '' });
});

it('fails the check on a changed, a missing and a surplus file, and says what to run', () => {
  appendFileSync(join(scratch, 'src/generated/iot/shapes.ts'), '// by hand\n');
  rmSync(join(scratch, 'src/generated/iot/errors.ts'));
  writeFileSync(join(scratch, 'src/generated/iot/extra.ts'), '');
  const { status, stderr } = generate('--check');
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([
    `src/generated/iot/shapes.ts ${stale}`,
    `src/generated/iot/errors.ts ${stale}`,
    `src/generated/iot/extra.ts ${stale}`,
  ]);
});

it('fails the check with the same advice when nothing has been generated yet', () => {
  rmSync(join(scratch, 'src'), { recursive: true });
  const { status, stderr } = generate('--check');
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toHaveLength(12);
  expect(stderr).toContain(`src/generated/iot-jobs-data/service.ts ${stale}`);
});

it('mends what the check found', () => {
  appendFileSync(join(scratch, 'src/generated/iot/shapes.ts'), '// by hand\n');
  writeFileSync(join(scratch, 'src/generated/iot/extra.ts'), '');
  expect(generate()).toEqual({ status: 0, stderr: '' });
  expect(generate('--check')).toEqual({ status: 0, stderr: '' });
});

const sampleModel = join(packageRoot, 'test/sample-model.json');

function committedFacts(): Facts {
  return JSON.parse(readFileSync(join(scratch, 'model/facts.json'), 'utf8')) as Facts;
}

/** Every file of the model and of what is generated from it, with its text. */
function tree(): Readonly<Record<string, string>> {
  const files = ['model', 'src'].flatMap((folder) =>
    readdirSync(join(scratch, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

describe('update', () => {
  it('reads the services whose models are given, and keeps what is known of the others', () => {
    const before = committedFacts().services;
    select({ iot: ['CreateJob'], kiln: ['FireKiln'] });
    expect(generate('update', '--date', '2031-01-02', sampleModel)).toEqual({ status: 0, stderr: '' });
    const after = committedFacts().services;
    expect(after.iot).toEqual(before.iot);
    expect(Object.keys(after.kiln?.operations ?? {})).toEqual(['FireKiln']);
    expect(after.kiln?.source).toEqual({
      file: 'sample-model.json',
      sha256: createHash('sha256').update(readFileSync(sampleModel)).digest('hex'),
      date: '2031-01-02',
    });
    expect(generate('--check')).toEqual({ status: 0, stderr: '' });
  });

  it('refuses a service that is not selected, one without a model, and one given twice', () => {
    expect(generate('update', sampleModel)).toEqual({
      status: 3,
      stderr: 'sample-model.json: the service signs as kiln; the selection has iot, iot-jobs-data\n',
    });
    select({ kiln: ['FireKiln'], glaze: [] });
    expect(generate('update', sampleModel).stderr).toBe(
      'nothing is known of the service glaze yet; give its model file too\n',
    );
    expect(generate('update', sampleModel, sampleModel).stderr).toBe(
      'two of the model files describe the same service\n',
    );
  });

  it('refuses a model that lost a selected operation, and changes nothing', () => {
    select({ kiln: ['FireKiln', 'MeltKiln'] });
    const before = tree();
    expect(generate('update', sampleModel)).toEqual({ status: 3, stderr: 'example.kiln#MeltKiln: not in the model\n' });
    expect(tree()).toEqual(before);
  });

  it('changes nothing when the model can be read and the files cannot be made of it', () => {
    select({ kiln: ['FireKiln'] });
    for (const [file, text, message] of [
      ['words.json', '{}', /^words: there are none for the service kiln\n$/],
      ['words.json', '{', /words\.json: not JSON/],
    ] as const) {
      const path = join(scratch, 'model', file);
      const good = readFileSync(path);
      writeFileSync(path, text);
      const before = tree();
      expect(generate('update', sampleModel)).toEqual({ status: 3, stderr: expect.stringMatching(message) });
      expect(tree()).toEqual(before);
      writeFileSync(path, good);
    }
  });

  it('lists the words whose facts have changed, which the check refuses until they are seen', () => {
    const changed = join(scratch, 'changed.json');
    select({ kiln: ['FireKiln'] });
    const words = { kiln: { page: '', operations: {}, shapes: { KilnName: 'A kiln.' } } };
    writeFileSync(join(scratch, 'model/words.json'), JSON.stringify(words));
    expect(generate('update', sampleModel).status).toBe(0);
    expect(generate('--words-seen')).toEqual({ status: 0, stderr: '' });
    expect(generate('--check')).toEqual({ status: 0, stderr: '' });
    writeFileSync(changed, readFileSync(sampleModel, 'utf8').replaceAll('"max": 32', '"max": 33'));
    const advice =
      'look at the words of kiln KilnName: what they are about has changed; then run: npm run generate -- --words-seen\n';
    expect(run('update', changed)).toMatchObject({ status: 0, stdout: expect.stringContaining(advice) });
    expect(generate('--check')).toEqual({ status: 1, stderr: advice });
    expect(generate('--words-seen').status).toBe(0);
    expect(generate('--check')).toEqual({ status: 0, stderr: '' });
  });

  it('lists the patterns, operations and shapes without words, and the check refuses the patterns', () => {
    select({ kiln: ['FireKiln'] });
    const patterns = join(scratch, 'model/patterns.json');
    const { '^[a-z]+$': one, ...others } = JSON.parse(readFileSync(patterns, 'utf8')) as Patterns;
    expect(one).toBeDefined();
    writeFileSync(patterns, JSON.stringify(others));
    const advice = / the pattern \^\[a-z\]\+\$ has no words; add them to model\/patterns\.json\n/;
    const { status, stdout } = run('update', sampleModel);
    expect(status).toBe(0);
    expect(stdout).toMatch(advice);
    expect(stdout).toContain('kiln FireKiln has no words; add them to model/words.json\n');
    expect(stdout).toContain('kiln KilnName has no words; add them to model/words.json\n');
    expect(generate('--check')).toEqual({ status: 1, stderr: expect.stringMatching(advice) });
  });
});

describe('diff', () => {
  const facts = join(packageRoot, 'model/facts.json');

  it('says so when nothing changed', () => {
    const nothing = { status: 0, stdout: 'Nothing changed in what the schemas are made of.\n', stderr: '' };
    expect(run('diff', facts, facts)).toMatchObject(nothing);
    expect(run('diff', '--detailed-exit-code', facts, facts)).toMatchObject(nothing);
  });

  it('compares Smithy files and facts files with one another, and tells a change by its exit code when asked', () => {
    const changed = join(scratch, 'changed.json');
    const lowered = readFileSync(sampleModel, 'utf8').replaceAll(/"max": (\d+)/g, '"max": 9$1');
    writeFileSync(changed, lowered);
    select({ kiln: ['FireKiln', 'MeltKiln'] });
    const { status, stdout, stderr } = run('diff', sampleModel, changed);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('## `kiln`\n\n');
    expect(run('diff', '--detailed-exit-code', sampleModel, changed)).toMatchObject({ status: 2, stdout });
    select({ kiln: ['FireKiln'] });
    expect(generate('update', sampleModel)).toEqual({ status: 0, stderr: '' });
    expect(run('diff', join(scratch, 'model/facts.json'), changed).stdout).toBe(stdout);
  });

  it('refuses files of different services', () => {
    select({ kiln: ['FireKiln'] });
    expect(generate('diff', facts, sampleModel)).toEqual({
      status: 3,
      stderr: 'the two files describe different services\n',
    });
  });
});

it('ends with one clear message when a model cannot be read', () => {
  const notJson = join(scratch, 'not.json');
  writeFileSync(notJson, 'service Kiln {}');
  expect(generate('update', notJson).status).toBe(3);
  expect(generate('update', notJson).stderr).toMatch(/^\S+not\.json: not JSON \(.*\)\n$/s);
  expect(generate('update', 'absent.json').stderr).toBe('absent.json: there is no such file\n');
  expect(generate('update', 'model').stderr).toBe('model: a folder, where a JSON file is expected\n');
  expect(generate('diff', 'model', 'absent.json').stderr).toBe('model: a folder, where a JSON file is expected\n');
  for (const [text, message] of [
    ['null', 'odd.json: not a Smithy model of a service'],
    ['{ "shapes": { "a#B": null } }', 'odd.json: not a Smithy model of a service'],
    ['{ "formatVersion": 2 }', 'odd.json: not a facts file of format 1'],
  ] as const) {
    writeFileSync(join(scratch, 'odd.json'), text);
    expect(generate('diff', 'odd.json', sampleModel)).toEqual({ status: 3, stderr: `${message}\n` });
  }
  for (const date of ['today', '2031-02-29', '2031-13-01', '2031-1-1']) {
    expect(generate('update', '--date', date, sampleModel)).toEqual({
      status: 3,
      stderr: `--date ${date}: not a day of the form YYYY-MM-DD\n`,
    });
  }
  expect(generate('--chekc').stderr).toContain("'--chekc'");
  for (const wrong of [['check'], ['update'], ['diff', 'one.json'], ['diff', 'a', 'b', 'c']]) {
    const { status, stderr } = generate(...wrong);
    expect({ status, firstLine: stderr.split('\n')[0] }).toEqual({
      status: 3,
      firstLine: 'usage: npm run generate [-- --check | --words-seen]',
    });
  }
});
