import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '@iot-rollouts/emulator';
import type { Plan } from '@iot-rollouts/reconcile';
import { describe, expect, it } from 'vitest';
import { minute, send, testEmulator } from './support/emulator.js';
import { job } from './support/manifests.js';
import { type Ended, runCli } from './support/process.js';
import { type Repository, repositoryWith, temporaryFolder } from './support/repository.js';

const things = 'arn:aws:iot:us-east-1:123456789012:thinggroup/good';
const document = '{"operation":"install"}';

/** An account with the template `ota`, the jobs `fw-1`, which is started from it, `fw-2`, and `old`, which has ended. */
async function filledEmulator(): Promise<Emulator> {
  const emulator = await testEmulator();
  await send(emulator, 'PUT', '/job-templates/ota', {
    description: 'Standard',
    document,
    tags: [{ Key: 'team', Value: 'climate' }],
  });
  await send(emulator, 'PUT', '/jobs/old', { targets: [things], document });
  await send(emulator, 'POST', '/_emulator/clock', { advanceMs: 30 * minute });
  const jobTemplateArn = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/ota';
  await send(emulator, 'PUT', '/jobs/fw-1', { targets: [things], jobTemplateArn });
  await send(emulator, 'PUT', '/jobs/fw-2', { targets: [things], document, targetSelection: 'CONTINUOUS' });
  return emulator;
}

function importInto({ root }: Pick<Repository, 'root'>, emulator: Emulator, ...args: string[]): Promise<Ended> {
  return runCli(['import', ...args, '--endpoint-url', emulator.endpoint], { cwd: root });
}

async function tagsOf(emulator: Emulator, resource: string): Promise<Readonly<Record<string, string>>> {
  const arn = encodeURIComponent(`arn:aws:iot:us-east-1:123456789012:${resource}`);
  const { tags } = (await send(emulator, 'GET', `/tags?resourceArn=${arn}`)) as {
    tags: readonly { Key: string; Value: string }[];
  };
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function tag(emulator: Emulator, resource: string, tags: Readonly<Record<string, string>>): Promise<unknown> {
  return send(emulator, 'POST', '/tags', {
    resourceArn: `arn:aws:iot:us-east-1:123456789012:${resource}`,
    tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
}

describe.concurrent('import', () => {
  it('writes a manifest for every template and every job that has not ended', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({});
    const { exitCode, stdout, stderr } = await importInto(repository, emulator);
    expect(stdout).toBe(
      [
        'Wrote rollouts/ota.yaml: template ota',
        'Wrote rollouts/fw-1.yaml: job fw-1 (IN_PROGRESS)',
        'Wrote rollouts/fw-2.yaml: job fw-2 (IN_PROGRESS)',
        'Imported 1 template and 2 jobs.',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(readFileSync(join(repository.root, 'rollouts/fw-1.yaml'), 'utf8')).toBe(
      `apiVersion: iot-rollouts/v1
kind: Job
metadata:
  name: fw-1
spec:
  template: ota
  targets: [thinggroup/good]
`,
    );
    expect(await runCli(['validate'], { cwd: repository.root })).toMatchObject({ exitCode: 0 });
  });

  it('adopts by tags alone, after which a plan does nothing and an import has nothing left to do', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({});
    const { exitCode, stdout } = await importInto(repository, emulator, '--adopt');
    expect(stdout).toContain('Tagging 1 template and 2 jobs as example/firmware’s; nothing else is changed in AWS.');
    expect(stdout).toContain('  template ota: tagged\n  job fw-1: tagged\n  job fw-2: tagged\n');
    expect(exitCode).toBe(0);
    expect(await tagsOf(emulator, 'jobtemplate/ota')).toEqual({
      team: 'climate',
      'iot-rollouts:source': 'example/firmware',
      'iot-rollouts:manifest': 'rollouts/ota.yaml',
      'iot-rollouts:digest': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const base of [['--all'], ['--base', 'HEAD']]) {
      const plan = await runCli(['plan', ...base, '--format', 'json', '--endpoint-url', emulator.endpoint], {
        cwd: repository.root,
      });
      expect(plan).toMatchObject({ exitCode: 0, stderr: '' });
      expect((JSON.parse(plan.stdout) as Plan).changes.map(({ action }) => action)).toEqual(['none', 'none', 'none']);
    }
    const again = await importInto(repository, emulator, '--adopt');
    expect(again.stdout).toContain('Left out job fw-1: has a manifest already: rollouts/fw-1.yaml:4\n');
    expect(again.stdout).toContain('Tagging 0 templates and 0 jobs');
    expect(again.stdout).toContain('  job fw-1: is example/firmware’s already\n');
    expect(again.exitCode).toBe(0);
  });

  it('takes a job that has ended when it is named, or with --all-jobs', async () => {
    const emulator = await filledEmulator();
    const named = await importInto(repositoryWith({}), emulator, 'old');
    expect(named.stdout).toBe('Wrote rollouts/old.yaml: job old (COMPLETED)\nImported 0 templates and 1 job.\n');
    const all = await importInto(repositoryWith({}), emulator, '--all-jobs', '--jobs');
    expect(all.stdout).toContain('Imported 0 templates and 3 jobs.');
    const templates = await importInto(repositoryWith({}), emulator, '--templates', '--out', 'fleet/rollouts');
    expect(templates.stdout).toContain('Wrote fleet/rollouts/ota.yaml: template ota\n');
    expect(templates.stderr).toContain('add fleet/rollouts/**/*.yaml to manifests in iot-rollouts.config.yaml');
  });

  it('says which names do not exist, and imports the others', async () => {
    const emulator = await filledEmulator();
    const { exitCode, stdout } = await importInto(repositoryWith({}), emulator, 'fw-2', 'gone', '../fw-1');
    expect(stdout).toContain('Not found: gone is no job or template of this account and region\n');
    expect(stdout).toContain('Not found: ../fw-1 is no job');
    expect(stdout).toContain('Imported 0 templates and 1 job.\n');
    expect(exitCode).toBe(1);
  });

  it('names the ARN of a template that has no manifest', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({});
    await importInto(repository, emulator, 'fw-1');
    expect(readFileSync(join(repository.root, 'rollouts/fw-1.yaml'), 'utf8')).toContain(
      '  jobTemplateArn: arn:aws:iot:us-east-1:123456789012:jobtemplate/ota\n',
    );
  });

  it('never overwrites a file, nor writes a second manifest of a resource', async () => {
    const emulator = await filledEmulator();
    const mine = '# mine\n';
    const repository = repositoryWith({
      'rollouts/FW-2.yaml': mine,
      'elsewhere/all.yaml': job('fw-1'),
    });
    const { exitCode, stdout } = await importInto(repository, emulator, '--jobs');
    expect(stdout).toContain(
      'Left out job fw-1: has a manifest already: in a file with errors, or outside the manifests’ globs\n',
    );
    expect(stdout).toContain(
      'Left out job fw-2: rollouts/fw-2.yaml exists and is not overwritten; move it, or import into another folder with --out\n',
    );
    expect(exitCode).toBe(0);
    expect(readFileSync(join(repository.root, 'rollouts/FW-2.yaml'), 'utf8')).toBe(mine);
  });

  it('does nothing with --dry-run but tell', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({});
    const { exitCode, stdout } = await importInto(repository, emulator, '--dry-run', '--adopt');
    expect(stdout).toContain('Would write rollouts/ota.yaml: template ota\n');
    expect(stdout).toContain('Would tag 1 template and 2 jobs as example/firmware’s; nothing else is changed in AWS.');
    expect(exitCode).toBe(0);
    expect(existsSync(join(repository.root, 'rollouts'))).toBe(false);
    expect(await tagsOf(emulator, 'jobtemplate/ota')).toEqual({ team: 'climate' });
  });

  it('writes into no folder outside the repository', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({});
    const outside = temporaryFolder();
    mkdirSync(join(repository.root, 'a'));
    symlinkSync(outside, join(repository.root, 'a/link'));
    for (const folder of ['..', '../x', outside, 'a/link', 'a/link/rollouts']) {
      const { exitCode, stdout, stderr } = await importInto(repository, emulator, '--out', folder);
      expect([exitCode, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`--out must be a folder of this repository, not ${folder}`);
    }
  });

  it('refuses to adopt what differs, what another repository has, and what has no room for four tags', async () => {
    const emulator = await filledEmulator();
    const repository = repositoryWith({ 'rollouts/fw-2.yaml': job('fw-2', { description: 'Edited' }) });
    await tag(emulator, 'job/fw-1', { 'iot-rollouts:source': 'other/repository' });
    await tag(
      emulator,
      'jobtemplate/ota',
      Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`tag-${index}`, 'x'])),
    );
    const { exitCode, stdout } = await importInto(repository, emulator, '--adopt');
    expect(stdout).toContain('Tagging 0 templates and 0 jobs');
    expect(stdout).toContain(
      '  template ota: not tagged: it would have 52 tags with the 4 of iot-rollouts, and AWS allows 50; take some away in AWS\n',
    );
    expect(stdout).toContain(
      '  job fw-1: not tagged: its tag iot-rollouts:source says that it comes from other/repository, not from example/firmware; it is left to that repository\n',
    );
    expect(stdout).toContain(
      '  job fw-2: not tagged: it differs from its manifest rollouts/fw-2.yaml:4 in /spec/description, /spec/targetSelection\n',
    );
    expect(exitCode).toBe(1);
    expect(readFileSync(join(repository.root, 'rollouts/ota.yaml'), 'utf8')).toMatch(
      /^# Its 48 tags are left to AWS: a manifest can have 46\.\n/,
    );
    expect(Object.keys(await tagsOf(emulator, 'job/fw-2'))).toEqual([]);
  });

  it('silences at its line a rule that AWS let pass', async () => {
    const emulator = await testEmulator();
    await send(emulator, 'PUT', '/jobs/loose', {
      targets: [things],
      document,
      abortConfig: {
        criteriaList: [
          { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 0, minNumberOfExecutedThings: 1 },
        ],
      },
    });
    const repository = repositoryWith({ 'iot-rollouts.config.yaml': 'rules:\n  abort/threshold-zero: error\n' });
    const { exitCode, stderr } = await importInto(repository, emulator);
    expect(readFileSync(join(repository.root, 'rollouts/loose.yaml'), 'utf8')).toMatch(
      /\n +# iot-rollouts-disable-next-line \S+ as it is in AWS\n/,
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await runCli(['validate'], { cwd: repository.root })).toMatchObject({ exitCode: 0 });
  });

  it('lets the pull request that adds it plan nothing for a job whose start has passed', async () => {
    const emulator = await testEmulator();
    const schedulingConfig = {
      startTime: '2026-01-02T09:00',
      endTime: '2027-11-01T09:00',
      endBehavior: 'STOP_ROLLOUT',
    };
    await send(emulator, 'PUT', '/jobs/nightly', { targets: [things], document, schedulingConfig });
    const { root } = repositoryWith({});
    expect(await importInto({ root }, emulator, '--adopt')).toMatchObject({ exitCode: 0, stderr: '' });
    const args = ['plan', '--base', 'HEAD', '--format', 'json', '--endpoint-url', emulator.endpoint];
    const { exitCode, stdout } = await runCli(args, { cwd: root });
    expect((JSON.parse(stdout) as Plan).changes.map(({ action }) => action)).toEqual(['none']);
    expect(exitCode).toBe(0);
  });
});
