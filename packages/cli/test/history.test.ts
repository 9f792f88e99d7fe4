/** What Git's history must keep an apply from: undoing what others merged, and taking a moved manifest for a removed one. */
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { jobs, send, testEmulator } from './support/emulator.js';
import { job } from './support/manifests.js';
import { runCli } from './support/process.js';
import { repositoryWith } from './support/repository.js';

describe.concurrent('the history of a repository', () => {
  it('keeps a branch that is behind its base from undoing what was merged', async () => {
    const emulator = await testEmulator();
    const { root, base, commit, git } = repositoryWith({});
    const args = ['--endpoint-url', emulator.endpoint];
    commit({ 'rollouts/a.yaml': job('a') });
    git('branch', 'mine');
    commit({ 'rollouts/colleague.yaml': job('colleague') });
    await runCli(['apply', '--base', base, ...args], { cwd: root });
    git('checkout', '--quiet', 'mine');
    commit({ 'rollouts/my.yaml': job('my') });
    const applied = await runCli(['apply', '--base', 'main', '--prune', 'cancel', ...args], { cwd: root });
    expect(applied).toMatchObject({ exitCode: 3, stdout: '' });
    expect(applied.stderr).toContain('is not in the history of HEAD, so this state would undo what came with it');
    expect(Object.keys(await jobs(emulator)).sort()).toEqual(['a', 'colleague']);
    expect((await jobs(emulator)).colleague?.status).toBe('IN_PROGRESS');
  });

  it('does not prune a job whose manifest moved to where the globs do not look', async () => {
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const args = ['--endpoint-url', emulator.endpoint];
    const before = commit({ 'rollouts/us/m.yaml': job('m'), 'rollouts/us/keep.yaml': job('keep') });
    await runCli(['apply', '--base', base, ...args], { cwd: root });
    commit({ 'rollouts/us/m.yaml': null, '.fleet/m.yaml': job('m') });
    const glob = 'rollouts/us/**/*.yaml';
    const applied = await runCli(['apply', glob, '--base', before, '--prune', 'cancel', ...args], { cwd: root });
    expect(applied).toMatchObject({ exitCode: 0, stdout: 'Nothing to do.\n' });
    expect((await jobs(emulator)).m?.status).toBe('IN_PROGRESS');
  });

  it('does not start a job again that moved out of a hidden folder, or into the working directory', async () => {
    const emulator = await testEmulator();
    const { root, commit } = repositoryWith({});
    const before = commit({ '.github/rollouts/x.yaml': job('x'), 'rollouts/y.yaml': job('y') });
    commit({
      '.github/rollouts/x.yaml': null,
      'rollouts/y.yaml': null,
      'infra/rollouts/x.yaml': job('x'),
      'infra/rollouts/y.yaml': job('y'),
    });
    const args = ['apply', '--base', before, '--endpoint-url', emulator.endpoint];
    const applied = await runCli(args, { cwd: `${root}/infra` });
    expect(applied).toMatchObject({ exitCode: 0, stdout: 'Nothing to do.\n' });
    expect(await jobs(emulator)).toEqual({});
    const planned = await runCli(['plan', ...args.slice(1)], { cwd: `${root}/infra` });
    expect(planned.stdout).toContain('Not in AWS, and not new, so not started: x, y.');
  });

  it('prunes the job of the last manifest that is removed', async () => {
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const args = ['--endpoint-url', emulator.endpoint];
    const before = commit({ 'rollouts/a.yaml': job('a') });
    await runCli(['apply', '--base', base, ...args], { cwd: root });
    commit({ 'rollouts/a.yaml': null });
    const applied = await runCli(['apply', '--base', before, '--prune', 'cancel', ...args], { cwd: root });
    expect(applied).toMatchObject({ exitCode: 0 });
    expect(applied.stdout).toContain('cancel Job a');
    expect((await jobs(emulator)).a?.status).toBe('CANCELED');
  });

  it('does not start a job again whose removed manifest comes back after AWS has forgotten the job', async () => {
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const args = ['--endpoint-url', emulator.endpoint];
    commit({ 'rollouts/old.yaml': job('old') });
    await runCli(['apply', '--base', base, ...args], { cwd: root });
    const removed = commit({ 'rollouts/old.yaml': null });
    await send(emulator, 'DELETE', '/jobs/old?force=true');
    emulator.clock.advance(60_000);
    commit({ 'elsewhere/again.yaml': 'unrelated', 'rollouts/again.json': JSON.stringify(load(job('old'))) });
    const planned = await runCli(['plan', '--base', removed, ...args], { cwd: root });
    expect(planned.stdout).toContain('Not in AWS, and not new, so not started: old.');
    const applied = await runCli(['apply', '--base', removed, ...args], { cwd: root });
    expect(applied).toMatchObject({ exitCode: 0, stdout: 'Nothing to do.\n' });
    expect(Object.keys(await jobs(emulator))).toEqual([]);
    const asked = await runCli(['apply', '--base', removed, '--recreate', 'old', ...args], { cwd: root });
    expect(asked.exitCode).toBe(0);
    expect(Object.keys(await jobs(emulator))).toEqual(['old']);
  });

  it('does not prune a job whose manifest moved into a file that cannot be read', async () => {
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const args = ['--endpoint-url', emulator.endpoint];
    const before = commit({ 'rollouts/m.yaml': job('m'), 'rollouts/keep.yaml': job('keep') });
    await runCli(['apply', '--base', base, ...args], { cwd: root });
    commit({ 'rollouts/m.yaml': null, 'other/m.yaml': `${job('m')}   bad: [\n` });
    const planned = await runCli(['plan', '--base', before, '--prune', 'cancel', ...args], { cwd: root });
    expect(planned.stdout).toMatch(/^Nothing to do/);
  });
});
