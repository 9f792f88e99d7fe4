import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DescribedJob } from '../src/port.js';
import { hasEnded, hasSucceeded, jobStatus, jobsWorthShowing, readStatus } from '../src/status.js';
import { type Account, apply, openAccount, planAgainst } from './support/account.js';
import { file, job } from './support/manifests.js';

const criterion = {
  failureType: 'FAILED',
  action: 'CANCEL',
  thresholdPercentage: 20,
  minNumberOfExecutedThings: 10,
} as const;

/** A job as DescribeJob tells it. */
function described(answer: Partial<DescribedJob>): DescribedJob {
  return { jobArn: 'arn:aws:iot:eu-west-1:123456789012:job/fw-1', jobId: 'fw-1', status: 'IN_PROGRESS', ...answer };
}

function outcome(answer: Partial<DescribedJob>): string {
  return jobStatus('fw-1', described(answer)).outcome;
}

describe('the outcome of a job', () => {
  test('is scheduled or running while it has not ended', () => {
    expect(outcome({ status: 'SCHEDULED' })).toBe('scheduled');
    expect(outcome({ status: 'IN_PROGRESS', jobProcessDetails: { numberOfFailedThings: 9 } })).toBe('running');
    expect(hasEnded(jobStatus('fw-1', described({ status: 'SCHEDULED' })))).toBe(false);
    expect(hasEnded(jobStatus('fw-1', described({})))).toBe(false);
  });

  test('is completed when every execution succeeded, devices that left notwithstanding', () => {
    const status = jobStatus(
      'fw-1',
      described({ status: 'COMPLETED', jobProcessDetails: { numberOfSucceededThings: 9, numberOfRemovedThings: 1 } }),
    );
    expect(status).toMatchObject({ outcome: 'completed', counts: { SUCCEEDED: 9, REMOVED: 1, FAILED: 0 } });
    expect([hasEnded(status), hasSucceeded(status)]).toEqual([true, true]);
  });

  test.each(['numberOfFailedThings', 'numberOfRejectedThings', 'numberOfTimedOutThings', 'numberOfCanceledThings'])(
    'is completed with failures when one counts in %s: AWS has no status FAILED for a job',
    (counter) => {
      const jobProcessDetails = { numberOfSucceededThings: 9, [counter]: 1 };
      const status = jobStatus('fw-1', described({ status: 'COMPLETED', jobProcessDetails }));
      expect(status.outcome).toBe('completed-with-failures');
      expect([hasEnded(status), hasSucceeded(status)]).toEqual([true, false]);
    },
  );

  test.each([
    ['THRESHOLD_EXCEEDED', 'Too many failed'],
    ['X', 'The job was aborted automatically'],
  ])('is aborted when AWS’s words say so (%s: %s): it publishes none of them', (reasonCode, comment) => {
    const status = jobStatus(
      'fw-1',
      described({
        status: 'CANCELED',
        reasonCode,
        comment,
        abortConfig: { criteriaList: [criterion] },
        jobProcessDetails: { numberOfSucceededThings: 8, numberOfFailedThings: 2, numberOfCanceledThings: 90 },
      }),
    );
    expect(status).toMatchObject({
      outcome: 'aborted',
      criterion: 'FAILED ≥ 20 % of at least 10',
      reason: `${reasonCode}: ${comment}`,
    });
    expect(hasSucceeded(status)).toBe(false);
  });

  test('is cancelled when a person did it: no criterion is met', () => {
    const jobProcessDetails = { numberOfSucceededThings: 9, numberOfFailedThings: 1, numberOfCanceledThings: 90 };
    const given = { status: 'CANCELED' as const, jobProcessDetails };
    const abortConfig = { criteriaList: [criterion] };
    expect(outcome({ ...given, abortConfig, reasonCode: 'USER', comment: 'By hand' })).toBe('cancelled');
    expect(outcome({ ...given, reasonCode: 'USER' })).toBe('cancelled');
  });

  test('is cancelled when a person gave the reason, whatever fails afterwards; the criterion that is met is told', () => {
    const jobProcessDetails = { numberOfFailedThings: 10 };
    const given = { status: 'CANCELED' as const, abortConfig: { criteriaList: [criterion] }, jobProcessDetails };
    const status = jobStatus('fw-1', described({ ...given, reasonCode: 'WRONG_IMAGE', comment: 'Bob stopped it' }));
    expect(status).toMatchObject({ outcome: 'cancelled', criterion: 'FAILED ≥ 20 % of at least 10' });
    const forced = described({ ...given, comment: 'abort', forceCanceled: true });
    expect(jobStatus('fw-1', forced).outcome).toBe('cancelled');
  });

  test('is cancelled without any reason, however the counters stand: an abort has one', () => {
    const jobProcessDetails = { numberOfFailedThings: 10 };
    const status = jobStatus(
      'fw-1',
      described({ status: 'CANCELED', abortConfig: { criteriaList: [criterion] }, jobProcessDetails }),
    );
    expect(status.outcome).toBe('cancelled');
    expect(status).not.toHaveProperty('reason');
  });

  test('counts an empty comment for no text', () => {
    expect(jobStatus('fw-1', described({ status: 'CANCELED', reasonCode: 'USER', comment: '' })).reason).toBe('USER');
  });

  test('is ended by its schedule when its end time came first, which is a success only of a CONTINUOUS job', () => {
    const ended = {
      status: 'COMPLETED' as const,
      schedulingConfig: { startTime: '2027-01-01T00:00', endTime: '2027-01-02T00:00', endBehavior: 'CANCEL' as const },
      completedAt: Date.UTC(2027, 0, 2) / 1000,
    };
    const snapshot = jobStatus('fw-1', described({ ...ended, targetSelection: 'SNAPSHOT' }));
    expect([snapshot.outcome, hasSucceeded(snapshot)]).toEqual(['schedule-ended', false]);
    const continuous = described({ ...ended, targetSelection: 'CONTINUOUS' });
    expect(hasSucceeded(jobStatus('fw-1', continuous))).toBe(true);
    const failed = { ...continuous, jobProcessDetails: { numberOfFailedThings: 1 } };
    expect(hasSucceeded(jobStatus('fw-1', failed))).toBe(false);
    expect(outcome({ ...ended, completedAt: ended.completedAt - 1 })).toBe('completed');
  });

  test('counts things by their last attempt when every attempt is known', () => {
    const job = described({
      status: 'COMPLETED',
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 2 }] },
      jobProcessDetails: { numberOfFailedThings: 3, numberOfSucceededThings: 1 },
    });
    expect(jobStatus('fw-1', job)).toMatchObject({
      outcome: 'completed-with-failures',
      counted: 'executions',
      counts: { FAILED: 3 },
    });
    const attempt = (thing: string, executionNumber: number, status: 'FAILED' | 'SUCCEEDED') => ({
      thingArn: thing,
      executionNumber,
      status,
    });
    const retried = [attempt('a', 2, 'SUCCEEDED'), attempt('a', 1, 'FAILED')];
    expect(jobStatus('fw-1', job, retried)).toMatchObject({
      outcome: 'completed',
      counted: 'things',
      counts: { FAILED: 0, SUCCEEDED: 1 },
    });
    const lost = [...retried, attempt('b', 1, 'FAILED'), attempt('b', 2, 'FAILED')];
    expect(jobStatus('fw-1', job, lost)).toMatchObject({
      outcome: 'completed-with-failures',
      counts: { FAILED: 1, SUCCEEDED: 1 },
    });
  });

  test('is deleting or absent when it is on its way out or gone', () => {
    expect(outcome({ status: 'DELETION_IN_PROGRESS' })).toBe('deleting');
    const absent = jobStatus('fw-1', undefined);
    expect(absent).toMatchObject({ name: 'fw-1', outcome: 'absent', counts: { QUEUED: 0 } });
    expect(absent).not.toHaveProperty('status');
    expect([hasEnded(absent), hasSucceeded(absent)]).toEqual([true, false]);
  });
});

describe('against the emulator', () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount();
  });
  afterAll(() => account.close());

  test('jobs are told in the order of their names, with the times as epoch seconds', async () => {
    const { port } = account;
    const stop = { criteriaList: [{ ...criterion, minNumberOfExecutedThings: 1 }] };
    const timeout = { inProgressTimeoutInMinutes: 1 };
    const head = file(job('cancelled'), job('running', { abortConfig: stop, timeoutConfig: timeout }));
    await apply(await planAgainst(port, head), port);
    await port.cancelJob({ jobId: 'cancelled', reasonCode: 'USER' });
    const statuses = await readStatus(port, ['running', 'gone', 'cancelled']);
    expect(statuses.map(({ name, outcome: end }) => [name, end])).toEqual([
      ['running', 'running'],
      ['gone', 'absent'],
      ['cancelled', 'cancelled'],
    ]);
    expect(statuses[0]?.createdAt).toBe(Date.UTC(2026, 0, 1) / 1000);
  });

  test('things are counted, not attempts, when devices were tried again', async () => {
    const { port, emulator } = account;
    await account.reset();
    const retries = { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 2 }] };
    await apply(await planAgainst(port, job('fw-1', { jobExecutionsRetryConfig: retries })), port);
    const { UpdateJobExecutionCommand, IoTJobsDataPlaneClient } = await import('@aws-sdk/client-iot-jobs-data-plane');
    const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
    const device = new IoTJobsDataPlaneClient({ endpoint: emulator.endpoint, region: port.region, credentials });
    for (const status of ['FAILED', 'FAILED', 'SUCCEEDED'] as const) {
      emulator.clock.advance(60_000);
      await device.send(new UpdateJobExecutionCommand({ jobId: 'fw-1', thingName: 'lab-1', status }));
    }
    device.destroy();
    expect(await readStatus(port, ['fw-1'])).toMatchObject([
      { outcome: 'completed', counted: 'things', counts: { FAILED: 0, SUCCEEDED: 1 } },
    ]);
  });

  test('of many jobs the active ones are shown, and the twenty that ended last', async () => {
    const { port, emulator } = account;
    await account.reset();
    const names = Array.from({ length: 24 }, (_, index) => `fw-${index}`);
    await apply(await planAgainst(port, file(...names.map((name) => job(name)))), port);
    for (const name of names.slice(0, 22)) {
      emulator.clock.advance(1000);
      await port.cancelJob({ jobId: name });
    }
    const { names: shown, left } = await jobsWorthShowing(port, [...names, 'gone']);
    expect(shown).toEqual(names.slice(2));
    expect(left).toBe(2);
    expect(await jobsWorthShowing(port, ['gone'])).toEqual({ names: ['gone'], left: 0 });
  });

  test('an automatic abort is told from a cancel, by the criterion that was met', async () => {
    const { port, emulator } = account;
    await account.reset();
    const stop = { criteriaList: [{ ...criterion, minNumberOfExecutedThings: 1 }] };
    await apply(await planAgainst(port, job('fw-1', { abortConfig: stop })), port);
    emulator.clock.advance(60_000);
    const { UpdateJobExecutionCommand, IoTJobsDataPlaneClient } = await import('@aws-sdk/client-iot-jobs-data-plane');
    const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
    const device = new IoTJobsDataPlaneClient({ endpoint: emulator.endpoint, region: port.region, credentials });
    await device.send(new UpdateJobExecutionCommand({ jobId: 'fw-1', thingName: 'lab-1', status: 'FAILED' }));
    device.destroy();
    expect(await readStatus(port, ['fw-1'])).toMatchObject([
      { outcome: 'aborted', criterion: 'FAILED ≥ 20 % of at least 1', counts: { FAILED: 1 } },
    ]);
  });
});
