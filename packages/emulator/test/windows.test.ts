import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute, start } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench(); // It is midnight.
});
afterEach(() => at.close());

const thingGroupName = 'fleet';
const hour = 60 * minute;
/** Two hours from 02:00 and one from 03:30, every day: open from 02:00 to 04:30. */
const maintenanceWindows = [
  { startTime: 'cron(0 2 * * ? *)', durationInMinutes: 120 },
  { startTime: 'cron(30 3 * * ? *)', durationInMinutes: 60 },
];

async function join(...names: string[]): Promise<void> {
  for (const thingName of names) {
    await at.iot.send(new iot.CreateThingCommand({ thingName }));
    await at.iot.send(new iot.AddThingToThingGroupCommand({ thingGroupName, thingName }));
  }
}

async function create(input: Partial<iot.CreateJobCommandInput> = {}): Promise<void> {
  const request: iot.CreateJobCommandInput = {
    jobId: 'ota',
    targets: [arn('thinggroup/fleet')],
    targetSelection: 'CONTINUOUS',
    document: '{}',
    jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
    schedulingConfig: { maintenanceWindows },
    ...input,
  };
  await at.iot.send(new iot.CreateJobCommand(request));
}

async function job(jobId = 'ota'): Promise<iot.Job> {
  return (await at.iot.send(new iot.DescribeJobCommand({ jobId }))).job!;
}

async function pending(thingName: string) {
  const found = await at.devices.send(new data.GetPendingJobExecutionsCommand({ thingName }));
  return { queued: found.queuedJobs?.length, inProgress: found.inProgressJobs?.length };
}

async function startNext(thingName: string) {
  return (await at.devices.send(new data.StartNextPendingJobExecutionCommand({ thingName }))).execution;
}

async function report(thingName: string, status: data.JobExecutionStatus): Promise<void> {
  await at.devices.send(new data.UpdateJobExecutionCommand({ jobId: 'ota', thingName, status }));
}

/** Moves the clock to this many hours after the start. */
function until(hours: number): void {
  at.emulator.clock.advance(start + hours * hour - at.emulator.clock.now());
}

describe('a CONTINUOUS job with maintenance windows', () => {
  beforeEach(async () => {
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName }));
    await join('d-1', 'd-2', 'd-3');
  });

  it('rolls out while one is open, is SCHEDULED between them, and shows the next seven', async () => {
    await create();
    expect(await job()).toMatchObject({ status: 'SCHEDULED', isConcurrent: false });
    expect((await job()).scheduledJobRollouts?.map(({ startTime }) => startTime)).toEqual([
      '2026-01-01T02:00',
      '2026-01-01T03:30',
      '2026-01-02T02:00',
      '2026-01-02T03:30',
      '2026-01-03T02:00',
      '2026-01-03T03:30',
      '2026-01-04T02:00',
    ]);
    until(2 + 2 / 60);
    expect(await job()).toMatchObject({
      status: 'IN_PROGRESS',
      isConcurrent: true,
      jobProcessDetails: { numberOfQueuedThings: 2 },
    });
    until(4.25);
    expect((await job()).status).toBe('IN_PROGRESS'); // The second window holds the first one open.
    until(4.5);
    expect((await job()).status).toBe('SCHEDULED');
    await join('d-4'); // Nothing reaches it before the next window.
    until(25.9);
    expect(await pending('d-4')).toEqual({ queued: 0, inProgress: 0 });
    until(26);
    expect((await job()).status).toBe('IN_PROGRESS');
    expect(await pending('d-4')).toEqual({ queued: 1, inProgress: 0 });
    await join('d-5'); // At once: a window is open.
    expect(await pending('d-5')).toEqual({ queued: 1, inProgress: 0 });
  });

  it('hides what is QUEUED from devices between windows; what runs goes on, and retries wait', async () => {
    await create({
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 1 }] },
      timeoutConfig: { inProgressTimeoutInMinutes: 60 },
    });
    until(4);
    expect((await startNext('d-1'))?.jobId).toBe('ota');
    expect((await startNext('d-2'))?.jobId).toBe('ota');
    until(4.5);
    expect(await pending('d-1')).toEqual({ queued: 0, inProgress: 1 });
    expect(await pending('d-3')).toEqual({ queued: 0, inProgress: 0 });
    expect(await startNext('d-3')).toBeUndefined();
    await expect(report('d-3', 'IN_PROGRESS')).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    await report('d-1', 'FAILED');
    until(5);
    expect((await job()).jobProcessDetails).toMatchObject({
      numberOfFailedThings: 1,
      numberOfTimedOutThings: 1,
      numberOfQueuedThings: 1,
    });
    until(26);
    expect(await startNext('d-1')).toMatchObject({ jobId: 'ota', executionNumber: 2, versionNumber: 2 });
    const { executionSummaries } = await at.iot.send(new iot.ListJobExecutionsForJobCommand({ jobId: 'ota' }));
    expect(
      executionSummaries?.map(({ thingArn, jobExecutionSummary: it }) => [
        thingArn?.split('/')[1],
        it?.executionNumber,
        it?.retryAttempt,
        it?.status,
      ]),
    ).toEqual([
      ['d-1', 1, 0, 'FAILED'],
      ['d-2', 1, 0, 'TIMED_OUT'],
      ['d-3', 1, 0, 'QUEUED'],
      ['d-1', 2, 1, 'IN_PROGRESS'],
    ]);
  });

  it('ends at its endTime, also between windows', async () => {
    const schedulingConfig = {
      maintenanceWindows,
      startTime: '2026-01-01T03:00',
      endTime: '2026-01-01T12:00',
      endBehavior: 'FORCE_CANCEL' as const,
    };
    await create({ schedulingConfig });
    expect((await job()).scheduledJobRollouts).toEqual([{ startTime: '2026-01-01T03:30' }]);
    until(3.25); // The window of 02:00 opened before the start and does not count.
    expect((await job()).status).toBe('SCHEDULED');
    until(11);
    expect((await job()).jobProcessDetails?.numberOfQueuedThings).toBe(3);
    until(12);
    expect(await job()).toMatchObject({
      status: 'COMPLETED',
      completedAt: new Date(start + 12 * hour),
      jobProcessDetails: { numberOfCanceledThings: 3 },
    });
  });

  it('takes its windows from its template', async () => {
    const template = { jobTemplateId: 'nightly', description: 'At night', document: '{}', maintenanceWindows };
    const { jobTemplateArn } = await at.iot.send(new iot.CreateJobTemplateCommand(template));
    await create({ document: undefined, schedulingConfig: undefined, jobTemplateArn });
    expect(await job()).toMatchObject({ status: 'SCHEDULED', schedulingConfig: { maintenanceWindows } });
  });

  it('is refused as SNAPSHOT, and with a window that is no cron expression', async () => {
    const refused = { name: 'InvalidRequestException' };
    await expect(create({ targetSelection: 'SNAPSHOT' })).rejects.toMatchObject(refused);
    for (const startTime of ['cron(0 2 * * * *)', 'rate(1 day)', '2026/01/01 02:00']) {
      const windows = [{ startTime, durationInMinutes: 60 }];
      await expect(create({ schedulingConfig: { maintenanceWindows: windows } }), startTime).rejects.toThrow(
        /maintenance window/,
      );
    }
    const longest = [{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 1431 }];
    await expect(create({ schedulingConfig: { maintenanceWindows: longest } })).rejects.toMatchObject(refused);
  });
});
