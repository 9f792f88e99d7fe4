import { describe, expect, it } from 'vitest';
import { send, testEmulator } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { repositoryWith } from '../../cli/test/support/repository.js';
import { author, fakeGitHub } from './support/github.js';
import { commandsOf, push, runAction } from './support/runner.js';

/** A repository whose template `t` and job `a` were applied to `production`. */
async function applied() {
  const [github, emulator] = [await fakeGitHub(), await testEmulator()];
  const { root, base, commit, git } = repositoryWith({});
  const head = commit({
    'rollouts/t.yaml': template('t'),
    'rollouts/a.yaml': job('a', { description: 'As it was written' }),
  });
  const inputs = { 'endpoint-url': emulator.endpoint, environment: 'production' };
  const common = { workspace: root, token: github.token, inputs, env: github.env };
  await runAction({ ...common, event: 'push', payload: push(base, head) });
  const drift = (more: Readonly<Record<string, string>> = {}) =>
    runAction({ ...common, event: 'schedule', payload: {}, inputs: { ...inputs, ...more } });
  const change = async () => {
    await send(emulator, 'DELETE', '/job-templates/t');
    await send(emulator, 'PATCH', '/jobs/a', { description: 'Changed by hand <!-- x --> @everyone' });
  };
  const issues = () => github.issues.filter(({ isPullRequest }) => !isPullRequest);
  return { github, emulator, root, commit, git, drift, change, issues };
}

describe.concurrent('a scheduled run', () => {
  it('finds nothing where nothing was changed, and opens no issue', async () => {
    const { drift, issues } = await applied();
    const result = await drift();
    expect(result).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'false', warnings: '0' } });
    expect(result.summary).toContain('AWS holds what was applied.');
    expect(issues()).toEqual([]);
  });

  it('opens one issue and keeps it up to date', async () => {
    const { drift, change, issues } = await applied();
    await change();
    const found = await drift();
    expect(found).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'true', warnings: '2' } });
    expect(commandsOf(found.stdout)).toEqual([
      expect.stringMatching(/^::warning file=rollouts\/t\.yaml,line=4/),
      expect.stringMatching(/^::warning file=rollouts\/a\.yaml,line=4/),
    ]);
    const [issue, ...others] = issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ title: 'Drift in AWS IoT: production', state: 'open' });
    expect(issue?.body).toContain('**production: 2 of 2 resources differ in AWS from what was applied.**');
    expect(issue?.body.replace(/^<!-- .* -->\n/, '')).not.toMatch(/<!--|-->|@everyone/);
    await drift();
    expect(issues()).toHaveLength(1);
    const wholly = await drift({ 'fail-on-warning': 'true' });
    expect(wholly.exitCode).toBe(1);
  });

  it('closes the issue when AWS holds again what was applied', async () => {
    const { emulator, drift, issues } = await applied();
    await send(emulator, 'PATCH', '/jobs/a', { description: 'Changed by hand' });
    await drift();
    expect(issues().map(({ state }) => state)).toEqual(['open']);
    await send(emulator, 'PATCH', '/jobs/a', { description: 'As it was written' });
    await drift();
    expect(issues().map(({ state }) => state)).toEqual(['closed']);
  });

  it('does not take what was merged and not yet applied for drift', async () => {
    const { commit, drift, issues } = await applied();
    commit({ 'rollouts/t.yaml': template('t', { description: 'Merged, not applied' }), 'rollouts/b.yaml': job('b') });
    expect(await drift()).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'false' } });
    expect(issues()).toEqual([]);
  });

  it('leaves an issue of somebody else alone, and of two of its own closes one', async () => {
    const { github, drift, change, issues } = await applied();
    const forged = github.issue('Drift', '<!-- iot-rollouts:drift:production -->\nAll is well.', author);
    const [first, second] = [1, 2].map(() => github.issue('Drift', '<!-- iot-rollouts:drift:production -->\nold'));
    await change();
    await drift();
    expect(forged).toMatchObject({ state: 'open', body: '<!-- iot-rollouts:drift:production -->\nAll is well.' });
    expect([first?.state, second?.state]).toEqual(['open', 'closed']);
    expect(first?.body).toContain('2 of 2 resources differ');
    expect(issues()).toHaveLength(3);
  });

  it('that may not write issues says so and is no failure', async () => {
    const { github, drift, change } = await applied();
    await change();
    github.denied.push({ method: 'POST', path: /\/issues$/ });
    const { exitCode, stdout, summary } = await drift();
    expect(exitCode).toBe(0);
    expect(commandsOf(stdout)).toContainEqual(expect.stringMatching(/^::notice .*issues: write/));
    expect(summary).toContain('2 of 2 resources differ');
  });
});
