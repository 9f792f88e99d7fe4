import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '@iot-rollouts/reconcile';
import { describe, expect, it } from 'vitest';
import { jobs, send, testEmulator } from './support/emulator.js';
import { job, template } from './support/manifests.js';
import { runCli } from './support/process.js';
import { repositoryWith, temporaryFolder, writeFiles } from './support/repository.js';

/** Action by name, the order kept. */
function actions(plan: string): string[] {
  return (JSON.parse(plan) as Plan).changes.map(({ action, name }) => `${action} ${name}`);
}

const twoNew = {
  'rollouts/a.yaml': job('a', { template: 't', document: undefined }),
  'rollouts/t.yaml': template('t'),
};

describe.concurrent('plan', () => {
  it('prints the plan as JSON with basis, changes and forecasts, and starts nothing', async () => {
    const emulator = await testEmulator();
    const { root, base } = repositoryWith(twoNew);
    const args = ['plan', '--base', 'HEAD', '--format', 'json', '--endpoint-url', emulator.endpoint];
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      basis: { source: 'example/firmware', base, region: 'us-east-1', account: '123456789012' },
      changes: [
        { kind: 'JobTemplate', name: 't', action: 'create', file: 'rollouts/t.yaml', edits: [] },
        {
          kind: 'Job',
          name: 'a',
          action: 'create',
          file: 'rollouts/a.yaml',
          range: { start: { line: 4 } },
          dependsOn: ['t'],
          forecast: { sentence: expect.stringContaining('10 devices') },
        },
      ],
      diagnostics: [],
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(await jobs(emulator)).toEqual({});
  });

  it('exits with 2 on pending changes only when that is asked for', async () => {
    const { root, base, commit } = repositoryWith(twoNew);
    const plan = (...args: string[]) => runCli(['plan', '--offline', ...args], { cwd: root });
    expect(await plan('--base', base, '--detailed-exit-code')).toMatchObject({ exitCode: 2 });
    expect(await plan('--base', base)).toMatchObject({ exitCode: 0 });
    commit({});
    expect(await plan('--base', 'HEAD', '--detailed-exit-code')).toMatchObject({ exitCode: 0 });
  });

  it('writes the same plan to a file, and says so when it cannot', async () => {
    const { root } = repositoryWith(twoNew);
    const plan = (file: string) =>
      runCli(['plan', '--offline', '--base', 'HEAD', '--format', 'json', '--out', file], { cwd: root });
    const { exitCode, stdout } = await plan('plan.json');
    expect(exitCode).toBe(0);
    expect(readFileSync(join(root, 'plan.json'), 'utf8')).toBe(stdout);
    const failed = await plan('nowhere/plan.json');
    expect(failed).toMatchObject({ exitCode: 3, stdout: '' });
    expect(failed.stderr).toContain('the plan could not be written to');
  });

  it('prints Markdown and text that say the same', async () => {
    const { root } = repositoryWith(twoNew);
    const plan = (format: string) => runCli(['plan', '--offline', '--base', 'HEAD', '--format', format], { cwd: root });
    const verdict = 'Will create 1 template and start 1 job.';
    expect((await plan('markdown')).stdout.split('\n')[0]).toBe(`**${verdict}**`);
    expect((await plan('pretty')).stdout.split('\n')[0]).toBe(verdict);
  });

  it('takes a manifest that is named outright for new when the base lacks it', async () => {
    const { root } = repositoryWith(twoNew);
    const files = ['rollouts/a.yaml', 'rollouts/t.yaml'];
    const { stdout } = await runCli(['plan', ...files, '--offline', '--base', 'HEAD', '--format', 'json'], {
      cwd: root,
    });
    expect(actions(stdout)).toEqual(['create t', 'create a']);
  });

  it('asks for a base instead of taking everything for new', async () => {
    const { root } = repositoryWith(twoNew);
    const neither = await runCli(['plan', '--offline'], { cwd: root });
    expect(neither).toMatchObject({ exitCode: 3, stdout: '' });
    expect(neither.stderr).toContain('--base REF');
    expect(neither.stderr).toContain('--all compares with nothing');
    const both = await runCli(['plan', '--offline', '--all', '--base', 'HEAD'], { cwd: root });
    expect(both).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('exclude each other') });
  });

  it('takes everything for new with --all', async () => {
    const { root, commit } = repositoryWith(twoNew);
    commit({});
    const { stdout } = await runCli(['plan', '--offline', '--all', '--format', 'json'], { cwd: root });
    expect(actions(stdout)).toEqual(['create t', 'create a']);
    expect((JSON.parse(stdout) as Plan).basis.base).toBeNull();
  });

  it('creates no settled job again, but the one that is named', async () => {
    const emulator = await testEmulator();
    const { root, commit } = repositoryWith({ 'rollouts/a.yaml': job('a'), 'rollouts/b.yaml': job('b') });
    commit({});
    const plan = (...args: string[]) =>
      runCli(['plan', '--base', 'HEAD', '--format', 'json', '--endpoint-url', emulator.endpoint, ...args], {
        cwd: root,
      });
    expect(actions((await plan()).stdout)).toEqual(['settled a', 'settled b']);
    expect(actions((await plan('--recreate', 'b')).stdout)).toEqual(['settled a', 'create b']);
    const unknown = await plan('--recreate', 'c');
    expect(unknown.exitCode).toBe(1);
    expect(actions(unknown.stdout)).toEqual(['settled a', 'settled b']);
  });

  it('shows removed manifests and drift, and writes for them only when told to', async () => {
    const emulator = await testEmulator();
    const running = { targets: ['thinggroup/good'], targetSelection: 'CONTINUOUS', description: 'one' };
    const { root, commit } = repositoryWith({
      'rollouts/a.yaml': job('a', running),
      'rollouts/b.yaml': job('b', running),
      'rollouts/t.yaml': template('t'),
    });
    commit({});
    const at = { cwd: root };
    expect(await runCli(['apply', '--all', '--endpoint-url', emulator.endpoint], at)).toMatchObject({ exitCode: 0 });
    await send(emulator, 'PATCH', '/jobs/b', { description: 'changed in the console' });
    commit({ 'rollouts/a.yaml': null, 'rollouts/t.yaml': null });
    const plan = (...args: string[]) =>
      runCli(['plan', '--format', 'json', '--endpoint-url', emulator.endpoint, ...args], at);

    const shown = await plan('--base', 'HEAD~1', '--detailed-exit-code');
    expect(actions(shown.stdout)).toEqual(['orphan t', 'orphan a', 'drift b']);
    expect(shown.exitCode).toBe(0);
    const told = await plan('--base', 'HEAD~1', '--prune', 'cancel,delete', '--correct-drift', '--detailed-exit-code');
    expect(actions(told.stdout)).toEqual(['orphan t', 'orphan a', 'update b']);
    expect(told.exitCode).toBe(2);
    const wrong = await plan('--base', 'HEAD~1', '--prune', 'remove');
    expect(wrong).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('--prune takes cancel and delete') });
  });

  it('answers errors in manifests with their lines, before it asks AWS', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    const ended = await runCli(['plan', '--base', 'HEAD', '--endpoint-url', 'http://127.0.0.1:1'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^rollouts\/a\.yaml:5:\d+: error: /m);
    const missing = await runCli(['plan', 'nope.yaml', '--all', '--offline'], { cwd: root });
    expect(missing).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('nope.yaml does not exist') });
  });
});

describe.concurrent('a plan as JSON', () => {
  it('of manifests with errors changes nothing and says why; it is no plan file', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a', { targets: 7 }) });
    const args = ['plan', '--offline', '--base', 'HEAD', '--format', 'json', '--out', 'plan.json'];
    const { exitCode, stdout } = await runCli(args, { cwd: root });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      basis: { source: 'example/firmware', region: null },
      changes: [],
      diagnostics: [{ severity: 'error', file: 'rollouts/a.yaml', pointer: '/spec/targets' }],
    });
    expect(existsSync(join(root, 'plan.json'))).toBe(false);
  });

  it('has the warnings about the manifests too', async () => {
    const { root } = repositoryWith({
      'rollouts/a.yaml': job('a', {
        jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
      }),
    });
    const warned = await runCli(['validate', '--format', 'json'], { cwd: root });
    const planned = await runCli(['plan', '--offline', '--base', 'HEAD', '--format', 'json'], { cwd: root });
    const rules = (text: string) => JSON.parse(text).diagnostics.map(({ rule }: { rule: string }) => rule);
    expect(rules(warned.stdout).length).toBeGreaterThan(0);
    expect(rules(planned.stdout)).toEqual(rules(warned.stdout));
  });
});

describe.concurrent('the base of a plan', () => {
  const offline = (cwd: string, ref: string) => runCli(['plan', '--offline', '--base', ref], { cwd });

  it('is an error when Git does not know it, and only --debug shows where', async () => {
    const { root } = repositoryWith(twoNew);
    const plain = await offline(root, 'nope');
    expect(plain).toMatchObject({ exitCode: 3, stdout: '' });
    expect(plain.stderr).toMatch(/^iot-rollouts: Git knows no commit nope\n {2}.*git fetch/);
    expect(plain.stderr).not.toMatch(/^\s+at /m);
    const debug = await runCli(['plan', '--offline', '--base', 'nope', '--debug'], { cwd: root });
    expect(debug.stderr).toMatch(/^\s+at /m);
    expect(debug.stderr).toContain('iot-rollouts: Git knows no commit nope');
  });

  it('is fetched when the clone is shallow, and nothing else of the clone changes', async () => {
    const { root, base, commit } = repositoryWith(twoNew);
    commit({});
    commit({ 'rollouts/third.yaml': job('third') });
    for (const [ref, created] of [
      [base, 2],
      ['HEAD~1', 1],
      ['HEAD^', 1],
    ] as const) {
      const clone = join(temporaryFolder(), 'clone');
      const { git } = repositoryWith({});
      git('clone', '--quiet', '--depth', '1', `file://${root}`, clone);
      const ended = await offline(clone, ref);
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ended.stdout).toContain(`start ${created} job`);
      expect(git('-C', clone, 'status', '--porcelain', '--branch')).toBe('## main...origin/main');
    }
  });

  it('is an error that says how to fetch it when a shallow clone cannot', async () => {
    const { root, base, commit } = repositoryWith(twoNew);
    commit({});
    const clone = join(temporaryFolder(), 'clone');
    const { git } = repositoryWith({});
    git('clone', '--quiet', '--depth', '1', `file://${root}`, clone);
    git('-C', clone, 'remote', 'set-url', 'origin', `file://${clone}-gone`);
    for (const ref of [base, 'HEAD~1', 'HEAD~7', 'main~1']) {
      const ended = await offline(clone, ref);
      expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
      expect(ended.stderr).toMatch(/shallow clone and could not be fetched\n.*fetch-depth: 0/);
    }
  });

  it('is an error outside of Git, where --all needs none', async () => {
    const root = temporaryFolder();
    writeFiles(root, twoNew);
    expect(await offline(root, 'HEAD')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('is not in a Git repository'),
    });
    expect(await runCli(['plan', '--offline', '--all'], { cwd: root })).toMatchObject({ exitCode: 0 });
  });

  it('is never taken for an option of Git’s', async () => {
    const { root } = repositoryWith(twoNew);
    expect(await offline(root, '--output=x')).toMatchObject({ exitCode: 3 });
    const ended = await runCli(['plan', '--offline', '--base=--all'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('is no Git ref') });
  });

  it('makes no job new that another file of that commit may have named', async () => {
    const { root, commit } = repositoryWith({ 'rollouts/a.yaml': 'kind: [' });
    commit({});
    writeFileSync(join(root, 'rollouts/a.yaml'), job('a'));
    const ended = await offline(root, 'HEAD');
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain('cannot be told whether this job is new');
  });
});
