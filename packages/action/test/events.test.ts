import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, testEmulator } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { repositoryWith, temporaryFolder } from '../../cli/test/support/repository.js';
import { commandsOf, pullRequest, push, runAction } from './support/runner.js';

const noCommit = '0'.repeat(40);

/** A repository whose head brings the job `a`, and an emulator. */
async function change() {
  const emulator = await testEmulator();
  const { root, base, commit, git } = repositoryWith({});
  const head = commit({ 'rollouts/a.yaml': job('a') });
  const inputs = { 'endpoint-url': emulator.endpoint };
  return { emulator, workspace: root, base, head, commit, git, inputs };
}

describe.concurrent('an edit of a job that was merged', () => {
  it('fails the pull request at the edited field, once, beside the plan', async () => {
    const { workspace, base, head, commit, inputs } = await change();
    await runAction({ workspace, event: 'push', payload: push(base, head), inputs });
    const edited = commit({ 'rollouts/a.yaml': job('a', { targetSelection: 'CONTINUOUS' }) });
    const result = await runAction({ workspace, event: 'pull_request', payload: pullRequest(head, edited), inputs });
    expect(result.exitCode).toBe(1);
    const errors = commandsOf(result.stdout).filter((line) => line.startsWith('::error'));
    expect(errors).toEqual([expect.stringMatching(/file=rollouts\/a\.yaml,line=5,.*title=base\/immutable-field::/)]);
    expect(result.outputs).toMatchObject({ errors: '1' });
    expect(result.summary).toContain('base/immutable-field');
    expect(result.summary).toContain('## Plan');
  });

  it('is found by command: validate too, unless the base is not in the clone, which is said', async () => {
    const { workspace, head, commit, git } = await change();
    const edited = commit({ 'rollouts/a.yaml': job('a', { targetSelection: 'CONTINUOUS' }) });
    const step = { event: 'pull_request', payload: pullRequest(head, edited), inputs: { command: 'validate' } };
    const result = await runAction({ workspace, ...step });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('base/immutable-field');
    const clone = `${temporaryFolder()}/clone`;
    git('clone', '--quiet', '--depth', '1', `file://${workspace}`, clone);
    git('-C', clone, 'remote', 'set-url', 'origin', `file://${clone}-gone`);
    const shallow = await runAction({ workspace: clone, ...step });
    expect(shallow).toMatchObject({ exitCode: 0, outputs: { errors: '0' } });
    expect(shallow.stdout).toMatch(/Not compared with the base.*fetch-depth: 0/);
  });

  it('does not keep a push from being applied', async () => {
    const { workspace, base, head, commit, inputs } = await change();
    await runAction({ workspace, event: 'push', payload: push(base, head), inputs });
    const edited = commit({
      'rollouts/a.yaml': job('a', { targetSelection: 'CONTINUOUS' }),
      'rollouts/b.yaml': job('b'),
    });
    const result = await runAction({ workspace, event: 'push', payload: push(head, edited), inputs });
    expect(result.outputs).toMatchObject({ created: 'b' });
    expect(result.stdout).not.toContain('base/immutable-field');
    expect(result.stdout).toContain('plan/conflict');
  });
});

describe.concurrent('the settings file', () => {
  it('says where manifests stand and how rules are taken', async () => {
    const { workspace, base, commit, inputs } = await change();
    const head = commit({
      'iot-rollouts.config.yaml': 'manifests: [fleet/*.yaml]\nrules: { rollout/above-quota: off }\n',
      'fleet/c.yaml': job('c', { jobExecutionsRolloutConfig: { maximumPerMinute: 2500 } }),
    });
    const result = await runAction({ workspace, event: 'pull_request', payload: pullRequest(base, head), inputs });
    expect(result).toMatchObject({ exitCode: 0, outputs: { warnings: '0' } });
    expect(JSON.parse(readFileSync(result.outputs['plan-file'] as string, 'utf8'))).toMatchObject({
      changes: [{ action: 'create', name: 'c' }],
    });
  });
});

describe.concurrent('the event decides the command', () => {
  it('pull_request plans, and starts nothing', async () => {
    const { emulator, workspace, base, head, inputs } = await change();
    const result = await runAction({ workspace, event: 'pull_request', payload: pullRequest(base, head), inputs });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.outputs).toMatchObject({ 'has-changes': 'true', errors: '0', warnings: '0' });
    expect(result.outputs).not.toHaveProperty('created');
    expect(result.summary).toContain('## Plan');
    expect(result.summary).toContain('start 1 job');
    expect(JSON.parse(readFileSync(result.outputs['plan-file'] as string, 'utf8'))).toMatchObject({
      formatVersion: 1,
      basis: { source: 'example/firmware', base },
      changes: [{ action: 'create', name: 'a' }],
    });
    expect(await jobs(emulator)).toEqual({});
  });

  it('push applies, and the same push again starts nothing', async () => {
    const { emulator, workspace, base, head, inputs } = await change();
    const step = { workspace, event: 'push', payload: push(base, head), inputs, env: { GITHUB_SHA: head } };
    const first = await runAction(step);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.outputs).toMatchObject({ created: 'a', 'has-changes': 'true', errors: '0', warnings: '0' });
    expect(first.summary).toContain('## Applied');
    expect(JSON.parse(readFileSync(first.outputs['report-file'] as string, 'utf8'))).toMatchObject({
      formatVersion: 1,
      basis: { base, head },
      done: [{ kind: 'Job', name: 'a', action: 'create' }],
    });
    const before = await jobs(emulator);
    emulator.clock.advance(60_000);
    const second = await runAction(step);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.outputs).toMatchObject({ created: '', 'has-changes': 'false' });
    expect((await jobs(emulator)).a?.createdAt).toBe(before.a?.createdAt);
  });

  it('a mistake is an annotation, a code frame in the log and a row of the summary', async () => {
    const { workspace, base, commit, inputs } = await change();
    const head = commit({ 'rollouts/b.yaml': job('b').replace('"targets"', '"tragets"') });
    const result = await runAction({ workspace, event: 'pull_request', payload: pullRequest(base, head), inputs });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/^::error file=rollouts\/b\.yaml,line=\d+,.*did you mean targets\?/m);
    expect(result.stdout).toMatch(/^ +\| +\^{9}$/m);
    expect(result.summary).toMatch(/\| error \| <code>rollouts\/b\.yaml&#58;\d+&#58;\d+<\/code> \| .*tragets/);
  });

  it('another event needs a command, and gets what it asks for', async () => {
    const { workspace, inputs } = await change();
    const released = await runAction({ workspace, event: 'release', payload: {}, inputs });
    expect(released.exitCode).toBe(1);
    expect(released.stdout).toMatch(/^::error .*no command follows from the event release%0ASet the input/);
    const validated = await runAction({
      workspace,
      event: 'workflow_dispatch',
      payload: {},
      inputs: { command: 'validate' },
    });
    expect(validated).toMatchObject({ exitCode: 0, stdout: '', outputs: { errors: '0', warnings: '0' } });
    expect(validated.summary).toContain('**0 errors, 0 warnings** in 1 file');
  });

  it.each(['pull_request', 'pull_request_target', 'merge_group'])('%s never applies', async (event) => {
    const { emulator, workspace, base, head, inputs } = await change();
    const payload = pullRequest(base, head);
    const result = await runAction({ workspace, event, payload, inputs: { ...inputs, command: 'apply' } });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('would start rollouts before the merge%0AUse command: plan here');
    expect(await jobs(emulator)).toEqual({});
  });
});

describe.concurrent('the base', () => {
  it('of a push without one before it must be given, and all compares with nothing', async () => {
    const { emulator, workspace, head, inputs } = await change();
    const step = { workspace, event: 'push', payload: push(noCommit, head) };
    const refused = await runAction({ ...step, inputs });
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('this push has no commit before it');
    expect(refused.stdout).toContain('base: all');
    expect(await jobs(emulator)).toEqual({});
    const all = await runAction({ ...step, inputs: { ...inputs, base: 'all' } });
    expect(all).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
  });

  it('can be set by the input, which wins over the event', async () => {
    const { workspace, base, head, inputs } = await change();
    const step = { workspace, event: 'push', payload: push(base, head) };
    const settled = await runAction({ ...step, inputs: { ...inputs, base: 'HEAD' } });
    expect(settled).toMatchObject({ exitCode: 0, outputs: { created: '', 'has-changes': 'false' } });
  });

  it('of a merge group is its base commit', async () => {
    const { workspace, base, inputs } = await change();
    const payload = { merge_group: { base_sha: base } };
    const result = await runAction({
      workspace,
      event: 'merge_group',
      payload,
      inputs: { ...inputs, command: 'plan' },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'true' } });
  });

  it.each([
    ['was not written', {}, 'names no base commit'],
    ['cannot be found', { GITHUB_EVENT_PATH: '/nowhere/event.json' }, 'cannot be read'],
  ])('is asked for when the payload %s', async (_, env, message) => {
    const { emulator, workspace, inputs } = await change();
    const result = await runAction({ workspace, event: 'push', inputs, env });
    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(commandsOf(result.stdout)).toEqual([expect.stringContaining(message)]);
    expect(await jobs(emulator)).toEqual({});
  });

  it('is asked for when the payload is empty', async () => {
    const { workspace, inputs } = await change();
    const result = await runAction({ workspace, event: 'pull_request', payload: null, inputs });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('the event pull_request names no base commit');
  });

  it('that a shallow checkout lacks is fetched, or an error with the way to fetch it', async () => {
    const { workspace, base, head, git, inputs } = await change();
    const clone = `${temporaryFolder()}/clone`;
    git('clone', '--quiet', '--depth', '1', `file://${workspace}`, clone);
    const planned = await runAction({
      workspace: clone,
      event: 'pull_request',
      payload: pullRequest(base, head),
      inputs: { ...inputs, command: 'plan' },
    });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'true' } });
    git('clone', '--quiet', '--depth', '1', `file://${workspace}`, `${clone}-2`);
    git('-C', `${clone}-2`, 'remote', 'set-url', 'origin', `file://${clone}-gone`);
    const result = await runAction({ workspace: `${clone}-2`, event: 'push', payload: push(base, head), inputs });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/shallow clone and could not be fetched%0A.*fetch-depth: 0/);
  });

  it('of a pull request is the merge’s first parent: what was merged meanwhile is not new', async () => {
    const { emulator, workspace, base, head, commit, git, inputs } = await change();
    git('checkout', '--quiet', '-b', 'main-now', base);
    const main = commit({ 'rollouts/meanwhile.yaml': job('meanwhile') });
    git('merge', '--quiet', '--no-ff', '--no-gpg-sign', '--message', 'Merge', head);
    const step = { workspace, event: 'pull_request', payload: pullRequest(base, head) };
    const planned = async (more: Readonly<Record<string, string>> = {}) => {
      const result = await runAction({ ...step, inputs: { ...inputs, ...more } });
      expect(result.exitCode).toBe(0);
      const plan = JSON.parse(readFileSync(result.outputs['plan-file'] as string, 'utf8'));
      return [
        plan.basis.base,
        ...plan.changes.map((it: { action: string; name: string }) => `${it.action} ${it.name}`),
      ];
    };
    expect(await planned()).toEqual([main, 'create a', 'settled meanwhile']);
    expect(await planned({ base })).toEqual([base, 'create a', 'create meanwhile']);
    expect(await jobs(emulator)).toEqual({});
    // Another merge than the one of this pull request says nothing about it.
    git('checkout', '--quiet', '--detach', head);
    expect(await planned()).toEqual([base, 'create a']);
  });
});

describe.concurrent('without AWS credentials', () => {
  const env = { AWS_REGION: 'eu-west-1' };

  it('a pull request is planned from Git alone, which is said', async () => {
    const { workspace, base, head } = await change();
    const result = await runAction({ workspace, event: 'pull_request', payload: pullRequest(base, head), env });
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { 'has-changes': 'true' } });
    expect(result.stdout).toContain('No AWS credentials: the plan is made from Git alone.');
    expect(result.summary).toContain('AWS was not asked');
  });

  it('a push fails and says what to add to the workflow', async () => {
    const { workspace, base, head } = await change();
    const result = await runAction({ workspace, event: 'push', payload: push(base, head), env });
    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(commandsOf(result.stdout)).toEqual([
      expect.stringMatching(
        /No AWS credentials were found\.%0ARun aws-actions\/configure-aws-credentials.*id-token: write/,
      ),
    ]);
    expect(result.summary).toContain('could not run');
  });

  it('a region that is missing is said, and how to set it', async () => {
    const { workspace, base, head } = await change();
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    const result = await runAction({ workspace, event: 'push', payload: push(base, head), env: keys });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('No AWS region was found.%0ASet the input aws-region');
  });
});

describe.concurrent('a push', () => {
  it('of an older commit, run again, does not bring back what a later one changed or removed', async () => {
    const { emulator, workspace, base, head, commit, git, inputs } = await change();
    const slow = { jobExecutionsRolloutConfig: { maximumPerMinute: 5 } };
    const env = { GITHUB_REF: 'refs/heads/main' };
    const withB = commit({ 'rollouts/b.yaml': job('b') });
    const later = commit({ 'rollouts/a.yaml': job('a', slow), 'rollouts/b.yaml': null });
    git('update-ref', 'refs/remotes/origin/main', later);
    await runAction({ workspace, event: 'push', payload: push(base, later), inputs, env });
    git('checkout', '--quiet', withB);
    const again = await runAction({ workspace, event: 'push', payload: push(head, withB), inputs, env });
    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain('of this branch changes or removes it; this older state is not written');
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
    const described = await (await fetch(`${emulator.endpoint}/jobs/a`)).json();
    expect(described).toMatchObject({ job: slow });
  });

  it('that waited behind another still starts what the branch has not given up', async () => {
    const { emulator, workspace, base, head, commit, git, inputs } = await change();
    const later = commit({ 'rollouts/b.yaml': job('b') });
    git('update-ref', 'refs/remotes/origin/main', later);
    git('checkout', '--quiet', head);
    const env = { GITHUB_REF: 'refs/heads/main' };
    const result = await runAction({ workspace, event: 'push', payload: push(base, head), inputs, env });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });

  it('to another branch than the default one applies only when asked to', async () => {
    const { emulator, workspace, base, head, inputs } = await change();
    const payload = { ...push(base, head), ref: 'refs/heads/feature', repository: { default_branch: 'main' } };
    const refused = await runAction({ workspace, event: 'push', payload, inputs });
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('does not apply by itself: the default branch is main');
    expect(await jobs(emulator)).toEqual({});
    const asked = await runAction({ workspace, event: 'push', payload, inputs: { ...inputs, command: 'apply' } });
    expect(asked).toMatchObject({ exitCode: 0, outputs: { created: 'a' } });
  });

  it('starts a job that is not new by its exact name', async () => {
    const { emulator, workspace, head, inputs } = await change();
    const step = { workspace, event: 'push', payload: push(head, head) };
    const settled = await runAction({ ...step, inputs });
    expect(settled.stdout).toContain('Not in AWS, and not new, so not started: a.');
    expect(await jobs(emulator)).toEqual({});
    await runAction({ ...step, inputs: { ...inputs, recreate: 'a' } });
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });
});

describe.concurrent('inputs that cannot be meant', () => {
  it.each([
    [{ command: 'aply' }, 'the input command must be one of validate, plan, apply, status, drift, cancel, not aply'],
    [{ wait: 'yes' }, 'the input wait must be true or false, not yes'],
    [{ 'wait-timeout-minutes': 'long' }, 'the input wait-timeout-minutes must be a number of minutes, not long'],
    [{ prune: 'remove' }, 'the input prune must be one of cancel, delete, not remove'],
    [{ manifests: 'nope/*.yaml' }, 'no manifest matches nope/*.yaml'],
  ])('%j are one error', async (inputs, message) => {
    const { root, base } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const result = await runAction({ workspace: root, event: 'push', payload: push(base, base), inputs });
    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(commandsOf(result.stdout)).toEqual([expect.stringContaining(message)]);
  });
});
