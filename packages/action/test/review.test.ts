import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planFaults } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { temporaryFolder } from '../../cli/test/support/repository.js';
import { production } from './support/production.js';
import { pullRequest, runAction, type StepResult } from './support/runner.js';

function planOf({ outputs }: StepResult): { basis: { base: string }; changes: { action: string; name: string }[] } {
  return JSON.parse(readFileSync(outputs['plan-file'] as string, 'utf8'));
}

/** `production`, where `z` was applied, the apply of the job `a` failed, and a pull request brings the job `b`. */
async function afterFailedApply() {
  const fixture = await production();
  const { emulator, base, commit, git, apply, on } = fixture;
  const applied = commit({ 'rollouts/z.yaml': template('z') });
  await apply(base);
  const main = commit({ 'rollouts/a.yaml': job('a') });
  await planFaults(emulator, { kind: 'error', operation: 'CreateJob', status: 501, count: 1 });
  await apply(applied);
  git('checkout', '--quiet', '-b', 'change');
  const head = commit({ 'rollouts/b.yaml': job('b') });
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--no-gpg-sign', '--message', 'Merge', 'change');
  const review = (more?: Readonly<Record<string, string>>) => on('pull_request', pullRequest(main, head), more);
  return { ...fixture, applied, main, head, review };
}

describe.concurrent('the plan of a pull request', () => {
  it('is what the merge does: with what was applied last, not with what was merged', async () => {
    const { applied, apply, main, review } = await afterFailedApply();
    const reviewed = await review();
    const plan = planOf(reviewed);
    expect(plan.basis.base).toBe(applied);
    expect(plan.changes.filter(({ action }) => action === 'create').map(({ name }) => name)).toEqual(['a', 'b']);
    expect(reviewed.summary).toContain(
      `ompared with commit <code>${applied.slice(0, 7)}</code>, the last one applied to production,`,
    );
    expect(reviewed.summary).not.toContain('not started');
    expect(await apply(main)).toMatchObject({ exitCode: 0, outputs: { created: 'a,b' } });
  });

  it('finds what was edited since the pull request’s own base', async () => {
    const { apply, commit, git, main, on } = await afterFailedApply();
    await apply(main);
    const merged = git('rev-parse', 'HEAD');
    const head = commit({ 'rollouts/a.yaml': job('a', { targetSelection: 'CONTINUOUS' }) });
    const result = await on('pull_request', pullRequest(merged, head));
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('base/immutable-field');
  });

  it('that may not read deployments says that the merge may start more', async () => {
    const { github, main, review } = await afterFailedApply();
    github.denied.push({ method: 'GET', path: /\/deployments$/ });
    const { exitCode, stdout, summary, ...result } = await review();
    expect(exitCode).toBe(0);
    expect(planOf({ exitCode, stdout, summary, ...result }).basis.base).toBe(main);
    expect(summary).toContain(
      'Not in AWS, and not new since that commit, but started by the merge if they were never applied: <code>a</code>.',
    );
    expect(summary).toMatch(/What was applied to production last cannot be read.*deployments.*read/);
    expect(summary).toContain(`<code>${main.slice(0, 7)}</code>, the base of the pull request,`);
    expect(stdout).toMatch(/The merge may start more jobs.*to production last cannot be read.*deployments: read/);
  });

  it('says nothing of deployments that it may not read where no job is missing', async () => {
    const { github, base, commit, on } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    github.denied.push({ method: 'GET', path: /\/deployments$/ });
    const { exitCode, summary } = await on('pull_request', pullRequest(base, head));
    expect(exitCode).toBe(0);
    expect(summary).not.toContain('cannot be read');
  });

  it('is compared with its base where the merge is not checked out and does not hold what was applied', async () => {
    const { github, base, commit, git, on } = await production();
    const head = commit({ 'rollouts/a.yaml': job('a') });
    git('checkout', '--quiet', '-b', 'elsewhere', base);
    github.deployment('production', base, ['success']);
    github.deployment('production', commit({ 'rollouts/b.yaml': job('b') }), ['success']);
    git('checkout', '--quiet', head);
    const result = await on('pull_request', pullRequest(base, head));
    expect(planOf(result).changes).toMatchObject([{ action: 'create', name: 'a' }]);
    expect(result.summary).toContain('the base of the pull request');
  });

  it('in a shallow clone that does not hold what was applied says what to fetch', async () => {
    const { head, main, root, git, step } = await afterFailedApply();
    const clone = `${temporaryFolder()}/clone`;
    git('clone', '--quiet', '--depth', '1', `file://${root}`, clone);
    const { exitCode, summary } = await runAction({
      ...step(main),
      workspace: clone,
      event: 'pull_request',
      payload: pullRequest(main, head),
    });
    expect(exitCode).toBe(0);
    expect(summary).toMatch(/shallow clone.*fetch-depth/);
  });
});
