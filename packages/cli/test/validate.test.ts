import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { job, template } from './support/manifests.js';
import { runCli } from './support/process.js';
import { repositoryWith, temporaryFolder, writeFiles } from './support/repository.js';

const outOfRange = `apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: a
spec:
  targets: [thing/lab]
  document: '{ "action": "install" }'
  timeoutConfig: { inProgressTimeoutInMinutes: 10 }
  jobExecutionsRolloutConfig: { maximumPerMinute: 0 }
`;

describe.concurrent('validate', () => {
  it('prints exactly the promised JSON, and exits with 1 on an error', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': outOfRange, 'rollouts/b.yaml': template('standard') });
    const { exitCode, stdout, stderr } = await runCli(['validate', '--format', 'json'], { cwd: root });
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: 1,
      files: 2,
      manifests: 2,
      errors: 1,
      warnings: 0,
      diagnostics: [
        {
          rule: 'shape/out-of-range',
          severity: 'error',
          message: expect.stringContaining('maximumPerMinute'),
          file: 'rollouts/a.yaml',
          range: { start: { line: 9, column: 51 }, end: { line: 9, column: 52 } },
          pointer: '/spec/jobExecutionsRolloutConfig/maximumPerMinute',
          related: [],
        },
      ],
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
  });

  it('shows the line, and exits with 0 when there is nothing to show', async () => {
    const { root, write } = repositoryWith({ 'rollouts/a.yaml': outOfRange });
    const found = await runCli(['validate'], { cwd: root });
    expect(found.exitCode).toBe(1);
    expect(found.stdout).toMatch(/^rollouts\/a\.yaml:9:51: error: /m);
    write({ 'rollouts/a.yaml': job('a') });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('writes workflow commands for GitHub', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': outOfRange });
    const { exitCode, stdout } = await runCli(['validate', '--format', 'github'], { cwd: root });
    expect(stdout).toMatch(/^::error file=rollouts\/a\.yaml,line=9,col=51,.*title=shape\/out-of-range::.*\n$/);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['a look that finds nothing', []],
    ['the whole validation', ['--format', 'json']],
  ])('loads neither the AWS SDK nor the emulator for %s', async (_, options) => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const loaded = await modulesLoadedBy(root, ['validate', ...options]);
    expect(loaded.includes('quiet.js')).toBe(options.length === 0);
    expect(loaded).toContain('main.js');
    expect(loaded.filter((file) => chunksWith('emulator listening on').includes(file))).toEqual([]);
    expect(loaded.filter((file) => chunksWith('AWS_SDK_JS_NODE_VERSION_SUPPORT').includes(file))).toEqual([]);
  });

  it.each([
    ['a missing file', ['rollouts/nope.yaml'], 3, 'rollouts/nope.yaml does not exist'],
    ['a folder', ['rollouts'], 3, 'rollouts is not a file'],
    ['a file outside', ['../outside.yaml'], 3, 'outside'],
    ['globs that only leave files out', ['!rollouts/drafts/**'], 3, '!rollouts/drafts/** only leaves files out'],
    ['globs without a file', ['nope/*.yaml'], 3, 'no manifest matches nope/*.yaml'],
    ['YAML that cannot be read', ['broken.yaml'], 1, 'broken.yaml:2:7: '],
    ['an unknown kind', ['kind.yaml'], 1, 'JobTemplate'],
    ['bytes that are no text', ['binary.yaml'], 3, 'binary.yaml: error: '],
  ])('answers %s by one clear message', async (_, globs, exitCode, message) => {
    const { root } = repositoryWith({
      'rollouts/a.yaml': job('a'),
      'broken.yaml': 'kind: Job\nspec: [1, 2\n',
      'kind.yaml': job('a').replace('kind: Job', 'kind: JobTmplate'),
    });
    writeFileSync(join(root, 'binary.yaml'), Uint8Array.of(0xff, 0xfe, 0x80));
    const ended = await runCli(['validate', ...globs], { cwd: root });
    expect(ended.exitCode).toBe(exitCode);
    const said = ended.stdout + ended.stderr;
    expect(said).toContain(message);
    expect(said.match(/error: |^iot-rollouts: /gm)).toHaveLength(1);
    expect(said).not.toMatch(/^ {4}at /m);
  });

  it('finds manifests outside of Git as well', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'rollouts/a.yaml': job('a') });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0 });
  });

  it('says where to look when the default globs match nothing', async () => {
    const ended = await runCli(['validate'], { cwd: temporaryFolder() });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('Run in the root of the repository, or name your manifests');
  });
});

const bundle = fileURLToPath(new URL('../dist/', import.meta.url));

/** The bundle's chunks whose code holds a text; at least one, so that the text cannot go out of date unnoticed. */
function chunksWith(text: string): readonly string[] {
  const chunks = readdirSync(bundle).filter((file) => file.endsWith('.js'));
  const found = chunks.filter((file) => readFileSync(join(bundle, file), 'utf8').includes(text));
  if (found.length === 0) throw new Error(`no chunk holds ${text}`);
  return found;
}

/** Names of the bundle's chunks that a command loads, as Node's module loader tells them. */
async function modulesLoadedBy(cwd: string, args: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stderr } = await runCli(args, { cwd, env: { NODE_DEBUG: 'module' } });
  expect(exitCode).toBe(0);
  return [
    ...new Set([...stderr.matchAll(/load "[^"\n]*cli\/dist\/([\w.-]+\.js)"/g)].map((match) => match[1] as string)),
  ];
}
