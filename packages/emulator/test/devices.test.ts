import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, start } from './clients.js';

let at: Bench;
const thingName = 'd-1';
const document = '{"file":"https://example.com/a"}';

beforeEach(async () => {
  at = await bench();
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
});
afterEach(() => at.close());

async function createJob(jobId: string, input: Partial<iot.CreateJobCommandInput> = {}): Promise<void> {
  await at.iot.send(new iot.CreateJobCommand({ jobId, targets: [arn(`thing/${thingName}`)], document, ...input }));
  at.emulator.clock.advance(1000);
}

const startNext = (input: Partial<data.StartNextPendingJobExecutionCommandInput> = {}) =>
  at.devices.send(new data.StartNextPendingJobExecutionCommand({ thingName, ...input }));
const describeAsDevice = (jobId: string, input: Partial<data.DescribeJobExecutionCommandInput> = {}) =>
  at.devices.send(new data.DescribeJobExecutionCommand({ thingName, jobId, ...input }));
const update = (jobId: string, input: Partial<data.UpdateJobExecutionCommandInput>) =>
  at.devices.send(new data.UpdateJobExecutionCommand({ thingName, jobId, status: 'IN_PROGRESS', ...input }));
const describeAsOperator = async (jobId: string, executionNumber?: number) =>
  (await at.iot.send(new iot.DescribeJobExecutionCommand({ thingName, jobId, executionNumber }))).execution;

describe('a device', () => {
  it('sees pending executions, and nothing when there are none', async () => {
    const pending = () => at.devices.send(new data.GetPendingJobExecutionsCommand({ thingName }));
    expect(await pending()).toMatchObject({ inProgressJobs: [], queuedJobs: [] });
    expect((await startNext()).execution).toBeUndefined();
    expect((await describeAsDevice('$next')).execution).toBeUndefined();
    await createJob('a');
    await createJob('b');
    await startNext();
    expect(await pending()).toMatchObject({
      inProgressJobs: [{ jobId: 'a', versionNumber: 2, executionNumber: 1 }],
      queuedJobs: [{ jobId: 'b', versionNumber: 1, queuedAt: (start + 1000) / 1000 }],
    });
  });

  it('starts, reports and ends an execution', async () => {
    await createJob('a');
    const { execution } = await startNext({ statusDetails: { step: 'download' }, stepTimeoutInMinutes: 5 });
    expect(execution).toEqual({
      jobId: 'a',
      thingName,
      status: 'IN_PROGRESS',
      statusDetails: { step: 'download' },
      queuedAt: start / 1000,
      startedAt: (start + 1000) / 1000,
      lastUpdatedAt: (start + 1000) / 1000,
      approximateSecondsBeforeTimedOut: 300,
      versionNumber: 2,
      executionNumber: 1,
      jobDocument: document,
    });
    expect((await startNext({ statusDetails: { step: 'ignored' } })).execution).toEqual(execution);
    const kept = await update('a', {
      stepTimeoutInMinutes: -1,
      includeJobExecutionState: true,
      includeJobDocument: true,
    });
    expect(kept).toMatchObject({
      executionState: { status: 'IN_PROGRESS', statusDetails: { step: 'download' }, versionNumber: 3 },
      jobDocument: document,
    });
    expect((await describeAsDevice('$next')).execution).not.toHaveProperty('approximateSecondsBeforeTimedOut');
    await update('a', { status: 'SUCCEEDED', statusDetails: { step: 'done' }, expectedVersion: 3 });
    await expect(describeAsDevice('a')).rejects.toMatchObject({
      name: 'TerminalStateException',
      $metadata: { httpStatusCode: 410 },
    });
    expect(await describeAsOperator('a')).toMatchObject({
      status: 'SUCCEEDED',
      statusDetails: { detailsMap: { step: 'done' } },
      thingArn: arn(`thing/${thingName}`),
      versionNumber: 4,
    });
  });

  it('is refused what the status graph and the versions do not allow', async () => {
    await createJob('a');
    const conflict = { name: 'InvalidStateTransitionException', $metadata: { httpStatusCode: 409 } };
    await expect(update('a', { expectedVersion: 99 })).rejects.toMatchObject({
      ...conflict,
      message: 'Expected version 99 but found version 1',
    });
    for (const status of ['QUEUED', 'CANCELED', 'REMOVED', 'TIMED_OUT'] as const)
      await expect(update('a', { status })).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(update('a', { executionNumber: 7 })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const tooMany = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'v']));
    await expect(update('a', { statusDetails: tooMany })).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(startNext({ stepTimeoutInMinutes: -1 })).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await update('a', { status: 'FAILED' }); // Straight from QUEUED.
    await expect(update('a', { status: 'SUCCEEDED' })).rejects.toMatchObject(conflict);
    await expect(startNext({ thingName: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('sees nothing of a namespace', async () => {
    await createJob('hidden', { namespaceId: 'aws-gg-deployment' });
    expect((await startNext()).execution).toBeUndefined();
    await expect(describeAsDevice('hidden')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(update('hidden', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('an operator', () => {
  it('cancels an execution, with force when it runs', async () => {
    await createJob('a');
    await startNext();
    const cancel = (input: Partial<iot.CancelJobExecutionCommandInput>) =>
      at.iot.send(new iot.CancelJobExecutionCommand({ jobId: 'a', thingName, ...input }));
    await expect(cancel({})).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    await expect(cancel({ force: true, expectedVersion: 1 })).rejects.toMatchObject({
      name: 'VersionConflictException',
    });
    await cancel({ force: true, statusDetails: { why: 'test' } });
    expect(await describeAsOperator('a')).toMatchObject({ status: 'CANCELED', forceCanceled: true });
    await expect(cancel({ force: true })).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
  });

  it('deletes an execution, and lists those of a thing', async () => {
    await createJob('a');
    await createJob('b');
    const remove = (jobId: string, force: boolean) =>
      at.iot.send(new iot.DeleteJobExecutionCommand({ jobId, thingName, executionNumber: 1, force }));
    const listed = async (input: Partial<iot.ListJobExecutionsForThingCommandInput> = {}) => {
      const command = new iot.ListJobExecutionsForThingCommand({ thingName, ...input });
      return (await at.iot.send(command)).executionSummaries?.map(({ jobId }) => jobId);
    };
    await startNext();
    expect(await listed()).toEqual(['a', 'b']);
    expect(await listed({ status: 'QUEUED' })).toEqual(['b']);
    expect(await listed({ jobId: 'a' })).toEqual(['a']);
    await expect(remove('a', false)).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    await remove('a', true);
    await remove('b', false);
    expect(await listed()).toEqual([]);
    await expect(describeAsOperator('a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await at.iot.send(new iot.DescribeJobCommand({ jobId: 'a' }))).job?.status).toBe('COMPLETED');
  });
});
