// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of AWS are written like that
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { job, template } from './support/manifests.js';
import { runCli, startCli } from './support/process.js';
import { repositoryWith } from './support/repository.js';

const settings = 'iot-rollouts.config.yaml';

describe.concurrent('validate with settings', () => {
  it('finds manifests where the settings say, unless globs are given', async () => {
    const { root } = repositoryWith({
      [settings]: 'manifests: [fleet/*.yaml]\n',
      'fleet/a.yaml': job('a'),
      'rollouts/b.yaml': job('b').replace('kind: Job', 'kind: Jbo'),
    });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0 });
    expect(await runCli(['validate', 'rollouts/*.yaml'], { cwd: root })).toMatchObject({ exitCode: 1 });
  });

  it('takes rules as the settings say, and shows what is wrong with the settings at its line', async () => {
    const { root, write } = repositoryWith({
      'rollouts/a.yaml': job('a', { jobExecutionsRolloutConfig: { maximumPerMinute: 2500 } }),
      [settings]: 'rules:\n  rollout/above-quota: error\n',
    });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 1 });
    write({ [settings]: 'rules:\n  rollout/above-quota: off\n' });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0 });
    write({ [settings]: 'rules:\n  rollout/above-qouta: off\n' });
    const { exitCode, stdout } = await runCli(['validate'], { cwd: root });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^iot-rollouts\.config\.yaml:2:3: error: .*did you mean rollout\/above-quota\?/m);
  });
});

describe.concurrent('validate --format', () => {
  it('sarif and markdown print the same findings', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a').replace('"targets"', '"tragets"') });
    const sarif = await runCli(['validate', '--format', 'sarif'], { cwd: root });
    const [{ results }] = JSON.parse(sarif.stdout).runs;
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['shape/unknown-field']);
    const markdown = await runCli(['validate', '--format', 'markdown'], { cwd: root });
    expect(markdown.stdout).toMatch(/^\| error \| .*shape\/unknown-field/m);
    expect([sarif.exitCode, markdown.exitCode]).toEqual([1, 1]);
  });

  it('pretty is coloured only where colours are forced, when it is no terminal', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a').replace('"targets"', '"tragets"') });
    const coloured = async (env: Readonly<Record<string, string>>) =>
      (await runCli(['validate'], { cwd: root, env })).stdout.includes('\u001B[');
    expect(await coloured({})).toBe(false);
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured({ FORCE_COLOR: '0' })).toBe(false);
    expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
  });
});

describe.concurrent('validate --base', () => {
  it('shows an edit that cannot reach the job that was merged, at its line', async () => {
    const { root, git, commit, write } = repositoryWith({});
    const base = commit({ 'rollouts/a.yaml': job('a') });
    write({ 'rollouts/a.yaml': job('a', { targetSelection: 'CONTINUOUS' }) });
    const { exitCode, stdout } = await runCli(['validate', '--base', base, '--format', 'json'], { cwd: root });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([
      { rule: 'base/immutable-field', file: 'rollouts/a.yaml', pointer: '/spec/targetSelection' },
    ]);
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0 });
    git('checkout', '--quiet', '.');
    expect(await runCli(['validate', '--base', base], { cwd: root })).toMatchObject({ exitCode: 0 });
  });

  it('can be silenced by a comment in the line above', async () => {
    const { root, commit, write } = repositoryWith({});
    const base = commit({ 'rollouts/a.yaml': manifest('SNAPSHOT') });
    const comment = '  # iot-rollouts-disable-next-line base/immutable-field the job has ended\n';
    write({ 'rollouts/a.yaml': manifest('CONTINUOUS').replace('  targetSelection', `${comment}  targetSelection`) });
    expect(await runCli(['validate', '--base', base], { cwd: root })).toMatchObject({ exitCode: 0 });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 0 });
  });

  it('of named files tells of them only, and knows the rest of the repository', async () => {
    const { root, git, commit } = repositoryWith({});
    const from = job('from', { template: 'standard', document: undefined });
    const files = { 'rollouts/t.yaml': template('standard'), 'rollouts/a.yaml': from, 'rollouts/b.yaml': job('b') };
    const base = commit({ ...files, 'rollouts/wrong.yaml': job('c').replace('kind: Job', 'kind: Jbo') });
    const validate = (...args: readonly string[]) => runCli(['validate', ...args], { cwd: root });
    expect(await validate('./rollouts/a.yaml')).toMatchObject({ exitCode: 0 });
    expect(await validate('rollouts/a.yaml', 'rollouts/wrong.yaml')).toMatchObject({ exitCode: 1 });
    git('mv', 'rollouts/b.yaml', 'rollouts/moved.yaml');
    writeFileSync(join(root, 'rollouts/moved.yaml'), job('b', { targetSelection: 'CONTINUOUS' }));
    const { exitCode, stdout } = await validate('--base', base, 'rollouts/moved.yaml');
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('base/immutable-field'),
    });
  });

  it('of a named job document tells of the manifests that name it', async () => {
    const { root } = repositoryWith({
      'rollouts/a.yaml': job('a', { document: undefined, documentFile: '../documents/a.json' }),
      'documents/a.json': '{"url":"${aws:iot:s3-presigned-url:https://s3.eu-west-1.amazonaws.com/firmware/a.bin}"}',
    });
    const { exitCode, stdout } = await runCli(['validate', 'documents/../documents/a.json'], { cwd: root });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('presign/role') });
  });

  it('takes one file by two names for one', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    for (const path of ['./rollouts/../rollouts/a.yaml', `../${basename(root)}/rollouts/a.yaml`])
      expect(await runCli(['validate', path], { cwd: root })).toMatchObject({ exitCode: 0 });
  });

  it('does not take settings that a glob finds for a manifest that was looked at', async () => {
    const { root } = repositoryWith({ [settings]: 'manifests: ["*.yaml"]\n', 'rollouts/a.yaml': job('a') });
    expect(await runCli(['validate'], { cwd: root })).toMatchObject({ exitCode: 3 });
  });

  it('lets a job be cancelled whatever else of it is edited', async () => {
    const { root, commit, write } = repositoryWith({});
    const base = commit({ 'rollouts/a.yaml': job('a') });
    write({ 'rollouts/a.yaml': job('a', { cancel: {}, targets: ['thing/other'] }) });
    const ended = await runCli(['validate', '--base', base], { cwd: root });
    expect(ended.stdout).not.toContain('base/immutable-field');
  });

  it('tells of a template that was renamed under its jobs once', async () => {
    const { root, commit, write } = repositoryWith({});
    const from = (name: string) => job('a', { template: name, document: undefined });
    const base = commit({ 'rollouts/t.yaml': template('one'), 'rollouts/a.yaml': from('one') });
    const found = async () => {
      const { stdout } = await runCli(['validate', '--base', base, '--format', 'json'], { cwd: root });
      return (JSON.parse(stdout) as { diagnostics: unknown }).diagnostics;
    };
    write({ 'rollouts/t.yaml': template('two') });
    expect(await found()).toMatchObject([{ rule: 'base/removed-template', file: 'rollouts/a.yaml' }]);
    write({ 'rollouts/a.yaml': from('two') });
    expect(await found()).toMatchObject([{ rule: 'base/renamed-template', file: 'rollouts/t.yaml' }]);
  });

  it('that Git does not know is one clear message', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const { exitCode, stderr } = await runCli(['validate', '--base', 'nope'], { cwd: root });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('nope');
  });
});

describe('validate --watch', () => {
  it('checks again on every save, new files, folders and documents too, and ends with the last result', async () => {
    const { root, write } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const running = startCli(['validate', '--watch'], { cwd: root });
    await running.seen('1 file, 1 manifest: no problems');
    write({ 'rollouts/a.yaml': job('a').replace('"targets"', '"tragets"') });
    await running.seen('tragets');
    write({ 'rollouts/a.yaml': job('a'), 'rollouts/eu/b.yaml': job('b') });
    await running.seen('2 files, 2 manifests: no problems');
    write({ 'documents/b.json': '{', 'rollouts/eu/b.yaml': documentJob('b') });
    await running.seen('document/not-json');
    // Only the document changes: it is watched as well.
    write({ 'documents/b.json': '' });
    await running.seen('is empty');
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 1 });
  });

  it('checks again when the settings change, and looks where they say then', async () => {
    const { root, write } = repositoryWith({
      'rollouts/a.yaml': job('a'),
      'iot-rollouts.config.yaml': 'manifests: [rollouts/*.yaml]\n',
    });
    const running = startCli(['validate', '--watch'], { cwd: root });
    await running.seen('no problems');
    write({ 'other/b.json': '{}', 'iot-rollouts.config.yaml': 'manifests: [other/*.json]\n' });
    await running.seen('manifest/api-version');
    write({ 'other/b.json': '[]' });
    await running.seen('manifest/not-an-object');
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 1 });
  });

  it('writes no escape sequence where it is no terminal, and goes on when a check cannot run', async () => {
    const { root, write } = repositoryWith({ 'docs/a.md': 'nothing' });
    const running = startCli(['validate', '--watch'], { cwd: root });
    const why = await new Promise((resolve) => running.child.stderr?.once('data', resolve));
    expect(String(why)).toContain('no manifest matches');
    write({ 'rollouts/a.yaml': job('a') });
    const stdout = await running.seen('no problems');
    expect(stdout).not.toContain('\u001B');
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 0 });
  });
});

function manifest(targetSelection: string): string {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: a
spec:
  targets: [thing/lab]
  document: { action: install }
  targetSelection: ${targetSelection}
`;
}

function documentJob(name: string): string {
  return manifest('SNAPSHOT')
    .replace('name: a', `name: ${name}`)
    .replace('document: { action: install }', 'documentFile: ../../documents/b.json');
}
