import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

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

function generate(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(scratch, 'generator/dist/main.js'), ...args], {
    encoding: 'utf8',
    cwd: scratch,
  });
  return { status, stderr };
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
  expect(stderr.trimEnd().split('\n')).toHaveLength(8);
  expect(stderr).toContain(`src/generated/iot-jobs-data/service.ts ${stale}`);
});

it('mends what the check found', () => {
  appendFileSync(join(scratch, 'src/generated/iot/shapes.ts'), '// by hand\n');
  writeFileSync(join(scratch, 'src/generated/iot/extra.ts'), '');
  expect(generate()).toEqual({ status: 0, stderr: '' });
  expect(generate('--check')).toEqual({ status: 0, stderr: '' });
});

it('reads official models in the order of the selection, and generates from them', () => {
  const model = join(packageRoot, 'test/sample-model.json');
  mkdirSync(join(scratch, 'model'), { recursive: true });
  writeFileSync(join(scratch, 'model/selection.json'), '{ "kiln": ["FireKiln"] }');
  expect(generate('extract', model)).toEqual({ status: 0, stderr: '' });
  expect(generate('--check')).toEqual({ status: 0, stderr: '' });
});

it('ends with one clear message when a model cannot be read', () => {
  const notJson = join(scratch, 'not.json');
  writeFileSync(notJson, 'service Kiln {}');
  expect(generate('extract', notJson, notJson).status).toBe(3);
  expect(generate('extract', notJson, notJson).stderr).toMatch(/^\S+not\.json: not JSON \(.*\)\n$/s);
  expect(generate('extract', notJson).stderr).toBe('expected 2 model files, in the order iot, iot-jobs-data\n');
  expect(generate('extract', 'absent.json', 'absent.json').stderr).toMatch(/^ENOENT.*absent\.json'\n$/);
  expect(generate('--chekc')).toEqual({
    status: 3,
    stderr: 'usage: npm run generate [-- --check | extract IOT_MODEL JOBS_DATA_MODEL]\n',
  });
});
