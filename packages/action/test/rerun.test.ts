import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, minute, planFaults } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { failing, production } from './support/production.js';
import { commandsOf, runAction, startAction } from './support/runner.js';

describe.concurrent('a run that is run again', () => {
  it('follows the rollouts that its commit started, and fails again with their outcome', async () => {
    const { github, emulator, base, commit, step, states } = await production();
    commit({ 'rollouts/bad.yaml': failing });
    const first = startAction(step(base, { wait: 'true' }));
    await first.seen('0 of 1 jobs ended');
    emulator.clock.advance(5 * minute);
    expect(await first.result).toMatchObject({ exitCode: 1 });
    const again = await runAction(step(base, { wait: 'true' }));
    expect(again).toMatchObject({ exitCode: 1, outputs: { created: '', errors: '1' } });
    expect(commandsOf(again.stdout).filter((line) => line.startsWith('::error'))).toEqual([
      expect.stringMatching(/^::error file=rollouts\/bad\.yaml,.*Job bad ended as aborted/),
    ]);
    expect(
      states()
        .flat()
        .filter((state) => state === 'success'),
    ).toHaveLength(1);
    expect(github.deployments.map(({ statuses }) => statuses.at(-1)?.description)).toEqual(['Jobs: 1 aborted']);
  });

  it('goes on waiting after its time was up', async () => {
    const { emulator, base, commit, step, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const timed = step(base, { wait: 'true', 'wait-timeout-minutes': '0.001' });
    expect(await runAction(timed)).toMatchObject({ exitCode: 1 });
    expect(await runAction(timed)).toMatchObject({ exitCode: 1, outputs: { created: '' } });
    emulator.clock.advance(5 * minute);
    expect(await runAction(timed)).toMatchObject({ exitCode: 0 });
    expect(states().map((list) => list.at(-1))).toEqual(['success']);
  });

  it('after its end could not be recorded takes over the jobs that it had started', async () => {
    const { github, base, commit, apply } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const running = apply(base);
    await github.seen(/^POST .*\/statuses$/);
    github.faults.push({ method: 'POST', path: /\/statuses$/, status: 422 });
    expect(await running).toMatchObject({ outputs: { created: 'a' } });
    expect(await apply(base)).toMatchObject({ exitCode: 0, outputs: { created: '' } });
    expect(github.deployments.map(({ payload }) => payload)).toMatchObject([{ jobs: ['a'] }, { jobs: ['a'] }]);
  });
});

describe.concurrent('wait, when AWS refuses', () => {
  it('names the jobs that go on and how they stood, with the outputs set', async () => {
    const { emulator, base, commit, step, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const running = startAction(step(base, { wait: 'true' }));
    await running.seen('0 of 1 jobs ended');
    await planFaults(emulator, { kind: 'error', operation: 'DescribeJob', status: 501 });
    const { exitCode, stdout, outputs, summary } = await running.result;
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(/^::error .*DescribeJob: .*They go on: a \(running\)%0ARun the job again/),
    ]);
    expect(outputs).toMatchObject({ created: 'a', errors: '1' });
    expect(summary).toMatch(/As they stood when AWS answered last[\s\S]*<code>a<\/code> \| running/);
    expect(states().map((list) => list.at(-1))).toEqual(['in_progress']);
  });
});

describe.concurrent('what happened', () => {
  it('is recorded though the summary cannot be written', async () => {
    const { emulator, base, commit, step, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const applied = step(base);
    const unwritable = { ...applied, env: { ...applied.env, GITHUB_STEP_SUMMARY: '/nowhere/summary.md' } };
    const { exitCode, stdout, outputs } = await runAction(unwritable);
    expect(commandsOf(stdout)).toEqual([expect.stringContaining('The job summary cannot be written')]);
    expect(outputs).toMatchObject({ created: 'a', errors: '0' });
    expect(exitCode).toBe(0);
    expect(states()).toEqual([['in_progress', 'success']]);
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });

  it('is one deployment, though the answer to its creation was lost', async () => {
    const { github, base, commit, apply, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.faults.push({ method: 'POST', path: /\/deployments$/, status: 502, afterwards: true });
    expect(await apply(base)).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
    expect(states()).toEqual([['in_progress', 'success']]);
  });

  it('is begun again where GitHub made no deployment', async () => {
    const { github, base, commit, apply, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.faults.push({ method: 'POST', path: /\/deployments$/, status: 502 });
    expect(await apply(base)).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
    expect(states()).toEqual([['in_progress', 'success']]);
  });

  it('is put out as created by the run that created it alone', async () => {
    const { github, base, commit, step } = await production();
    commit({ 'rollouts/a.yaml': job('a'), 'rollouts/b.yaml': job('b') });
    github.holdUntil('POST', /\/deployments$/, 2);
    const results = await Promise.all([runAction(step(base)), runAction(step(base))]);
    const created = results.flatMap(({ outputs }) => (outputs.created ?? '').split(',').filter(Boolean));
    expect(created.toSorted()).toEqual(['a', 'b']);
  });

  it('ends at once when the workflow is cancelled while a limit is waited out', async () => {
    const { github, base, commit, step } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const limited = { status: 429, headers: { 'retry-after': '60' }, times: 3 };
    github.faults.push({ method: 'GET', path: /\/deployments$/, ...limited });
    const running = startAction(step(base));
    await github.seen(/^GET .*\/deployments$/);
    running.child.kill('SIGINT');
    const { exitCode, stdout } = await running.result;
    expect(exitCode).toBe(1);
    expect(stdout).toContain('rate limit');
  });
});

it('an apply is recorded with the commit that is checked out, also where the run is of another', async () => {
  const { base, commit, git, step, github } = await production();
  const older = commit({ 'rollouts/a.yaml': job('a') });
  const newer = commit({ 'rollouts/b.yaml': job('b') });
  git('checkout', '--quiet', older);
  const applied = step(base);
  const { outputs } = await runAction({ ...applied, env: { ...applied.env, GITHUB_SHA: newer } });
  const plan = JSON.parse(readFileSync(outputs['plan-file'] as string, 'utf8'));
  expect(plan.basis.head).toBe(older);
  expect(github.deployments[0]?.sha).toBe(older);
});
