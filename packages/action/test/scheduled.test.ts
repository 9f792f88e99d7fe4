import { describe, expect, it } from 'vitest';
import { minute, send } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { failing, production } from './support/production.js';
import { commandsOf } from './support/runner.js';

/** `production`, to which these manifests were applied. */
async function applied(files: Readonly<Record<string, string>>) {
  const fixture = await production();
  const { base, commit, apply, on } = fixture;
  commit(files);
  await apply(base);
  const schedule = (command: 'status' | 'drift', more = {}) => on('schedule', {}, { command, ...more });
  return { ...fixture, schedule };
}

const errorsOf = (stdout: string) => commandsOf(stdout).filter((line) => line.startsWith('::error'));

describe.concurrent('status', () => {
  it('brings deployments up to date while manifests are broken, and reports those beside', async () => {
    const { emulator, commit, schedule, states } = await applied({ 'rollouts/a.yaml': job('a') });
    emulator.clock.advance(5 * minute);
    commit({ 'rollouts/b.yaml': 'kind: [' });
    const { exitCode, stdout, summary } = await schedule('status');
    expect(states().map((list) => list.at(-1))).toEqual(['success']);
    expect(summary).toMatch(/<code>a<\/code> \| completed[\s\S]*## Validation/);
    expect(errorsOf(stdout)).toEqual([expect.stringContaining('file=rollouts/b.yaml')]);
    expect(exitCode).toBe(1);
  });

  it('brings deployments up to date after the last manifest was removed', async () => {
    const { github, emulator, commit, schedule } = await applied({ 'rollouts/a.yaml': job('a') });
    emulator.clock.advance(5 * minute);
    commit({ 'rollouts/a.yaml': null });
    expect(await schedule('status')).toMatchObject({ exitCode: 0 });
    expect(github.deployments[0]?.statuses.at(-1)?.description).toBe('Jobs: 1 completed');
  });

  it('fails once for a job that was cancelled, and is no news after', async () => {
    const { on, schedule, states } = await applied({ 'rollouts/a.yaml': job('a') });
    await on('workflow_dispatch', {}, { command: 'cancel', names: 'a' });
    const first = await schedule('status');
    expect(first.exitCode).toBe(1);
    expect(errorsOf(first.stdout)).toEqual([expect.stringContaining('Job a ended as cancelled')]);
    const second = await schedule('status');
    expect(second).toMatchObject({ exitCode: 0, outputs: { errors: '0' } });
    expect(commandsOf(second.stdout)).toEqual([expect.stringMatching(/^::notice .*no news: a \(cancelled\)\.$/)]);
    expect(states().map((list) => list.at(-1))).toEqual(['failure']);
    // Who asks for it by its name is told.
    expect((await schedule('status', { names: 'a' })).exitCode).toBe(1);
  });

  it('fails again for another job that ends badly, and not for one that ends well', async () => {
    const { emulator, on, schedule } = await applied({
      'rollouts/a.yaml': job('a'),
      'rollouts/b.yaml': job('b', { targets: ['thinggroup/good', 'thinggroup/bad'] }),
      'rollouts/c.yaml': job('c', { targets: ['thinggroup/good'] }),
    });
    await on('workflow_dispatch', {}, { command: 'cancel', names: 'a' });
    expect((await schedule('status')).exitCode).toBe(1);
    await on('workflow_dispatch', {}, { command: 'cancel', names: 'b' });
    expect((await schedule('status')).exitCode).toBe(1);
    emulator.clock.advance(5 * minute);
    expect((await schedule('status')).exitCode).toBe(0);
  });

  it('that remembers nothing fails each time', async () => {
    const { github, emulator, schedule } = await applied({ 'rollouts/bad.yaml': failing });
    emulator.clock.advance(5 * minute);
    github.denied.push({ method: 'POST', path: /\/statuses$/ });
    expect((await schedule('status')).exitCode).toBe(1);
    expect((await schedule('status')).exitCode).toBe(1);
  });
});

describe.concurrent('drift', () => {
  it('is found while manifests are broken or gone: what was applied counts', async () => {
    const { github, emulator, commit, schedule } = await applied({ 'rollouts/t.yaml': template('t') });
    const open = () => github.issues.filter(({ title, state }) => title.startsWith('Drift') && state === 'open');
    await send(emulator, 'DELETE', '/job-templates/t');
    commit({ 'rollouts/t.yaml': 'kind: [' });
    const broken = await schedule('drift');
    expect(broken).toMatchObject({ exitCode: 1, outputs: { 'has-changes': 'true', errors: '1', warnings: '1' } });
    expect(errorsOf(broken.stdout)).toHaveLength(1);
    expect(open()).toHaveLength(1);
    commit({ 'rollouts/t.yaml': null });
    expect(await schedule('drift')).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'true', warnings: '1' } });
    expect(open()).toHaveLength(1);
  });

  it('is not looked for against broken manifests where what was applied cannot be read', async () => {
    const { github, commit, schedule } = await applied({ 'rollouts/t.yaml': template('t') });
    commit({ 'rollouts/t.yaml': 'kind: [' });
    github.denied.push({ method: 'GET', path: /\/deployments$/ });
    const { exitCode, stdout } = await schedule('drift');
    expect(exitCode).toBe(1);
    expect(errorsOf(stdout)).toEqual([expect.stringMatching(/list the deployments: 403.*deployments: read/)]);
    expect(github.issues.filter(({ isPullRequest }) => !isPullRequest)).toEqual([]);
  });
});
