import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, send, testEmulator } from '../../cli/test/support/emulator.js';
import { job } from '../../cli/test/support/manifests.js';
import { repositoryWith } from '../../cli/test/support/repository.js';
import { oidcIssuer } from './support/oidc.js';
import { commandsOf, masksOf, push, runAction } from './support/runner.js';

/** A repository whose jobs `a` and `b` were started. */
async function started() {
  const emulator = await testEmulator();
  const { root, base, commit, git } = repositoryWith({});
  const head = commit({ 'rollouts/a.yaml': job('a'), 'rollouts/b.yaml': job('b') });
  const inputs = { 'endpoint-url': emulator.endpoint };
  await runAction({ workspace: root, event: 'push', payload: push(base, head), inputs });
  const dispatch = (more: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) =>
    runAction({ workspace: root, event: 'workflow_dispatch', payload: {}, inputs: { ...inputs, ...more }, env });
  return { emulator, root, base, head, commit, git, inputs, dispatch };
}

describe.concurrent('workflow_dispatch', () => {
  it('shows how jobs stand, all or those that are named', async () => {
    const { dispatch } = await started();
    expect((await dispatch({})).summary).toMatch(/<code>a<\/code>[\s\S]*<code>b<\/code>/);
    const named = await dispatch({ names: 'b' });
    expect(named.summary).toContain('<code>b</code>');
    expect(named.summary).not.toContain('<code>a</code>');
  });

  it('cancels the jobs that are named, and says who did it', async () => {
    const { emulator, dispatch } = await started();
    const env = { GITHUB_ACTOR: 'octocat', GITHUB_RUN_ID: '7' };
    const first = await dispatch({ command: 'cancel', names: 'a' }, env);
    expect(first).toMatchObject({ exitCode: 0, outputs: { errors: '0' } });
    const held = await jobs(emulator);
    expect([held.a?.status, held.b?.status]).toEqual(['CANCELED', 'IN_PROGRESS']);
    expect(await send(emulator, 'GET', '/jobs/a')).toMatchObject({
      job: { comment: 'Cancelled by octocat in https://github.com/example/firmware/actions/runs/7' },
    });
    const again = await dispatch({ command: 'cancel', names: 'a' }, env);
    expect(again.exitCode).toBe(0);
    expect(again.summary).toContain('has ended already');
  });

  it('cancels also while manifests are broken, but no job of others and none that is not there', async () => {
    const { emulator, commit, dispatch } = await started();
    commit({ 'rollouts/broken.yaml': 'kind: [' });
    const { targets } = (await send(emulator, 'GET', '/jobs/a')).job as { targets: readonly string[] };
    await send(emulator, 'PUT', '/jobs/foreign', { targets, document: '{}' });
    const result = await dispatch({ command: 'cancel', names: 'b foreign nobody' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { errors: '2' } });
    expect(commandsOf(result.stdout)).toEqual([
      expect.stringContaining('foreign: was not started by iot-rollouts'),
      expect.stringContaining('nobody: there is no such job'),
    ]);
    const held = await jobs(emulator);
    expect([held.b?.status, held.foreign?.status]).toEqual(['CANCELED', 'IN_PROGRESS']);
  });

  it.each([
    [{ command: 'cancel' }, 'command: cancel needs to know which jobs'],
    [{ command: 'plan', names: 'a' }, 'command: plan looks at all manifests and takes no names'],
    [{ 'require-protected-environment': 'true' }, 'require-protected-environment names no environment'],
  ])('with %j is one error', async (inputs, message) => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const result = await runAction({ workspace: root, event: 'workflow_dispatch', payload: {}, inputs });
    expect(result.exitCode).toBe(1);
    expect(commandsOf(result.stdout)).toEqual([expect.stringContaining(message)]);
  });
});

describe.concurrent('merge_group', () => {
  it('validates, and always reports', async () => {
    const { root, base, commit } = repositoryWith({});
    commit({ 'rollouts/a.yaml': job('a') });
    const step = { workspace: root, event: 'merge_group', payload: { merge_group: { base_sha: base } } };
    const good = await runAction(step);
    expect(good).toMatchObject({ exitCode: 0, outputs: { errors: '0' } });
    expect(good.summary).toContain('**0 errors, 0 warnings** in 1 file');
    commit({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    expect(await runAction(step)).toMatchObject({ exitCode: 1, outputs: { errors: '1' } });
  });
});

describe.concurrent('pull_request_target', () => {
  const payload = (base: string, head: string, from: string) => ({
    pull_request: { number: 1, base: { sha: base }, head: { sha: head, repo: { full_name: from } } },
    repository: { full_name: 'example/firmware' },
  });

  it('is refused with a fork’s code checked out, also as the merge commit', async () => {
    const { root, base, commit, git } = repositoryWith({});
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const run = (from: string) =>
      runAction({
        workspace: root,
        event: 'pull_request_target',
        payload: payload(base, head, from),
        inputs: { command: 'validate' },
      });
    const refused = await run('stranger/firmware');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('pull_request_target with a fork’s code checked out');
    expect((await run('example/firmware')).exitCode).toBe(0);
    git('checkout', '--quiet', base);
    git('merge', '--quiet', '--no-ff', '--no-gpg-sign', '--message', 'Merge', head);
    expect((await run('stranger/firmware')).exitCode).toBe(1);
  });
});

describe.concurrent('findings', () => {
  it('are written as SARIF where a file is named', async () => {
    const { root, base, commit } = repositoryWith({});
    const head = commit({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    const pullRequest = { pull_request: { base: { sha: base }, head: { sha: head } } };
    const step = { workspace: root, event: 'pull_request', payload: pullRequest };
    await runAction({ ...step, inputs: { 'sarif-file': 'findings.sarif' } });
    const { runs } = JSON.parse(readFileSync(`${root}/findings.sarif`, 'utf8'));
    expect(runs[0].results).toMatchObject([
      { level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: 'rollouts/a.yaml' } } }] },
    ]);
    const unwritable = await runAction({ ...step, inputs: { 'sarif-file': 'no-folder/findings.sarif' } });
    expect(unwritable.stdout).toContain('the SARIF file cannot be written');
    expect(existsSync(`${root}/no-folder`)).toBe(false);
  });

  it('of validation and plan together stay within GitHub’s ten', async () => {
    const emulator = await testEmulator();
    const { root, base, commit } = repositoryWith({});
    const names = Array.from({ length: 14 }, (_, index) => `job-${index}`);
    const files = (spec: object) =>
      Object.fromEntries(names.map((name) => [`rollouts/${name}.yaml`, job(name, { ...spec })]));
    const inputs = { 'endpoint-url': emulator.endpoint };
    const head = commit(files({}));
    await runAction({ workspace: root, event: 'push', payload: push(base, head), inputs });
    const edited = commit(files({ targetSelection: 'CONTINUOUS' }));
    const result = await runAction({ workspace: root, event: 'push', payload: push(head, edited), inputs });
    const commands = commandsOf(result.stdout);
    expect(commands.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(commands.at(-1)).toBe('::notice title=iot-rollouts::4 more errors are not shown as annotations');
  });
});

describe.concurrent('secrets', () => {
  it('are blanked before anything else is printed, and stand nowhere else', async () => {
    const { root, base } = repositoryWith({ 'rollouts/a.yaml': job('a') });
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_SESSION_TOKEN: 'session%token-of-example',
      AWS_REGION: 'us-east-1',
    };
    const token = 'ghs_secret_of_this_workflow';
    // Nobody listens there.
    const inputs = { 'endpoint-url': 'http://127.0.0.1:9', base };
    const { stdout, stderr, summary } = await runAction({
      workspace: root,
      event: 'push',
      payload: push(base, base),
      env,
      token,
      inputs: { ...inputs, command: 'validate' },
    });
    const secrets = [env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY, 'session%25token-of-example', token];
    expect(masksOf(stdout)).toEqual(secrets);
    const rest = stdout.split('\n').slice(secrets.length).join('\n') + stderr + summary;
    for (const secret of [...secrets, env.AWS_SESSION_TOKEN]) expect(rest).not.toContain(secret);
  });
});

describe.concurrent('credentials that AWS does not give', () => {
  it('are explained by what the run’s OIDC token says', async () => {
    const { root, base, commit } = repositoryWith({});
    const head = commit({ 'rollouts/a.yaml': job('a') });
    const { token, env } = await oidcIssuer({ sub: 'repo:example@1/firmware@2:environment:production' });
    const { exitCode, stdout } = await runAction({
      workspace: root,
      event: 'push',
      payload: push(base, head),
      env: { ...env, AWS_REGION: 'us-east-1' },
    });
    expect(exitCode).toBe(1);
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(
        /No AWS credentials.*sub repo:example@1\/firmware@2:environment:production and aud sts\.amazonaws\.com/,
      ),
    ]);
    expect(masksOf(stdout)).toContain(token);
  });
});
