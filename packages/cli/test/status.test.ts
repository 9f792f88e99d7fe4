import { describe, expect, it } from 'vitest';
import { minute, send, testEmulator } from './support/emulator.js';
import { job } from './support/manifests.js';
import { runCli, startCli } from './support/process.js';
import { repositoryWith, temporaryFolder } from './support/repository.js';

const arn = (group: string) => `arn:aws:iot:us-east-1:123456789012:thinggroup/${group}`;
const abortConfig = {
  criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 1 }],
};

/** An emulator with a job that will complete and one that will stop itself. */
async function twoJobs() {
  const emulator = await testEmulator();
  await send(emulator, 'PUT', '/jobs/good', { targets: [arn('good')], document: '{}' });
  await send(emulator, 'PUT', '/jobs/bad', { targets: [arn('bad')], document: '{}', abortConfig });
  const status = (...args: string[]) =>
    startCli(['status', '--endpoint-url', emulator.endpoint, ...args], { cwd: temporaryFolder() });
  return { emulator, status };
}

describe.concurrent('status', () => {
  it('tells a job that runs and one that ended, as JSON and as text', async () => {
    const { emulator, status } = await twoJobs();
    const running = await status('--format', 'json', 'good', 'bad').ended;
    expect(JSON.parse(running.stdout)).toMatchObject({
      formatVersion: 1,
      jobs: [
        { name: 'good', outcome: 'running', status: 'IN_PROGRESS' },
        { name: 'bad', outcome: 'running' },
      ],
    });
    expect(running.exitCode).toBe(0);
    emulator.clock.advance(5 * minute);
    const ended = await status('good').ended;
    expect(ended.stdout).toMatch(/^good .*completed.*10 SUCCEEDED\n$/);
    expect(ended.exitCode).toBe(0);
  });

  it('exits with 1 for a job that did not succeed and tells the criterion that stopped it', async () => {
    const { emulator, status } = await twoJobs();
    emulator.clock.advance(5 * minute);
    const { exitCode, stdout } = await status('good', 'bad').ended;
    expect(stdout).toMatch(/^bad .*stopped by its abort criteria/m);
    expect(stdout).toContain('abort criterion FAILED');
    expect(exitCode).toBe(1);
  });

  it('exits with 1 for a job that is not there', async () => {
    const { status } = await twoJobs();
    const { exitCode, stdout } = await status('nobody').ended;
    expect(stdout).toContain('not in AWS');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['good', 0, 'completed'],
    ['bad', 1, 'stopped by its abort criteria'],
  ])('follows %s until it ends and exits with %i', async (name, exitCode, outcome) => {
    const { emulator, status } = await twoJobs();
    const watching = status('--watch', '--interval', '0.05', name);
    await watching.seen('running');
    emulator.clock.advance(5 * minute);
    const ended = await watching.ended;
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout).toContain(outcome);
    expect(ended.stdout).not.toContain('\u001b');
  });

  it('stops following when it is interrupted, and the job goes on', async () => {
    const { status } = await twoJobs();
    const watching = status('--watch', '--interval', '600', 'good');
    await watching.seen('running');
    watching.child.kill('SIGINT');
    expect(await watching.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('takes the jobs of the manifests when none is named', async () => {
    const { emulator } = await twoJobs();
    const { root } = repositoryWith({ 'rollouts/good.yaml': job('good'), 'rollouts/other.yaml': job('other') });
    const args = ['status', '--format', 'json', '--endpoint-url', emulator.endpoint];
    const { stdout } = await runCli(args, { cwd: root });
    expect((JSON.parse(stdout) as { jobs: { name: string }[] }).jobs.map(({ name }) => name)).toEqual([
      'good',
      'other',
    ]);
  });

  it('refuses an interval without length', async () => {
    const { status } = await twoJobs();
    expect(await status('--watch', '--interval', '0', 'good').ended).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('--interval must be a number'),
    });
  });
});
