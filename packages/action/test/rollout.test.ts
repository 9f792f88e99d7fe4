import { describe, expect, it } from 'vitest';
import { jobs, minute, planFaults, testEmulator } from '../../cli/test/support/emulator.js';
import { job, template } from '../../cli/test/support/manifests.js';
import { type Files, repositoryWith } from '../../cli/test/support/repository.js';
import { commandsOf, push, runAction, startAction } from './support/runner.js';

const criterion = { action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 4 };
const stopsItself = {
  abortConfig: {
    criteriaList: [
      { failureType: 'FAILED', ...criterion },
      { failureType: 'TIMED_OUT', ...criterion },
    ],
  },
  timeoutConfig: { inProgressTimeoutInMinutes: 60 },
};
const bad = { 'rollouts/bad.yaml': job('bad', { targets: ['thinggroup/bad'], ...stopsItself }) };
const good = { 'rollouts/good.yaml': job('good') };

/** A push that brings these manifests. */
async function pushed(files: Files) {
  const emulator = await testEmulator();
  const { root, base, commit } = repositoryWith({});
  const head = commit(files);
  const step = { workspace: root, event: 'push', payload: push(base, head) };
  return { emulator, commit, step, inputs: { 'endpoint-url': emulator.endpoint } };
}

describe.concurrent('wait', () => {
  it('follows the started jobs and succeeds when they do', async () => {
    const { emulator, step, inputs } = await pushed(good);
    const running = startAction({ ...step, inputs: { ...inputs, wait: 'true' } });
    await running.seen('running');
    emulator.clock.advance(5 * minute);
    const { exitCode, stdout, summary } = await running.result;
    expect(commandsOf(stdout)).toEqual([]);
    expect(summary).toMatch(/## Jobs[\s\S]*<code>good<\/code> \| completed \| 10 SUCCEEDED/);
    expect(exitCode).toBe(0);
  });

  it('fails the step at the manifest of a job that stopped itself, with counts and AWS’s reason', async () => {
    const { emulator, step, inputs } = await pushed({ ...bad, ...good });
    const running = startAction({ ...step, inputs: { ...inputs, wait: 'true' } });
    await running.seen('running');
    emulator.clock.advance(5 * minute);
    const { exitCode, stdout, outputs, summary } = await running.result;
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(
        /^::error file=rollouts\/bad\.yaml,line=4,.*Job bad ended as aborted: \d+ of its executions failed, 0 succeeded \(abort criterion FAILED.*\)$/,
      ),
    ]);
    expect(outputs).toMatchObject({ created: 'bad,good', errors: '1' });
    expect(summary).toContain('<code>bad</code> | aborted |');
    expect(exitCode).toBe(1);
  });

  it('follows what an earlier run of the same push started: to run again heals nothing', async () => {
    const { emulator, step, inputs } = await pushed(bad);
    expect(await runAction({ ...step, inputs })).toMatchObject({ exitCode: 0, outputs: { created: 'bad' } });
    emulator.clock.advance(5 * minute);
    const again = await runAction({ ...step, inputs: { ...inputs, wait: 'true' } });
    expect(again).toMatchObject({ exitCode: 1, outputs: { created: '' } });
    expect(commandsOf(again.stdout)).toEqual([expect.stringContaining('Job bad ended as aborted')]);
  });

  it('does not follow jobs of earlier merges', async () => {
    const { emulator, commit, step, inputs } = await pushed(bad);
    await runAction({ ...step, inputs });
    emulator.clock.advance(5 * minute);
    const before = step.payload as { after: string };
    const payload = push(before.after, commit({ 'rollouts/t.yaml': template('t') }));
    const next = await runAction({ ...step, payload, inputs: { ...inputs, wait: 'true' } });
    expect(next).toMatchObject({ exitCode: 0 });
    expect(next.summary).not.toContain('## Jobs');
  });

  it('ends when its time is up, and says that the job goes on', async () => {
    const { emulator, step, inputs } = await pushed(good);
    const result = await runAction({ ...step, inputs: { ...inputs, wait: 'true', 'wait-timeout-minutes': '0.001' } });
    expect(result.exitCode).toBe(1);
    expect(commandsOf(result.stdout)).toEqual([expect.stringContaining('has not ended in the time that was waited')]);
    expect((await jobs(emulator)).good?.status).toBe('IN_PROGRESS');
  });

  it('ends at once when the workflow is cancelled', async () => {
    const { step, inputs } = await pushed(good);
    const running = startAction({ ...step, inputs: { ...inputs, wait: 'true' } });
    await running.seen('running');
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result.exitCode).toBe(1);
    expect(result.summary).toContain('<code>good</code> | running');
  });
});

describe.concurrent('apply', () => {
  it('fails at the manifest with AWS’s reason, reports the rest, and counts the error', async () => {
    const { emulator, step, inputs } = await pushed({
      ...good,
      'rollouts/t.yaml': template('t'),
      'rollouts/late.yaml': job('late', { document: undefined, template: 't' }),
    });
    await planFaults(emulator, { kind: 'error', operation: 'CreateJobTemplate', status: 501 });
    const { exitCode, stdout, outputs, summary } = await runAction({ ...step, inputs });
    expect(commandsOf(stdout)).toEqual([
      expect.stringMatching(/^::error file=rollouts\/t\.yaml,line=4,.*JobTemplate t: CreateJobTemplate: /),
    ]);
    expect(outputs).toMatchObject({ created: 'good', errors: '1' });
    expect(summary).toMatch(/failed \| create JobTemplate <code>t<\/code>/);
    expect(summary).toMatch(/skipped \| create Job <code>late<\/code>/);
    expect(exitCode).toBe(1);
  });

  it('that is cancelled ends the calls in flight, reports what was not started and fails', async () => {
    // One more than are in flight at the same time.
    const names = [...'abcdefghi'];
    const { emulator, step, inputs } = await pushed(
      Object.fromEntries(names.map((name) => [`rollouts/${name}.yaml`, job(name)])),
    );
    await planFaults(emulator, { kind: 'delay', operation: 'CreateJob', delayMs: 1500 });
    const running = startAction({ ...step, inputs });
    await running.seen('create Job h\n');
    running.child.kill('SIGINT');
    const { exitCode, outputs, summary } = await running.result;
    expect(outputs.created).toBe('a,b,c,d,e,f,g,h');
    expect(summary).toMatch(/not started \| create Job <code>i<\/code>/);
    expect(exitCode).toBe(1);
    expect(Object.keys(await jobs(emulator)).sort()).toEqual(names.slice(0, -1));
  });

  it('cancels the job of a removed manifest with prune: cancel', async () => {
    const { emulator, commit, step, inputs } = await pushed(good);
    await runAction({ ...step, inputs });
    const { after } = step.payload as { after: string };
    const payload = push(after, commit({ 'rollouts/good.yaml': null, 'rollouts/t.yaml': template('t') }));
    await runAction({ ...step, payload, inputs });
    expect((await jobs(emulator)).good?.status).toBe('IN_PROGRESS');
    expect(await runAction({ ...step, payload, inputs: { ...inputs, prune: 'cancel' } })).toMatchObject({
      exitCode: 0,
    });
    expect((await jobs(emulator)).good?.status).toBe('CANCELED');
  });
});

describe.concurrent('status', () => {
  it('shows jobs that run, and fails at the manifest of one that stopped itself', async () => {
    const { emulator, step, inputs } = await pushed({ ...bad, ...good, 'rollouts/none.yaml': job('none') });
    await runAction({ ...step, inputs: { ...inputs, manifests: 'rollouts/{good,bad}.yaml' } });
    const status = () =>
      runAction({ ...step, event: 'schedule', payload: {}, inputs: { ...inputs, command: 'status' } });
    const running = await status();
    expect(running).toMatchObject({ exitCode: 0, outputs: { errors: '0', warnings: '0' } });
    expect(running.summary).toMatch(/<code>good<\/code> \| running[\s\S]*<code>none<\/code> \| absent/);
    emulator.clock.advance(5 * minute);
    const ended = await status();
    expect(commandsOf(ended.stdout)).toEqual([expect.stringMatching(/^::error file=rollouts\/bad\.yaml,line=4,/)]);
    expect(ended).toMatchObject({ exitCode: 1, outputs: { errors: '1' } });
  });
});

describe.concurrent('validate', () => {
  it('fails at the line and runs nothing else', async () => {
    const { emulator, step, inputs } = await pushed({ ...good, 'rollouts/a.yaml': job('a', { targets: [] }) });
    const result = await runAction({ ...step, inputs });
    expect(result).toMatchObject({ exitCode: 1, outputs: { errors: '1', warnings: '0' } });
    expect(commandsOf(result.stdout)).toEqual([expect.stringMatching(/^::error file=rollouts\/a\.yaml,line=5,/)]);
    expect(result.summary).toContain('**1 error, 0 warnings** in 2 files');
    expect(await jobs(emulator)).toEqual({});
  });

  it('fails on warnings only when it is told to, and then starts nothing', async () => {
    const timeoutless = job('silent', {
      abortConfig: {
        criteriaList: [
          { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 1 },
        ],
      },
    });
    const { emulator, step, inputs } = await pushed({ 'rollouts/silent.yaml': timeoutless });
    const strict = await runAction({ ...step, inputs: { ...inputs, 'fail-on-warning': 'true' } });
    expect(strict).toMatchObject({ exitCode: 1, outputs: { errors: '0', warnings: '1' } });
    expect(commandsOf(strict.stdout)).toEqual([expect.stringMatching(/^::warning file=rollouts\/silent\.yaml,line=/)]);
    expect(await jobs(emulator)).toEqual({});
    expect(await runAction({ ...step, inputs })).toMatchObject({ exitCode: 0, outputs: { created: 'silent' } });
  });

  it('fails on a plan’s warnings as well when it is told to', async () => {
    const { emulator, commit, step, inputs } = await pushed(good);
    await runAction({ ...step, inputs });
    emulator.clock.advance(5 * minute);
    const { after } = step.payload as { after: string };
    const payload = push(after, commit({ 'rollouts/good.yaml': job('good', { description: 'too late' }) }));
    const plan = { ...step, payload, inputs: { ...inputs, command: 'plan' } };
    expect(await runAction(plan)).toMatchObject({ exitCode: 0, outputs: { warnings: '1' } });
    const strict = await runAction({ ...plan, inputs: { ...plan.inputs, 'fail-on-warning': 'true' } });
    expect(strict).toMatchObject({ exitCode: 1, outputs: { warnings: '1' } });
    expect(commandsOf(strict.stdout)).toEqual([expect.stringContaining('the edit of its manifest has no effect')]);
  });
});
