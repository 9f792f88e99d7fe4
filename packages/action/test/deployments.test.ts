import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, minute, planFaults, type jobs as readJobs, send } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { temporaryFolder } from '../../cli/test/support/repository.js';
import { oidcIssuer } from './support/oidc.js';
import { failing, production } from './support/production.js';
import { commandsOf, runAction, type StepResult, startAction } from './support/runner.js';

const deployments = /\/deployments$/;

function baseOf({ outputs }: StepResult): string {
  return JSON.parse(readFileSync(outputs['plan-file'] as string, 'utf8')).basis.base;
}

describe.concurrent('an apply', () => {
  it('is a deployment of its commit: in progress, then a success, with the run’s page', async () => {
    const { github, base, commit, apply } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    expect(await apply(base)).toMatchObject({ exitCode: 0, stderr: '', outputs: { created: 'a' } });
    expect(github.deployments).toMatchObject([
      {
        sha: head,
        environment: 'production',
        task: 'iot-rollouts:apply',
        payload: { formatVersion: 1, base, jobs: ['a'] },
        statuses: [
          { state: 'in_progress', logUrl: 'https://github.com/example/firmware/actions/runs/7' },
          { state: 'success', description: expect.stringMatching(/^Plan [0-9a-f]{12}: 1 of 1 changes made$/) },
        ],
      },
    ]);
  });

  it('compares with the commit that was applied last, so that a skipped merge is caught up with', async () => {
    const { base, commit, apply } = await production();
    const first = commit({ 'rollouts/a.yaml': job('a') });
    await apply(base);
    const skipped = commit({ 'rollouts/b.yaml': job('b') });
    commit({ 'rollouts/c.yaml': job('c') });
    const caughtUp = await apply(skipped);
    expect(baseOf(caughtUp)).toBe(first);
    expect(caughtUp).toMatchObject({ exitCode: 0, outputs: { created: 'b,c' } });
  });

  it('that failed is no base: the next one makes up for it', async () => {
    const { emulator, base, commit, apply, states } = await production();
    await planFaults(emulator, { kind: 'error', operation: 'CreateJob', status: 501, count: 1 });
    const failed = commit({ 'rollouts/a.yaml': job('a') });
    expect(await apply(base)).toMatchObject({ exitCode: 1, outputs: { created: '' } });
    expect(states()).toEqual([['in_progress', 'failure']]);
    commit({ 'README.md': 'Nothing of ours' });
    const next = await apply(failed);
    expect(baseOf(next)).toBe(base);
    expect(next).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
  });

  it('finds its base behind a hundred that failed', async () => {
    const { github, base, commit, apply } = await production();
    const first = commit({ 'rollouts/a.yaml': job('a') });
    github.deployment('production', first, ['in_progress', 'success', 'inactive']);
    for (let count = 0; count < 101; count += 1) github.deployment('production', base, ['in_progress', 'failure']);
    github.deployment('staging', base, ['success']);
    commit({ 'rollouts/b.yaml': job('b') });
    const result = await apply(base);
    expect(baseOf(result)).toBe(first);
    expect(result.outputs).toMatchObject({ created: 'b' });
  });

  it('run again for an older commit than was applied brings nothing back', async () => {
    const { github, emulator, base, commit, git, apply } = await production();
    const older = commit({ 'rollouts/a.yaml': job('a'), 'rollouts/t.yaml': template('t') });
    const newer = commit({ 'rollouts/a.yaml': null, 'rollouts/t.yaml': template('t', { description: 'Newer' }) });
    await apply(older);
    expect(github.deployments.at(-1)).toMatchObject({ sha: newer });
    git('checkout', '--quiet', older);
    const again = await apply(base);
    expect(again.stdout).toContain('of this branch changes or removes it');
    expect(await jobs(emulator)).toEqual({});
    expect(await send(emulator, 'GET', '/job-templates/t')).toMatchObject({ description: 'Newer' });
    // Nor does it become what the next one is compared with.
    expect(github.deployments.map(({ sha }) => sha)).toEqual([newer]);
  });

  it('passes over a commit that was forced out of the branch, and says so', async () => {
    const { github, base, commit, git, apply } = await production();
    const first = commit({ 'rollouts/a.yaml': job('a') });
    await apply(base);
    const forcedOut = commit({ 'rollouts/b.yaml': job('b') });
    github.deployment('production', forcedOut, ['success']);
    git('reset', '--hard', '--quiet', first);
    commit({ 'rollouts/c.yaml': job('c') });
    const result = await apply(base);
    expect(baseOf(result)).toBe(first);
    expect(result.stdout).toContain(`${forcedOut} was applied to production, but is not in this branch`);
  });

  it('in a shallow clone says what to fetch instead of taking another base', async () => {
    const { github, root, base, commit, git, step } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.deployment('production', base, ['success']);
    const clone = `${temporaryFolder()}/clone`;
    git('clone', '--quiet', '--depth', '1', `file://${root}`, clone);
    const result = await runAction({ ...step(base), workspace: clone });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/shallow clone.*fetch-depth: 0/);
  });

  it('that cannot be recorded does not begin', async () => {
    const { github, emulator, base, commit, apply } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.denied.push({ method: 'POST', path: deployments });
    const { exitCode, stdout } = await apply(base);
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toEqual([expect.stringMatching(/create a deployment: 403.*deployments: write/)]);
    expect(await jobs(emulator)).toEqual({});
  });

  it('whose end cannot be recorded has succeeded all the same, and says so', async () => {
    const { github, emulator, base, commit, apply, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    const running = apply(base);
    await github.seen(/^POST .*\/statuses$/);
    github.faults.push({ method: 'POST', path: /\/statuses$/, status: 422 });
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(0);
    expect(states()).toEqual([['in_progress']]);
    expect(commandsOf(stdout)).toEqual([expect.stringContaining('The deployment is not up to date')]);
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });

  it('of a few names is not recorded: the rest still waits', async () => {
    const { github, emulator, base, commit, step } = await production();
    commit({
      'rollouts/a.yaml': job('a', { document: undefined, template: 't' }),
      'rollouts/b.yaml': job('b'),
      'rollouts/t.yaml': template('t'),
    });
    const dispatched = { ...step(base, { command: 'apply', names: 'a' }), event: 'workflow_dispatch', payload: {} };
    expect(await runAction(dispatched)).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
    expect(await runAction(dispatched)).toMatchObject({ exitCode: 0, outputs: { created: '' } });
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
    expect(github.deployments).toEqual([]);
    const unknown = await runAction({ ...dispatched, inputs: { ...dispatched.inputs, names: 'a, nobody' } });
    expect(unknown.stdout).toContain('no manifest is called nobody');
  });
});

describe.concurrent('two applies at the same time', () => {
  it('start every job once and end in the same state', async () => {
    const { github, emulator, base, commit, step } = await production();
    const names = [...'abcdef'];
    commit({
      ...Object.fromEntries(names.map((name) => [`rollouts/${name}.yaml`, job(name)])),
      'rollouts/t.yaml': template('t'),
    });
    // Both have planned before either writes.
    github.holdUntil('POST', deployments, 2);
    const results = await Promise.all([runAction(step(base)), runAction(step(base))]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const held: Awaited<ReturnType<typeof readJobs>> = await jobs(emulator);
    expect(Object.keys(held).sort()).toEqual(names);
    expect(github.deployments.map(({ statuses }) => statuses.some(({ state }) => state === 'success'))).toEqual([
      true,
      true,
    ]);
    const settled = await runAction(step(base));
    expect(settled).toMatchObject({ exitCode: 0, outputs: { created: '', 'has-changes': 'false' } });
  });
});

describe.concurrent('a protected environment', () => {
  const protectedOnly = { 'require-protected-environment': 'true' };

  it.each([
    ['does not exist', undefined],
    ['has no protection rule', []],
  ])('that %s is refused before anything is written', async (message, rules) => {
    const { github, emulator, base, commit, apply } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    if (rules !== undefined) github.environments.set('production', rules);
    const { exitCode, stdout } = await apply(base, protectedOnly);
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toEqual([expect.stringContaining(`the environment production ${message}`)]);
    expect(await jobs(emulator)).toEqual({});
    expect(github.deployments).toEqual([]);
  });

  it('is applied to', async () => {
    const { github, base, commit, apply } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.environments.set('production', ['required_reviewers']);
    expect(await apply(base, protectedOnly)).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
  });

  it.each([
    [{ sub: 'repo:example/firmware:ref:refs/heads/main' }, 'the job names no environment'],
    [{ sub: 'repo:example/firmware:environment:staging' }, 'the job names the environment staging'],
    [{ sub: 'repo:example/firmware', environment: 'staging' }, 'the job names the environment staging'],
  ])('is not applied to by a job with the token %j, which its rules did not hold', async (claims, message) => {
    const { github, emulator, base, commit, step } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.environments.set('production', ['required_reviewers']);
    const { env } = await oidcIssuer(claims);
    const protectedStep = step(base, protectedOnly);
    const { exitCode, stdout } = await runAction({ ...protectedStep, env: { ...protectedStep.env, ...env } });
    expect(commandsOf(stdout)).toEqual([expect.stringContaining(`${message}, so the rules of production were not`)]);
    expect(exitCode).toBe(1);
    expect(await jobs(emulator)).toEqual({});
  });

  it.each([
    { sub: 'repo:example@1/firmware@2:environment:Production' },
    { sub: 'repo:example/firmware', environment: 'production' },
  ])('is applied to by a job with the token %j, which names it', async (claims) => {
    const { github, base, commit, step } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    github.environments.set('production', ['required_reviewers']);
    const { env } = await oidcIssuer(claims);
    const protectedStep = step(base, protectedOnly);
    const result = await runAction({ ...protectedStep, env: { ...protectedStep.env, ...env } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
  });
});

describe.concurrent('a rollout', () => {
  it('that stops itself while it is waited for makes the deployment a failure', async () => {
    const { github, emulator, base, commit, step } = await production();
    commit({ 'rollouts/bad.yaml': failing });
    const running = startAction(step(base, { wait: 'true' }));
    await running.seen('0 of 1 jobs ended');
    emulator.clock.advance(5 * minute);
    const { exitCode, stdout } = await running.result;
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 of 1 jobs ended; executions: 0 succeeded');
    expect(github.deployments[0]?.statuses.map(({ state }) => state)).toEqual(['in_progress', 'success', 'failure']);
    expect(github.deployments[0]?.statuses.at(-1)?.description).toBe('Jobs: 1 aborted');
  });

  it('is followed by runs of status, each of which says what is new', async () => {
    const { github, emulator, base, commit, apply, step, states } = await production();
    commit({ 'rollouts/a.yaml': job('a') });
    await apply(base);
    commit({ 'rollouts/bad.yaml': failing });
    await apply(base);
    const status = () => runAction({ ...step(base, { command: 'status' }), event: 'schedule', payload: {} });
    expect(await status()).toMatchObject({ exitCode: 0 });
    expect(states().map((list) => list.at(-1))).toEqual(['in_progress', 'in_progress']);
    const before = states();
    await status();
    expect(states()).toEqual(before);
    emulator.clock.advance(5 * minute);
    const ended = await status();
    expect(ended.exitCode).toBe(1);
    expect(ended.summary).toMatch(/<code>a<\/code> \| completed[\s\S]*<code>bad<\/code> \| aborted/);
    expect(states().map((list) => list.at(-1))).toEqual(['success', 'failure']);
    expect(github.deployments.map(({ statuses }) => statuses.at(-1)?.description)).toEqual([
      'Jobs: 1 completed',
      'Jobs: 1 aborted',
    ]);
    // It was applied, whatever became of the rollout: the next commit is compared with it.
    const next = commit({ 'rollouts/c.yaml': job('c') });
    expect((await apply(base)).outputs).toMatchObject({ created: 'c' });
    expect(github.deployments.at(-1)?.sha).toBe(next);
  });
});
