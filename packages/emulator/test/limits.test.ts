import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, describe, expect, it } from 'vitest';
import type { Limits } from '../src/index.js';
import { arn, type Bench, bench, minute } from './clients.js';

let at: Bench;
afterEach(() => at.close());

const day = 24 * 60 * minute;

/** An emulator with these limits, and things `d-1`… in it. */
async function limited(limits: Partial<Limits>, things = 3): Promise<void> {
  at = await bench({ limits });
  for (let number = 1; number <= things; number += 1)
    await at.iot.send(new iot.CreateThingCommand({ thingName: `d-${number}` }));
}

const createJob = (jobId: string, input: Partial<iot.CreateJobCommandInput> = {}) =>
  at.iot.send(new iot.CreateJobCommand({ jobId, targets: [arn('thing/d-1')], document: '{}', ...input }));
const describeJob = async (jobId: string) => (await at.iot.send(new iot.DescribeJobCommand({ jobId }))).job!;
const exceeded = { name: 'LimitExceededException', $metadata: { httpStatusCode: 410 } };

describe('the number of jobs', () => {
  it('is limited for those that are SCHEDULED or IN_PROGRESS', async () => {
    await limited({ activeJobs: 2 });
    await createJob('a', { schedulingConfig: { startTime: '2026-01-02T00:00' } });
    await createJob('b');
    await expect(createJob('c')).rejects.toMatchObject(exceeded);
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'b' }));
    await createJob('c');
  });

  it('is limited for those that roll out at the same time: others wait IN_PROGRESS without executions', async () => {
    await limited({ concurrentJobs: 1 });
    const targets = ['d-1', 'd-2'].map((name) => arn(`thing/${name}`));
    const slow = { targets, jobExecutionsRolloutConfig: { maximumPerMinute: 1 } };
    await createJob('first', slow);
    await createJob('second');
    await createJob('third');
    at.emulator.clock.advance(minute);
    expect(await describeJob('first')).toMatchObject({
      isConcurrent: true,
      jobProcessDetails: { numberOfQueuedThings: 1 },
    });
    const waiting = { status: 'IN_PROGRESS', isConcurrent: false, jobProcessDetails: { numberOfQueuedThings: 0 } };
    expect(await describeJob('second')).toMatchObject(waiting);
    at.emulator.clock.advance(minute);
    expect((await describeJob('first')).isConcurrent).toBe(false);
    expect(await describeJob('second')).toMatchObject({ isConcurrent: true });
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'second' }));
    at.emulator.clock.advance(minute);
    expect((await describeJob('third')).jobProcessDetails).toMatchObject({ numberOfQueuedThings: 1 });
  });

  it('cancels a scheduled job that comes to its start when there is no place', async () => {
    await limited({ concurrentJobs: 1 });
    const targets = ['d-1', 'd-2', 'd-3'].map((name) => arn(`thing/${name}`));
    await createJob('late', { schedulingConfig: { startTime: '2026-01-01T00:30' } });
    at.emulator.clock.advance(29 * minute);
    await createJob('busy', { targets, jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
    at.emulator.clock.advance(minute);
    expect(await describeJob('late')).toMatchObject({ status: 'CANCELED', reasonCode: 'CONCURRENT_JOBS_LIMIT' });
    expect((await describeJob('busy')).jobProcessDetails).toMatchObject({ numberOfQueuedThings: 1 });
  });

  it('is ten for those that are being deleted, which can be seen until their executions are gone', async () => {
    await limited({}, 1);
    for (let number = 1; number <= 11; number += 1) await createJob(`j-${number}`);
    at.emulator.clock.advance(minute);
    const remove = (number: number) => at.iot.send(new iot.DeleteJobCommand({ jobId: `j-${number}`, force: true }));
    for (let number = 1; number <= 10; number += 1) await remove(number);
    expect(await describeJob('j-1')).toMatchObject({ status: 'DELETION_IN_PROGRESS' });
    await expect(remove(1)).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    await expect(at.iot.send(new iot.CancelJobCommand({ jobId: 'j-1' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await expect(createJob('j-1')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    await expect(remove(11)).rejects.toMatchObject(exceeded);
    const deleting = new iot.ListJobsCommand({ status: 'DELETION_IN_PROGRESS' });
    expect((await at.iot.send(deleting)).jobs).toHaveLength(10);
    at.emulator.clock.advance(1000);
    await expect(describeJob('j-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await remove(11);
    await createJob('j-1');
  });
});

describe('other limits', () => {
  it('are those of templates and of the roll-out rate', async () => {
    await limited({ jobTemplates: 1, rolloutRatePerMinute: 50 });
    const template = (jobTemplateId: string) =>
      at.iot.send(new iot.CreateJobTemplateCommand({ jobTemplateId, description: 'd', document: '{}' }));
    await template('one');
    await expect(template('two')).rejects.toMatchObject(exceeded);
    await createJob('slow', { jobExecutionsRolloutConfig: { maximumPerMinute: 50 } });
    const jobExecutionsRolloutConfig = { maximumPerMinute: 51 };
    await expect(createJob('fast', { jobExecutionsRolloutConfig })).rejects.toThrow('50 a minute');
    const update = new iot.UpdateJobCommand({ jobId: 'slow', jobExecutionsRolloutConfig });
    await expect(at.iot.send(update)).rejects.toThrow('50 a minute');
  });

  it('removes a job that ended 730 days ago, with its executions and tags', async () => {
    await limited({});
    await createJob('old', { tags: [{ Key: 'k', Value: 'v' }] });
    at.emulator.clock.advance(minute);
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'old' }));
    at.emulator.clock.advance(730 * day - 1);
    expect(await describeJob('old')).toMatchObject({ status: 'CANCELED' });
    at.emulator.clock.advance(1);
    await expect(describeJob('old')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const executions = new iot.ListJobExecutionsForThingCommand({ thingName: 'd-1' });
    expect((await at.iot.send(executions)).executionSummaries).toEqual([]);
    const tags = new iot.ListTagsForResourceCommand({ resourceArn: arn('job/old') });
    await expect(at.iot.send(tags)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('request rates', () => {
  it('are not held unless asked for', async () => {
    await limited({}, 1);
    for (let number = 1; number <= 30; number += 1) await createJob(`j-${number}`);
  });

  it('throttle each operation of the control plane past 10 requests a second, by the status 400', async () => {
    await limited({ rates: 'aws' }, 1);
    for (let number = 1; number <= 10; number += 1) await createJob(`j-${number}`);
    await expect(createJob('j-11')).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
    await describeJob('j-1');
    at.emulator.clock.advance(100);
    await createJob('j-11');
    await expect(createJob('j-12')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('throttle devices past 200 reads a second, by the status 429', async () => {
    await limited({ rates: 'aws' }, 1);
    const read = () => at.devices.send(new data.GetPendingJobExecutionsCommand({ thingName: 'd-1' }));
    for (let number = 1; number <= 200; number += 1) await read();
    const next = new data.DescribeJobExecutionCommand({ thingName: 'd-1', jobId: '$next' });
    await expect(at.devices.send(next)).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    });
    await at.devices.send(new data.StartNextPendingJobExecutionCommand({ thingName: 'd-1' }));
  });
});
