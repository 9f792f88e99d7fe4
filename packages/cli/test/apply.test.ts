import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyEvent, ApplyReport } from '@iot-rollouts/reconcile';
import { describe, expect, it } from 'vitest';
import { jobs, minute, planFaults, send, testEmulator } from './support/emulator.js';
import { job, template } from './support/manifests.js';
import { runCli, startCli } from './support/process.js';
import { repositoryWith } from './support/repository.js';

type Line = ApplyEvent | { readonly type: 'finished'; readonly report: ApplyReport } | { readonly type: 'waited' };

function linesOf(stdout: string): Line[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** `type name` of each event; the last line has no name. */
function story(stdout: string): string[] {
  return linesOf(stdout).map((line) => ('name' in line ? `${line.type} ${line.name}` : line.type));
}

const fromTemplate = { document: undefined, template: 't' };
const templateAndJob = { 'rollouts/a.yaml': job('a', fromTemplate), 'rollouts/t.yaml': template('t') };

describe.concurrent('apply', () => {
  it('tells one event a line as JSON, and the report in the last', async () => {
    const emulator = await testEmulator();
    const { root, base } = repositoryWith(templateAndJob);
    const args = ['apply', '--base', base, '--format', 'json', '--endpoint-url', emulator.endpoint];
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: root });
    expect(story(stdout)).toEqual(['started t', 'succeeded t', 'started a', 'succeeded a', 'finished']);
    expect(linesOf(stdout).at(-1)).toMatchObject({
      report: { formatVersion: 1, done: [{ name: 't' }, { name: 'a' }], failed: [], skipped: [], notStarted: [] },
    });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });

  it('does nothing the second time', async () => {
    const emulator = await testEmulator();
    const { root, base } = repositoryWith(templateAndJob);
    const apply = () => runCli(['apply', '--base', base, '--endpoint-url', emulator.endpoint], { cwd: root });
    await apply();
    const before = await jobs(emulator);
    emulator.clock.advance(minute);
    expect(await apply()).toMatchObject({ exitCode: 0, stdout: 'Nothing to do.\n' });
    expect((await jobs(emulator)).a?.createdAt).toBe(before.a?.createdAt);
  });

  it('skips what depends on a failure, tells AWS’s reason at the manifest, and exits with 1', async () => {
    const emulator = await testEmulator();
    await planFaults(emulator, { kind: 'error', operation: 'CreateJobTemplate', status: 501 });
    const { root, base } = repositoryWith({ ...templateAndJob, 'rollouts/b.yaml': job('b') });
    const args = ['apply', '--base', base, '--endpoint-url', emulator.endpoint];
    const [json, pretty] = [
      await runCli([...args, '--format', 'json'], { cwd: root }),
      await runCli(args, { cwd: root }),
    ];
    expect(story(json.stdout).sort()).toEqual(
      ['started t', 'failed t', 'skipped a', 'started b', 'succeeded b', 'finished'].sort(),
    );
    expect(json.exitCode).toBe(1);
    expect(pretty.stdout).toMatch(/rollouts\/t\.yaml:4:\d+: CreateJobTemplate: /);
    expect(pretty.stdout).toContain('skipped, because JobTemplate t did not succeed');
    expect(pretty.exitCode).toBe(1);
  });

  it('waits for the jobs that it started and judges by how they end', async () => {
    const emulator = await testEmulator();
    const abortConfig = {
      criteriaList: [
        { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 1 },
      ],
    };
    const bad = job('bad', { targets: ['thinggroup/bad'], abortConfig });
    const { root, base } = repositoryWith({ 'rollouts/good.yaml': job('good'), 'rollouts/bad.yaml': bad });
    const args = ['apply', '--base', base, '--wait', '--format', 'json', '--endpoint-url', emulator.endpoint];
    const running = startCli(args, { cwd: root });
    await running.seen('"type":"succeeded","kind":"Job","name":"good"');
    emulator.clock.advance(5 * minute);
    const { exitCode, stdout } = await running.ended;
    expect(linesOf(stdout).at(-2)).toMatchObject({
      type: 'waited',
      jobs: [
        { name: 'bad', outcome: 'aborted' },
        { name: 'good', outcome: 'completed', counts: { SUCCEEDED: 10 } },
      ],
    });
    expect(linesOf(stdout).at(-1)).toMatchObject({ type: 'finished', report: { done: [{}, {}] } });
    expect(exitCode).toBe(1);
  });

  it('cancels and deletes what is asked for, and corrects drift', async () => {
    const emulator = await testEmulator();
    const running = { targetSelection: 'CONTINUOUS', description: 'one' };
    const { root, commit } = repositoryWith({
      'rollouts/a.yaml': job('a', running),
      'rollouts/b.yaml': job('b', running),
      'rollouts/t.yaml': template('t'),
    });
    commit({});
    const apply = (...args: string[]) => runCli(['apply', '--endpoint-url', emulator.endpoint, ...args], { cwd: root });
    expect(await apply('--all')).toMatchObject({ exitCode: 0 });
    await send(emulator, 'PATCH', '/jobs/b', { description: 'changed in the console' });
    commit({ 'rollouts/a.yaml': null, 'rollouts/t.yaml': null });

    expect(await apply('--base', 'HEAD~1')).toMatchObject({ exitCode: 0 });
    expect((await jobs(emulator)).a?.status).toBe('IN_PROGRESS');
    expect(await apply('--base', 'HEAD~1', '--prune', 'cancel,delete', '--correct-drift')).toMatchObject({
      exitCode: 0,
    });
    expect((await jobs(emulator)).a?.status).toBe('CANCELED');
    expect(await send(emulator, 'GET', '/job-templates')).toMatchObject({ jobTemplates: [] });
    expect(await send(emulator, 'GET', '/jobs/b')).toMatchObject({ job: { description: 'one' } });
  });

  it('starts nothing while a manifest has errors', async () => {
    const emulator = await testEmulator();
    const { root } = repositoryWith({ 'rollouts/a.yaml': job('a'), 'rollouts/b.yaml': job('b', { targets: [] }) });
    const ended = await runCli(['apply', '--all', '--endpoint-url', emulator.endpoint], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await jobs(emulator)).toEqual({});
  });
});

describe.concurrent('apply of a plan file', () => {
  async function planned(options: readonly string[] = []) {
    const emulator = await testEmulator();
    const repository = repositoryWith(templateAndJob);
    const at = { cwd: repository.root };
    const endpoint = ['--endpoint-url', emulator.endpoint];
    const args = ['plan', '--base', repository.base, '--out', 'plan.json', ...endpoint, ...options];
    expect(await runCli(args, at)).toMatchObject({ exitCode: 0 });
    const apply = (...more: string[]) => runCli(['apply', '--plan', 'plan.json', ...endpoint, ...more], at);
    return { emulator, ...repository, apply };
  }

  it('does it while it still holds, without a base of its own', async () => {
    const { emulator, apply, commit } = await planned();
    // The merge's commit differs from the reviewed one; what it does is the same.
    commit({});
    expect(await apply()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(Object.keys(await jobs(emulator))).toEqual(['a']);
  });

  it('refuses it with the reasons when the world has moved on, and does nothing', async () => {
    const { emulator, apply, write } = await planned();
    write({
      'rollouts/a.yaml': job('a', { ...fromTemplate, targets: ['thinggroup/bad'] }),
      'rollouts/b.yaml': job('b'),
    });
    const arn = 'arn:aws:iot:us-east-1:123456789012:thinggroup/good';
    await send(emulator, 'PUT', '/job-templates/t', { description: 'by hand', document: '{}' });
    await send(emulator, 'PUT', '/jobs/else', { targets: [arn], document: '{}' });
    const refused = await apply();
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain('JobTemplate/t was to create and is to conflict');
    expect(refused.stderr).toContain('Job/b was to stay out and is to create');
    expect(refused.stderr).toContain('Plan again');
    expect(Object.keys(await jobs(emulator))).toEqual(['else']);
  });

  it('needs the plan’s options not again', async () => {
    const emulator = await testEmulator();
    const { root, commit } = repositoryWith({
      'rollouts/a.yaml': job('a'),
      'rollouts/b.yaml': job('b', { description: 'one' }),
      'rollouts/c.yaml': job('c'),
    });
    commit({});
    const at = { cwd: root };
    const endpoint = ['--endpoint-url', emulator.endpoint];
    await runCli(['apply', 'rollouts/{a,b}.yaml', '--all', ...endpoint], at);
    await send(emulator, 'PATCH', '/jobs/b', { description: 'changed in the console' });
    commit({ 'rollouts/a.yaml': null });
    const options = ['--prune', 'cancel', '--recreate', 'c', '--correct-drift'];
    await runCli(['plan', '--base', 'HEAD~1', '--out', 'plan.json', ...options, ...endpoint], at);
    const applied = await runCli(['apply', '--plan', 'plan.json', '--format', 'json', ...endpoint], at);
    expect(applied.stderr).toBe('');
    expect(linesOf(applied.stdout).at(-1)).toMatchObject({
      report: {
        done: [
          { name: 'a', action: 'orphan' },
          { name: 'b', action: 'update' },
          { name: 'c', action: 'create' },
        ],
      },
    });
  });

  it.each([
    ['{', 'cannot be read'],
    ['null', 'is no plan file of this version'],
    ['{"formatVersion":1,"basis":null,"changes":[]}', 'is no plan file of this version'],
    ['{"formatVersion":1,"basis":{"base":1},"changes":[]}', 'is no plan file of this version'],
    ['{"formatVersion":1,"basis":{"base":null},"changes":[null]}', 'is no plan file of this version'],
    ['{"formatVersion":2,"basis":{"base":null},"changes":[]}', 'is no plan file of this version'],
  ])('refuses %s', async (text, message) => {
    const { root } = repositoryWith(templateAndJob);
    writeFileSync(join(root, 'plan.json'), text);
    const ended = await runCli(['apply', '--plan', 'plan.json', '--endpoint-url', 'http://127.0.0.1:1'], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('refuses one that was made without asking AWS', async () => {
    const { apply, root, base } = await planned(['--offline']);
    expect(JSON.parse(readFileSync(join(root, 'plan.json'), 'utf8'))).toMatchObject({ basis: { base, region: null } });
    expect(await apply()).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('region was null') });
  });
});

describe.concurrent('an apply that is stopped', () => {
  /** More jobs than are in flight at the same time. */
  const names = [...'abcdefghijkl'];
  const twelve = Object.fromEntries(names.map((name) => [`rollouts/${name}.yaml`, job(name)]));

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends the calls in flight and tells what was not started',
    async (name) => {
      const emulator = await testEmulator();
      await planFaults(emulator, { kind: 'delay', operation: 'CreateJob', delayMs: 1500 });
      const { root, base } = repositoryWith(twelve);
      const args = ['apply', '--base', base, '--format', 'json', '--endpoint-url', emulator.endpoint];
      const running = startCli(args, { cwd: root });
      await running.seen('"type":"started","kind":"Job","name":"h"');
      running.child.kill(name);
      const { exitCode, stdout } = await running.ended;
      const told = story(stdout);
      expect(told.filter((line) => line.startsWith('succeeded')).sort()).toEqual(
        names.slice(0, 8).map((it) => `succeeded ${it}`),
      );
      expect(told.filter((line) => line.startsWith('not-started'))).toEqual(
        names.slice(8).map((it) => `not-started ${it}`),
      );
      expect(told.at(-1)).toBe('finished');
      expect(linesOf(stdout).at(-1)).toMatchObject({
        report: { notStarted: names.slice(8).map((it) => ({ name: it })) },
      });
      expect(exitCode).toBe(1);
      expect(Object.keys(await jobs(emulator)).sort()).toEqual(names.slice(0, 8));
    },
  );

  it('by SIGKILL reaches the same end when it is run again, and starts nothing twice', async () => {
    const emulator = await testEmulator();
    const { root, base } = repositoryWith(twelve);
    const args = ['apply', '--base', base, '--endpoint-url', emulator.endpoint];
    // The emulator makes a job before its answer is held back.
    await planFaults(emulator, { kind: 'delay', operation: 'CreateJob', delayMs: 2000 });
    const running = startCli(args, { cwd: root });
    await running.seen('create Job a');
    while (!('a' in (await jobs(emulator)))) await new Promise(setImmediate);
    running.child.kill('SIGKILL');
    expect((await running.ended).exitCode).toBeNull();
    await planFaults(emulator);
    const killed = await jobs(emulator);
    expect(Object.keys(killed).length).toBeLessThanOrEqual(8);

    emulator.clock.advance(minute);
    expect(await runCli(args, { cwd: root })).toMatchObject({ exitCode: 0 });
    const after = await jobs(emulator);
    expect(Object.keys(after).sort()).toEqual(names);
    for (const name of Object.keys(killed)) expect(after[name]?.createdAt).toBe(killed[name]?.createdAt);
  });

  it('by a second interrupt ends at once', async () => {
    const emulator = await testEmulator();
    await planFaults(emulator, { kind: 'delay', operation: 'CreateJob', delayMs: 60_000 });
    const { root, base } = repositoryWith(twelve);
    const running = startCli(['apply', '--base', base, '--endpoint-url', emulator.endpoint], { cwd: root });
    await running.seen('create Job a');
    // Sent until it ends, because two that arrive at the same time count as one.
    const again = setInterval(() => running.child.kill('SIGINT'), 20);
    expect(await running.ended).toMatchObject({ exitCode: null });
    clearInterval(again);
  });
});
