import { describe, expect, it } from 'vitest';
import { job, template } from './support/manifests.js';
import { type Ended, runCli } from './support/process.js';
import { repositoryWith } from './support/repository.js';

interface Policy {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Action: readonly string[] | string;
    readonly Resource: readonly string[] | string;
    readonly Condition?: { readonly StringEquals: Readonly<Record<string, unknown>> };
  }[];
}

const files = {
  'rollouts/a.yaml': job('a', { template: 'ota', document: undefined }),
  'rollouts/t.yaml': template('ota'),
};
const here = ['--region', 'eu-west-1', '--account', '123456789012'];

function print(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  root = repositoryWith(files).root,
): Promise<Ended> {
  return runCli(['iam-policy', ...args], { cwd: root, env });
}

function statements({ stdout }: Ended): Policy['Statement'] {
  return (JSON.parse(stdout) as Policy).Statement;
}

describe.concurrent('iam-policy', () => {
  it('prints the policy as JSON, and what to know about it on standard error', async () => {
    const ended = await print(here);
    expect(ended.exitCode).toBe(0);
    expect(statements(ended).find(({ Sid }) => Sid === 'OurJobs')).toEqual({
      Sid: 'OurJobs',
      Effect: 'Allow',
      Action: ['iot:UpdateJob', 'iot:CancelJob', 'iot:UntagResource'],
      Resource: ['arn:aws:iot:eu-west-1:123456789012:job/a'],
      Condition: { StringEquals: { 'aws:ResourceTag/iot-rollouts:source': 'example/firmware' } },
    });
    expect(ended.stderr).toBe('It names what these 2 manifests describe: print it again when one is added.\n');
  });

  it('prints one for planning, without any action that writes', async () => {
    const actions = statements(await print(['--read-only', ...here])).flatMap(({ Action }) => Action);
    expect(actions.every((action) => /^iot:(List|Describe|Get)/.test(action))).toBe(true);
  });

  it('is of all regions and accounts, and says so, unless it is told them', async () => {
    const ended = await print([], { AWS_REGION: 'eu-central-1' });
    expect(statements(ended).find(({ Sid }) => Sid === 'Templates')?.Resource).toEqual([
      'arn:aws:iot:eu-central-1:*:jobtemplate/ota',
    ]);
    expect(ended.stderr).toContain('The account is not known and stands as * in the ARNs: give --account.');
  });

  it('names what was removed since a base, too, when that is given', async () => {
    const { root, commit, write } = repositoryWith(files);
    commit({});
    write({ 'rollouts/a.yaml': null });
    const jobs = (ended: Ended) => statements(ended).find(({ Sid }) => Sid === 'Jobs')?.Resource;
    expect(jobs(await print(here, {}, root))).toBeUndefined();
    expect(jobs(await print(['--base', 'HEAD', ...here], {}, root))).toEqual([
      'arn:aws:iot:eu-west-1:123456789012:job/a',
    ]);
  });

  it('shows manifests’ errors at their line instead', async () => {
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a', { targets: [] }) });
    const ended = await print(here, {}, root);
    expect([ended.exitCode, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toContain('rollouts/a.yaml:5');
  });

  it('prints the trust policy of a role, without any manifest', async () => {
    const { root } = repositoryWith({});
    const subject = async (...args: string[]) => {
      const ended = await print(['--trust', 'github', '--account', '123456789012', ...args], {}, root);
      return statements(ended)[0]?.Condition?.StringEquals['token.actions.githubusercontent.com:sub'];
    };
    expect(await subject('--environment', 'production')).toBe('repo:example/firmware:environment:production');
    expect(await subject('--read-only', '--repository', 'acme/other')).toBe('repo:acme/other:pull_request');
    expect(await subject('--branch', 'main', '--immutable', '12/34')).toBe(
      'repo:example@12/firmware@34:ref:refs/heads/main',
    );
  });

  it.each([
    [['--account', '1234'], '--account must be the twelve digits of an account, not 1234'],
    [['--region', 'europe'], '--region must be a region such as eu-west-1, not europe'],
    [['--environment', 'x'], '--environment belongs to the trust policy: add --trust github'],
    [['--trust', 'gitlab'], '--trust knows github, not gitlab'],
    [['--trust', 'github', '--environment', 'x'], 'name the account of the role: --account 123456789012'],
    [['--trust', 'github', ...here], 'say which workflows may assume the role: --environment NAME'],
    [['--trust', 'github', ...here, '--branch', 'x', '--immutable', 'a/b'], '--immutable must be the numbers'],
    [
      ['--trust', 'github', ...here, '--branch', 'x', '--repository', 'acme'],
      '--repository must be OWNER/NAME, not acme',
    ],
    [['--trust', 'github', ...here, '--environment', 'Prüfstand–1'], 'no character beyond U+00FF'],
  ])('refuses %j with a message', async (args, message) => {
    const { exitCode, stdout, stderr } = await print(args);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
  });
});
