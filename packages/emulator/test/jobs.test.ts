import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute, start } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const document = '{"operation":"update"}';
const group = { thingGroupName: 'fleet' };

/** Creates things `d-1`… in the group `fleet`. */
async function fleet(size: number): Promise<void> {
  await at.iot.send(new iot.CreateThingGroupCommand(group));
  for (let number = 1; number <= size; number += 1) {
    await at.iot.send(new iot.CreateThingCommand({ thingName: `d-${number}` }));
    await at.iot.send(new iot.AddThingToThingGroupCommand({ ...group, thingName: `d-${number}` }));
  }
}

async function create(input: Partial<iot.CreateJobCommandInput> = {}): Promise<iot.CreateJobCommandOutput> {
  const defaults = { jobId: 'ota', targets: [arn('thinggroup/fleet')], document };
  return at.iot.send(new iot.CreateJobCommand({ ...defaults, ...input }));
}

async function describeJob(jobId = 'ota'): Promise<iot.Job> {
  return (await at.iot.send(new iot.DescribeJobCommand({ jobId }))).job!;
}

async function report(thingName: string, status: data.JobExecutionStatus): Promise<void> {
  await at.devices.send(new data.UpdateJobExecutionCommand({ jobId: 'ota', thingName, status }));
}

describe('CreateJob', () => {
  it('answers ARN, id and description, and DescribeJob shows {} for three unset configurations', async () => {
    await fleet(1);
    expect(await create({ description: 'Version 2' })).toMatchObject({
      jobArn: arn('job/ota'),
      jobId: 'ota',
      description: 'Version 2',
    });
    const described = await at.iot.send(new iot.DescribeJobCommand({ jobId: 'ota' }));
    expect(described.job).toMatchObject({
      status: 'IN_PROGRESS',
      targetSelection: 'SNAPSHOT',
      targets: [arn('thinggroup/fleet')],
      presignedUrlConfig: {},
      jobExecutionsRolloutConfig: {},
      timeoutConfig: {},
      createdAt: new Date(start),
      isConcurrent: true,
      jobProcessDetails: { processingTargets: [arn('thinggroup/fleet')], numberOfQueuedThings: 0 },
    });
    expect(described.job).not.toHaveProperty('abortConfig');
    const { document: text } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'ota' }));
    expect(text).toBe(document);
  });

  it('refuses what AWS refuses, by the modelled error', async () => {
    await fleet(1);
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      resourceId: 'ota',
      resourceArn: arn('job/ota'),
    });
    const invalid: Partial<iot.CreateJobCommandInput>[] = [
      { document: '{' },
      { document: undefined },
      { documentSource: 'https://s3.amazonaws.com/b/k' },
      { document: JSON.stringify({ url: `$\{aws:iot:s3-presigned-url:https://s3.amazonaws.com/b/k}` }) },
      { documentParameters: { command: 'ls' } },
      { timeoutConfig: { inProgressTimeoutInMinutes: 10_081 } },
      { jobExecutionsRolloutConfig: { maximumPerMinute: 0 } },
      { schedulingConfig: { startTime: '2026-01-01T00:29' } },
      { schedulingConfig: { maintenanceWindows: [{ startTime: 'cron(0 10 * * ? *)', durationInMinutes: 60 }] } },
      { targets: ['fleet'] },
      { targets: Array.from({ length: 101 }, (_, index) => arn(`thing/t-${index}`)) },
      { targets: Array.from({ length: 101 }, () => arn('thinggroup/fleet')) },
      { destinationPackageVersions: [arn('package/p')] },
      { tags: [{ Key: 'aws:x', Value: 'y' }] },
    ];
    for (const [index, input] of invalid.entries())
      await expect(create({ jobId: `bad-${index}`, ...input })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    for (const target of [arn('thing/none'), 'arn:aws:iot:us-east-1:123456789012:thinggroup/fleet'])
      await expect(create({ jobId: 'bad', targets: [target] })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 404 },
      });
    expect((await at.iot.send(new iot.ListJobsCommand({}))).jobs).toHaveLength(1);
  });

  it('words a broken constraint as AWS does', async () => {
    await expect(create({ jobExecutionsRolloutConfig: { maximumPerMinute: 0 }, targets: [] })).rejects.toThrow(
      "2 validation errors detected: Value '[]' at 'targets' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'jobExecutionsRolloutConfig.maximumPerMinute' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
  });

  it('takes a registered document for an S3 object and fills a managed template in', async () => {
    await fleet(1);
    const documentSource = 'https://s3.amazonaws.com/bucket/doc.json';
    await fetch(`${at.emulator.endpoint}/_emulator/objects`, {
      method: 'POST',
      body: JSON.stringify({ url: documentSource, body: '{"from":"s3"}' }),
    });
    await create({ documentSource, document: undefined });
    expect(await at.iot.send(new iot.DescribeJobCommand({ jobId: 'ota' }))).toMatchObject({ documentSource });
    const managed = await at.iot.send(new iot.DescribeManagedJobTemplateCommand({ templateName: 'AWS-Run-Command' }));
    expect(managed.templateArn).toBe('arn:aws:iot:eu-west-1::jobtemplate/AWS-Run-Command:1.0');
    const reboot = { jobId: 'run', document: undefined, jobTemplateArn: managed.templateArn };
    await expect(create(reboot)).rejects.toThrow('needs the parameter command');
    await create({ ...reboot, documentParameters: { command: 'echo,"hi"' } });
    const { document: text } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'run' }));
    expect(JSON.parse(text!).steps[0].action).toMatchObject({ input: { command: 'echo,"hi"' }, runAsUser: '' });
    expect((await at.iot.send(new iot.ListManagedJobTemplatesCommand({}))).managedJobTemplates).toHaveLength(8);
  });
});

describe('a rollout', () => {
  it('notifies 1,000 things at a constant 100 a minute and completes when the last has ended', async () => {
    await at.close();
    const groups = [
      {
        name: 'fleet',
        things: 1000,
        prefix: 'd-',
        outcomes: { succeed: 1, fail: 0, reject: 0, silent: 0 },
        runSeconds: { min: 30, max: 30 },
      },
    ];
    at = await bench({ region: 'eu-west-1', fleet: { seed: 1, groups } });
    await create({ jobExecutionsRolloutConfig: { maximumPerMinute: 100 } });
    at.emulator.clock.advance(5 * minute);
    expect((await describeJob()).jobProcessDetails).toMatchObject({
      numberOfSucceededThings: 450,
      numberOfInProgressThings: 50,
    });
    at.emulator.clock.advance(5 * minute);
    expect(await describeJob()).toMatchObject({ status: 'IN_PROGRESS', isConcurrent: false });
    at.emulator.clock.advance(30_000);
    expect(await describeJob()).toMatchObject({
      status: 'COMPLETED',
      completedAt: new Date(start + 10.5 * minute),
      jobProcessDetails: { numberOfSucceededThings: 1000 },
    });
  });

  it('doubles its rate at every thousand: 4,000 things in 37.5 minutes', async () => {
    await at.close();
    const silent = { succeed: 0, fail: 0, reject: 0, silent: 1 };
    const groups = [{ name: 'fleet', things: 4000, prefix: 'd-', outcomes: silent, runSeconds: { min: 1, max: 1 } }];
    at = await bench({ region: 'eu-west-1', fleet: { seed: 1, groups } });
    const rateIncreaseCriteria = { numberOfNotifiedThings: 1000 };
    const exponentialRate = { baseRatePerMinute: 50, incrementFactor: 2, rateIncreaseCriteria };
    await create({ jobExecutionsRolloutConfig: { exponentialRate, maximumPerMinute: 1000 } });
    const notified = async () => (await describeJob()).jobProcessDetails?.numberOfInProgressThings;
    at.emulator.clock.advance(20 * minute);
    expect(await notified()).toBe(1000);
    at.emulator.clock.advance(17.5 * minute - 1);
    expect(await notified()).toBe(3999);
    at.emulator.clock.advance(1);
    expect(await notified()).toBe(4000);
  });

  it('stops when the abort criterion is met', async () => {
    await fleet(10);
    const criterion = {
      failureType: 'FAILED',
      action: 'CANCEL',
      thresholdPercentage: 50,
      minNumberOfExecutedThings: 2,
    } as const;
    await create({
      jobExecutionsRolloutConfig: { maximumPerMinute: 5 },
      abortConfig: { criteriaList: [criterion] },
    });
    at.emulator.clock.advance(minute);
    await report('d-1', 'SUCCEEDED');
    expect((await describeJob()).status).toBe('IN_PROGRESS');
    await report('d-2', 'FAILED');
    expect(await describeJob()).toMatchObject({
      status: 'CANCELED',
      reasonCode: 'ABORT_CRITERIA_MET',
      jobProcessDetails: { numberOfCanceledThings: 3, numberOfFailedThings: 1, numberOfSucceededThings: 1 },
    });
  });

  it('times an execution out and retries it', async () => {
    await fleet(1);
    await create({
      timeoutConfig: { inProgressTimeoutInMinutes: 10 },
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] },
    });
    at.emulator.clock.advance(minute);
    const started = await at.devices.send(new data.StartNextPendingJobExecutionCommand({ thingName: 'd-1' }));
    expect(started.execution).toMatchObject({ approximateSecondsBeforeTimedOut: 600, jobDocument: document });
    at.emulator.clock.advance(10 * minute);
    const listed = await at.iot.send(new iot.ListJobExecutionsForJobCommand({ jobId: 'ota' }));
    expect(listed.executionSummaries).toMatchObject([
      { thingArn: arn('thing/d-1'), jobExecutionSummary: { status: 'TIMED_OUT', executionNumber: 1, retryAttempt: 0 } },
      { jobExecutionSummary: { status: 'QUEUED', executionNumber: 2, retryAttempt: 1 } },
    ]);
  });

  it('waits for its startTime and ends at its endTime', async () => {
    await fleet(1);
    await create({
      schedulingConfig: { startTime: '2026-01-01T01:00', endTime: '2026-01-01 02:00', endBehavior: 'CANCEL' },
    });
    expect((await describeJob()).status).toBe('SCHEDULED');
    at.emulator.clock.advance(61 * minute);
    expect((await describeJob()).jobProcessDetails?.numberOfQueuedThings).toBe(1);
    at.emulator.clock.advance(60 * minute);
    expect(await describeJob()).toMatchObject({
      status: 'COMPLETED',
      schedulingConfig: { startTime: '2026-01-01T01:00' },
      jobProcessDetails: { numberOfCanceledThings: 1 },
    });
  });
});

describe('changing a job', () => {
  it('updates configurations of an active job only', async () => {
    await fleet(2);
    await create({ jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
    const update = (input: Partial<iot.UpdateJobCommandInput>) =>
      at.iot.send(new iot.UpdateJobCommand({ jobId: 'ota', ...input }));
    await update({ description: 'faster', jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } });
    at.emulator.clock.advance(1000);
    expect(await describeJob()).toMatchObject({
      description: 'faster',
      jobProcessDetails: { numberOfQueuedThings: 2 },
    });
    const retry = { criteriaList: [{ failureType: 'ALL', numberOfRetries: 1 } as const] };
    await expect(update({ jobExecutionsRetryConfig: retry })).rejects.toThrow('can only be set to 0');
    const none = { criteriaList: [{ failureType: 'ALL', numberOfRetries: 0 } as const] };
    await update({ jobExecutionsRetryConfig: none });
    expect((await describeJob())?.jobExecutionsRetryConfig).toEqual(none);
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'ota' }));
    await expect(update({ description: 'late' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('keeps the retries of one failure type while those of the other go to 0', async () => {
    const retries = (failed: number, timedOut: number) => ({
      jobExecutionsRetryConfig: {
        criteriaList: [
          { failureType: 'FAILED' as const, numberOfRetries: failed },
          { failureType: 'TIMED_OUT' as const, numberOfRetries: timedOut },
        ],
      },
    });
    await fleet(1);
    await create(retries(2, 3));
    const update = (failed: number, timedOut: number) =>
      at.iot.send(new iot.UpdateJobCommand({ jobId: 'ota', ...retries(failed, timedOut) }));
    await update(2, 0);
    expect(await describeJob()).toMatchObject(retries(2, 0));
    await expect(update(1, 0)).rejects.toThrow('can only be set to 0');
    await expect(update(2, 3)).rejects.toThrow('can only be set to 0');
  });

  it('cancels with and without force', async () => {
    await fleet(2);
    await create();
    at.emulator.clock.advance(1000);
    await report('d-1', 'IN_PROGRESS');
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'ota', reasonCode: 'WRONG_IMAGE', comment: 'oops' }));
    expect(await describeJob()).toMatchObject({
      status: 'CANCELED',
      reasonCode: 'WRONG_IMAGE',
      comment: 'oops',
      jobProcessDetails: { numberOfInProgressThings: 1, numberOfCanceledThings: 1 },
    });
    await expect(at.iot.send(new iot.CancelJobCommand({ jobId: 'ota' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await create({ jobId: 'second' });
    at.emulator.clock.advance(1000);
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'second', force: true }));
    expect(await describeJob('second')).toMatchObject({ forceCanceled: true });
  });

  it('deletes a finished job in the background, an active one by force', async () => {
    await fleet(1);
    await create();
    at.emulator.clock.advance(1000);
    const remove = (force: boolean) => at.iot.send(new iot.DeleteJobCommand({ jobId: 'ota', force }));
    await expect(remove(false)).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
    await remove(true);
    expect((await describeJob()).status).toBe('DELETION_IN_PROGRESS');
    await expect(create()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    at.emulator.clock.advance(1000);
    await expect(describeJob()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create();
  });

  it('reaches things that join a target of a continuous job, and new targets', async () => {
    await fleet(0);
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'child', parentGroupName: 'fleet' }));
    await at.iot.send(new iot.CreateThingCommand({ thingName: 'late' }));
    await create({ targetSelection: 'CONTINUOUS' });
    const membership = { thingGroupName: 'child', thingName: 'late' };
    await at.iot.send(new iot.AddThingToThingGroupCommand(membership));
    expect((await describeJob()).jobProcessDetails?.numberOfQueuedThings).toBe(1);
    await at.iot.send(new iot.RemoveThingFromThingGroupCommand(membership));
    expect((await describeJob()).jobProcessDetails?.numberOfRemovedThings).toBe(1);
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'more' }));
    await at.iot.send(new iot.AddThingToThingGroupCommand({ thingGroupName: 'more', thingName: 'late' }));
    const targets = [arn('thinggroup/more')];
    await at.iot.send(new iot.AssociateTargetsWithJobCommand({ jobId: 'ota', targets, comment: 'and this' }));
    at.emulator.clock.advance(1000);
    expect(await describeJob()).toMatchObject({ comment: 'and this', jobProcessDetails: { numberOfQueuedThings: 1 } });
    await create({ jobId: 'snapshot', targets });
    await expect(
      at.iot.send(new iot.AssociateTargetsWithJobCommand({ jobId: 'snapshot', targets })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('lists', () => {
  it('are cut into pages, whose tokens belong to one query', async () => {
    await fleet(1);
    for (const jobId of ['a', 'b', 'c']) await create({ jobId });
    const pages: string[][] = [];
    for await (const page of iot.paginateListJobs({ client: at.iot, pageSize: 2 }, {}))
      pages.push(page.jobs!.map(({ jobId }) => jobId!));
    expect(pages).toEqual([['c', 'b'], ['a']]);
    const { nextToken } = await at.iot.send(new iot.ListJobsCommand({ maxResults: 1 }));
    await expect(at.iot.send(new iot.ListJobsCommand({ nextToken, status: 'COMPLETED' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await expect(at.iot.send(new iot.ListJobsCommand({ nextToken: '!' }))).rejects.toThrow('nextToken');
  });

  it('narrow jobs by status, selection and group', async () => {
    await fleet(1);
    await create({ jobId: 'a' });
    await create({ jobId: 'b', targetSelection: 'CONTINUOUS', targets: [arn('thing/d-1')] });
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'a' }));
    const ids = async (input: iot.ListJobsCommandInput) =>
      (await at.iot.send(new iot.ListJobsCommand(input))).jobs?.map(({ jobId }) => jobId);
    expect(await ids({})).toEqual(['b', 'a']);
    expect(await ids({ status: 'CANCELED' })).toEqual(['a']);
    expect(await ids({ targetSelection: 'CONTINUOUS' })).toEqual(['b']);
    expect(await ids({ thingGroupName: 'fleet' })).toEqual(['a']);
    await expect(ids({ thingGroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('job templates', () => {
  const template = { jobTemplateId: 'standard', description: 'Standard', document };

  it('give a job what it does not set itself, each configuration as a whole', async () => {
    await fleet(1);
    const created = await at.iot.send(
      new iot.CreateJobTemplateCommand({
        ...template,
        timeoutConfig: { inProgressTimeoutInMinutes: 5 },
        jobExecutionsRolloutConfig: { maximumPerMinute: 10 },
        presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/ota', expiresInSec: 60 },
      }),
    );
    expect(created).toMatchObject({ jobTemplateArn: arn('jobtemplate/standard'), jobTemplateId: 'standard' });
    await create({
      document: undefined,
      jobTemplateArn: created.jobTemplateArn,
      presignedUrlConfig: { expiresInSec: 120 },
    });
    const job = await describeJob();
    expect(job).toMatchObject({
      description: 'Standard',
      jobTemplateArn: created.jobTemplateArn,
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    });
    expect(job.presignedUrlConfig).toEqual({ expiresInSec: 120 });
    await at.iot.send(
      new iot.CreateJobTemplateCommand({ jobTemplateId: 'copy', description: 'Copy', jobArn: arn('job/ota') }),
    );
    expect(await at.iot.send(new iot.DescribeJobTemplateCommand({ jobTemplateId: 'copy' }))).toMatchObject({
      description: 'Copy',
      document,
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      createdAt: new Date(start),
    });
  });

  it('conflict by id, are listed and deleted', async () => {
    await at.iot.send(new iot.CreateJobTemplateCommand(template));
    await expect(at.iot.send(new iot.CreateJobTemplateCommand(template))).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: 'standard',
    });
    const { jobTemplates } = await at.iot.send(new iot.ListJobTemplatesCommand({}));
    expect(jobTemplates).toMatchObject([{ jobTemplateId: 'standard', description: 'Standard' }]);
    await at.iot.send(new iot.DeleteJobTemplateCommand({ jobTemplateId: 'standard' }));
    for (const command of [iot.DescribeJobTemplateCommand, iot.DeleteJobTemplateCommand])
      await expect(at.iot.send(new command({ jobTemplateId: 'standard' }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
  });
});

describe('tags', () => {
  it('are written, listed and taken away, and go with their job', async () => {
    await fleet(1);
    await create({ tags: [{ Key: 'team', Value: 'climate' }] });
    const resourceArn = arn('job/ota');
    await at.iot.send(new iot.TagResourceCommand({ resourceArn, tags: [{ Key: 'a', Value: '1' }] }));
    await at.iot.send(new iot.UntagResourceCommand({ resourceArn, tagKeys: ['a', 'absent'] }));
    expect((await at.iot.send(new iot.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { Key: 'team', Value: 'climate' },
    ]);
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(at.iot.send(new iot.TagResourceCommand({ resourceArn, tags: many }))).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 410 },
    });
    await expect(
      at.iot.send(new iot.ListTagsForResourceCommand({ resourceArn: arn('job/none') })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
