import { describe, expect, it } from 'vitest';
import { jobs } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { repositoryWith } from '../../cli/test/support/repository.js';
import { production } from './support/production.js';
import { commandsOf, pullRequest, push, runAction } from './support/runner.js';

const repository = { full_name: 'example/firmware', default_branch: 'main' };

/** A repository with a fork's commit, which brings a job, and a pull request for it. */
function forked() {
  const { root, base, commit, git } = repositoryWith({});
  const main = commit({ 'rollouts/z.yaml': job('z') });
  git('checkout', '--quiet', '-b', 'fork', base);
  const head = commit({ 'rollouts/a.yaml': job('a') });
  git('checkout', '--quiet', 'main');
  const payload = {
    pull_request: { number: 1, base: { sha: main }, head: { sha: head, repo: { full_name: 'stranger/firmware' } } },
    repository,
  };
  const run = (more: { workspace?: string; env?: Readonly<Record<string, string>>; manifests?: string } = {}) =>
    runAction({
      workspace: more.workspace ?? root,
      event: 'pull_request_target',
      payload,
      inputs: { command: 'validate', ...(more.manifests && { manifests: more.manifests }) },
      ...(more.env && { env: more.env }),
    });
  return { root, base, main, head, commit, git, run };
}

const refused = [expect.stringContaining('pull_request_target with a fork’s code checked out')];

describe.concurrent('pull_request_target for a fork', () => {
  it('may look at the base branch, as it is and as it was', async () => {
    const { base, git, commit, run } = forked();
    expect((await run()).exitCode).toBe(0);
    const later = commit({ 'README.md': 'Merged meanwhile' });
    expect((await run({ env: { GITHUB_SHA: later } })).exitCode).toBe(0);
    git('checkout', '--quiet', '-b', 'old', base);
    expect((await run()).stdout).toContain('no manifest matches');
  });

  it('is refused with a commit of the fork, also one that came after the event', async () => {
    const { git, commit, run } = forked();
    git('checkout', '--quiet', 'fork');
    expect(commandsOf((await run()).stdout)).toEqual(refused);
    commit({ 'rollouts/b.yaml': job('b') });
    const { exitCode, stdout } = await run();
    expect(commandsOf(stdout)).toEqual(refused);
    expect(exitCode).toBe(1);
  });

  it('is refused with the merge, also in a clone that does not show its parents', async () => {
    const { root, git, run } = forked();
    git('merge', '--quiet', '--no-ff', '--no-gpg-sign', '--message', 'Merge', 'fork');
    expect(commandsOf((await run()).stdout)).toEqual(refused);
    const workspace = `${root}-shallow`;
    git('clone', '--quiet', '--depth', '1', `file://${root}`, workspace);
    expect(commandsOf((await run({ workspace })).stdout)).toEqual(refused);
  });

  it('is refused with a checkout of the fork in a folder of its own', async () => {
    const { root, git, run } = forked();
    git('clone', '--quiet', '--branch', 'fork', `file://${root}`, `${root}/pr`);
    const { exitCode, stdout } = await run({ manifests: 'pr/rollouts/*.yaml' });
    expect(commandsOf(stdout)).toEqual(refused);
    expect(exitCode).toBe(1);
  });

  it('is refused without a word on the pull request, which its token would write', async () => {
    const { github, base, commit, on } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const pull = { number: 1, base: { sha: base }, head: { sha: head, repo: { full_name: 'stranger/firmware' } } };
    const { stdout } = await on('pull_request_target', { pull_request: pull, repository }, { command: 'plan' });
    expect(commandsOf(stdout)).toEqual(refused);
    expect(github.requests).toEqual([]);
  });
});

describe.concurrent('an event about a pull request', () => {
  it.each([
    ['pull_request_review', pullRequest('a', 'b'), {}],
    ['issue_comment', { issue: { pull_request: { url: 'https://example.com' } } }, {}],
    ['workflow_dispatch', {}, { GITHUB_REF: 'refs/pull/1/merge' }],
  ])('%s neither applies nor cancels', async (event, payload, env) => {
    const { emulator, base, commit, step } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    await runAction({ ...step(base), payload: push(base, head) });
    for (const command of ['apply', 'cancel']) {
      const more = step(base, { command, names: 'a' });
      const { exitCode, stdout } = await runAction({ ...more, event, payload, env: { ...more.env, ...env } });
      expect(commandsOf(stdout)).toEqual([expect.stringContaining(`command: ${command} on ${event} would`)]);
      expect(exitCode).toBe(1);
    }
    expect((await jobs(emulator)).a?.status).toBe('IN_PROGRESS');
  });
});

describe.concurrent('a push that deleted its branch', () => {
  it('applies nothing, also when it is told to', async () => {
    const { emulator, base, commit, on } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const payload = { ref: 'refs/heads/feature', before: base, after: '0'.repeat(40), deleted: true, repository };
    for (const more of [{}, { command: 'apply' }]) {
      const { exitCode, stdout } = await on('push', payload, more);
      expect(commandsOf(stdout)).toEqual([expect.stringContaining('this push deleted refs/heads/feature')]);
      expect(exitCode).toBe(1);
    }
    expect(head).not.toBe(base);
    expect(await jobs(emulator)).toEqual({});
  });
});

describe.concurrent('names', () => {
  it.each([
    ['pull_request', 'plan'],
    ['schedule', 'drift'],
    ['merge_group', 'validate'],
  ])('are refused on %s, which looks at everything', async (event, command) => {
    const { base, commit, on } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const { exitCode, stdout } = await on(event, pullRequest(base, head), { names: 'a' });
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toEqual([expect.stringContaining(`command: ${command} looks at all manifests`)]);
  });
});

describe.concurrent('the last manifest', () => {
  it('may be removed: a check before the merge passes, and one without a base cannot know', async () => {
    const { root, commit } = repositoryWith({});
    const before = commit({ 'rollouts/a.yaml': job('a') });
    const after = commit({ 'rollouts/a.yaml': null });
    const step = { workspace: root, inputs: { command: 'validate' } };
    const group = { merge_group: { base_sha: before, head_sha: after } };
    expect(await runAction({ ...step, event: 'merge_group', payload: group })).toMatchObject({
      exitCode: 0,
      outputs: { errors: '0' },
    });
    const pull = await runAction({ ...step, event: 'pull_request', payload: pullRequest(before, after) });
    expect(pull.exitCode).toBe(0);
    const pushed = await runAction({ ...step, event: 'push', payload: push(before, after) });
    expect(pushed.stdout).toContain('no manifest matches');
  });
});
