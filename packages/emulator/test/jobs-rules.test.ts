import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute, start } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
  for (const thingName of ['a', 'b']) await at.iot.send(new iot.CreateThingCommand({ thingName }));
  await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'g' }));
  await at.iot.send(new iot.AddThingToThingGroupCommand({ thingName: 'a', thingGroupName: 'g' }));
});
afterEach(() => at.close());

const create = (input: Partial<iot.CreateJobCommandInput> = {}) =>
  at.iot.send(new iot.CreateJobCommand({ jobId: 'j', targets: [arn('thing/a')], document: '{}', ...input }));
const describeJob = async () => (await at.iot.send(new iot.DescribeJobCommand({ jobId: 'j' }))).job!;
const update = (input: Partial<iot.UpdateJobCommandInput>) =>
  at.iot.send(new iot.UpdateJobCommand({ jobId: 'j', ...input }));
const report = (status: data.JobExecutionStatus) =>
  at.devices.send(new data.UpdateJobExecutionCommand({ jobId: 'j', thingName: 'a', status }));
const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

describe('creating a job', () => {
  it('gives one execution to a thing that several targets reach', async () => {
    await create({ targets: [arn('thing/a'), arn('thinggroup/g'), arn('thing/a')] });
    at.emulator.clock.advance(minute);
    const { executionSummaries } = await at.iot.send(new iot.ListJobExecutionsForJobCommand({ jobId: 'j' }));
    expect(executionSummaries).toHaveLength(1);
    expect((await describeJob()).targets).toEqual([arn('thing/a'), arn('thinggroup/g')]);
  });

  it('answers no description that the job does not have, and creates nothing when a target is missing', async () => {
    await expect(create({ targets: [arn('thing/a'), arn('thing/none')] })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(describeJob()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await create()).not.toHaveProperty('description', expect.anything());
    expect((await describeJob()).description).toBeUndefined();
  });

  it('refuses retries that are too many or ambiguous', async () => {
    const retries = (...criteria: [iot.RetryableFailureType, number][]) => ({
      criteriaList: criteria.map(([failureType, numberOfRetries]) => ({ failureType, numberOfRetries })),
    });
    const refused = [
      retries(['FAILED', 6], ['TIMED_OUT', 5]),
      retries(['ALL', 1], ['FAILED', 1]),
      retries(['FAILED', 1], ['FAILED', 2]),
      retries(['FAILED', 11]),
    ];
    for (const jobExecutionsRetryConfig of refused)
      await expect(create({ jobExecutionsRetryConfig })).rejects.toMatchObject(invalid);
    await create({ jobExecutionsRetryConfig: retries(['FAILED', 5], ['TIMED_OUT', 5]) });
    await expect(update({ jobExecutionsRetryConfig: retries(['FAILED', 1]) })).rejects.toMatchObject(invalid);
    await update({ jobExecutionsRetryConfig: retries(['ALL', 0]) });
  });

  it('refuses numbers with more digits, or further out, than AWS takes', async () => {
    const abort = (thresholdPercentage: number): iot.AbortConfig => ({
      criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage, minNumberOfExecutedThings: 1 }],
    });
    const rollout = (incrementFactor: number): iot.JobExecutionsRolloutConfig => {
      const rateIncreaseCriteria = { numberOfNotifiedThings: 10 };
      return { exponentialRate: { baseRatePerMinute: 1, incrementFactor, rateIncreaseCriteria } };
    };
    for (const threshold of [10.999, 1e-7, -1, 100.01])
      await expect(create({ abortConfig: abort(threshold) }), String(threshold)).rejects.toMatchObject(invalid);
    for (const factor of [1.55, 1, 5.1])
      await expect(create({ jobExecutionsRolloutConfig: rollout(factor) })).rejects.toMatchObject(invalid);
    for (const inProgressTimeoutInMinutes of [0, 10_081])
      await expect(create({ timeoutConfig: { inProgressTimeoutInMinutes } })).rejects.toMatchObject(invalid);
    const timeoutConfig = { inProgressTimeoutInMinutes: 10_080 };
    await create({ abortConfig: abort(10.99), jobExecutionsRolloutConfig: rollout(1.5), timeoutConfig });
  });

  it('refuses schedules outside of their bounds', async () => {
    const minutes = (count: number) => new Date(start + count * minute).toISOString().slice(0, 16);
    const day = 24 * 60;
    const refused: iot.SchedulingConfig[] = [
      { startTime: minutes(29) },
      { startTime: minutes(366 * day) },
      { endTime: minutes(29) },
      { endTime: minutes(731 * day) },
      { startTime: minutes(60), endTime: minutes(89) },
      { startTime: 'tomorrow' },
      { endBehavior: 'CANCEL' },
      { maintenanceWindows: [{ startTime: 'cron(0 10 * * ? *)', durationInMinutes: 60 }] },
    ];
    for (const schedulingConfig of refused)
      await expect(create({ schedulingConfig }), JSON.stringify(schedulingConfig)).rejects.toMatchObject(invalid);
    const schedulingConfig = { startTime: minutes(30), endTime: minutes(60) };
    await create({ schedulingConfig });
    expect(await describeJob()).toMatchObject({ status: 'SCHEDULED', schedulingConfig });
  });

  it('keeps to the partition of its region', async () => {
    const config = {
      endpoint: at.emulator.endpoint,
      region: 'cn-north-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    };
    const china = new iot.IoTClient(config);
    const { thingArn } = await china.send(new iot.CreateThingCommand({ thingName: 'a' }));
    expect(thingArn).toBe('arn:aws-cn:iot:cn-north-1:123456789012:thing/a');
    const job = { jobId: 'j', document: '{}' };
    const elsewhere = [thingArn!.replace('aws-cn', 'aws')];
    await expect(china.send(new iot.CreateJobCommand({ ...job, targets: elsewhere }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await china.send(new iot.CreateJobCommand({ ...job, targets: [thingArn!] }));
    const { templateArn } = await china.send(new iot.DescribeManagedJobTemplateCommand({ templateName: 'AWS-Reboot' }));
    expect(templateArn).toBe('arn:aws-cn:iot:cn-north-1::jobtemplate/AWS-Reboot:1.0');
    china.destroy();
  });
});

describe('changing a job', () => {
  it('replaces a configuration whole and leaves the others', async () => {
    const abortConfig: iot.AbortConfig = {
      criteriaList: [
        { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 10, minNumberOfExecutedThings: 1 },
      ],
    };
    await create({ abortConfig, jobExecutionsRolloutConfig: { maximumPerMinute: 5 }, description: 'old' });
    await update({ jobExecutionsRolloutConfig: { maximumPerMinute: 9 } });
    expect(await describeJob()).toMatchObject({
      abortConfig,
      jobExecutionsRolloutConfig: { maximumPerMinute: 9 },
      description: 'old',
    });
  });

  it('is refused when the job has ended', async () => {
    await create();
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'j' }));
    await expect(update({ description: 'late' })).rejects.toMatchObject(invalid);
    await expect(at.iot.send(new iot.CancelJobCommand({ jobId: 'j' }))).rejects.toMatchObject(invalid);
    await expect(at.iot.send(new iot.UpdateJobCommand({ jobId: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('adds groups, not things, to a CONTINUOUS job in progress, a hundred targets in all', async () => {
    const associate = (targets: string[]) =>
      at.iot.send(new iot.AssociateTargetsWithJobCommand({ jobId: 'j', targets }));
    const later = { startTime: '2026-01-02T00:00' };
    await create({ targetSelection: 'CONTINUOUS', schedulingConfig: later });
    await expect(associate([arn('thinggroup/g')])).rejects.toMatchObject(invalid);
    at.emulator.clock.advance(24 * 60 * minute);
    await expect(associate([arn('thing/b')])).rejects.toMatchObject(invalid);
    for (let number = 1; number <= 100; number += 1)
      await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: `g-${number}` }));
    const hundred = Array.from({ length: 100 }, (_, index) => arn(`thinggroup/g-${index + 1}`));
    await expect(associate(hundred)).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 410 },
    });
    expect(await associate(hundred.slice(0, 99))).toMatchObject({ jobId: 'j', jobArn: arn('job/j') });
    const { jobs } = await at.iot.send(new iot.ListJobsCommand({ thingGroupName: 'g-99' }));
    expect(jobs).toMatchObject([{ jobId: 'j' }]);
  });
});

describe('cancelling', () => {
  it('ends what is QUEUED, lets a running execution report, and with force ends it too', async () => {
    await create({ targets: [arn('thing/a'), arn('thing/b')] });
    at.emulator.clock.advance(minute);
    await report('IN_PROGRESS');
    const canceled = await at.iot.send(new iot.CancelJobCommand({ jobId: 'j', reasonCode: 'WHY', comment: 'because' }));
    expect(canceled).toMatchObject({ jobId: 'j', jobArn: arn('job/j') });
    expect(await describeJob()).toMatchObject({
      status: 'CANCELED',
      reasonCode: 'WHY',
      comment: 'because',
      jobProcessDetails: { numberOfCanceledThings: 1, numberOfInProgressThings: 1 },
    });
    expect((await describeJob()).completedAt).toBeUndefined();
    await report('SUCCEEDED');
    expect((await describeJob()).jobProcessDetails).toMatchObject({ numberOfSucceededThings: 1 });
    await expect(report('FAILED')).rejects.toMatchObject({ name: 'InvalidStateTransitionException' });
  });

  it('of an execution looks at its version and its state', async () => {
    await create();
    at.emulator.clock.advance(minute);
    const cancel = (input: Partial<iot.CancelJobExecutionCommandInput> = {}) =>
      at.iot.send(new iot.CancelJobExecutionCommand({ jobId: 'j', thingName: 'a', ...input }));
    await expect(cancel({ expectedVersion: 9 })).rejects.toMatchObject({
      name: 'VersionConflictException',
      message: 'Expected version 9 but found version 1',
    });
    await report('IN_PROGRESS');
    const conflict = { name: 'InvalidStateTransitionException', $metadata: { httpStatusCode: 409 } };
    await expect(cancel()).rejects.toMatchObject(conflict);
    await cancel({ force: true, statusDetails: { by: 'hand' } });
    await expect(cancel({ force: true })).rejects.toMatchObject(conflict);
    const { execution } = await at.iot.send(new iot.DescribeJobExecutionCommand({ jobId: 'j', thingName: 'a' }));
    expect(execution).toMatchObject({
      status: 'CANCELED',
      forceCanceled: true,
      statusDetails: { detailsMap: { by: 'hand' } },
      thingArn: arn('thing/a'),
      versionNumber: 3,
    });
    expect(execution).not.toHaveProperty('thingName');
  });
});

describe('a namespace', () => {
  it('is given where the model has it, and must be that of the job', async () => {
    await create({ namespaceId: 'ns' });
    const listed = async (namespaceId?: string) =>
      (await at.iot.send(new iot.ListJobsCommand({ namespaceId }))).jobs?.length;
    expect([await listed('ns'), await listed('other'), await listed()]).toEqual([1, 0, 1]);
    await expect(update({ namespaceId: 'other', description: 'x' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await update({ namespaceId: 'ns', description: 'x' });
    expect(await describeJob()).toMatchObject({ namespaceId: 'ns', description: 'x' });
  });
});

describe('event configurations', () => {
  it('are all off at first and switched one by one', async () => {
    const describe = () => at.iot.send(new iot.DescribeEventConfigurationsCommand({}));
    const first = await describe();
    expect(Object.values(first.eventConfigurations!).filter(({ Enabled }) => Enabled)).toEqual([]);
    expect(Object.keys(first.eventConfigurations!)).toHaveLength(11);
    const on = { JOB: { Enabled: true }, JOB_EXECUTION: { Enabled: true } };
    await at.iot.send(new iot.UpdateEventConfigurationsCommand({ eventConfigurations: on }));
    at.emulator.clock.advance(1000);
    const off = { JOB: { Enabled: false } };
    await at.iot.send(new iot.UpdateEventConfigurationsCommand({ eventConfigurations: off }));
    expect(await describe()).toMatchObject({
      eventConfigurations: { JOB: { Enabled: false }, JOB_EXECUTION: { Enabled: true }, THING: { Enabled: false } },
      creationDate: new Date(start),
      lastModifiedDate: new Date(start + 1000),
    });
  });
});

describe('DescribeEndpoint', () => {
  it('answers the address of the emulator for every type, and refuses others', async () => {
    for (const endpointType of [undefined, 'iot:Data', 'iot:Data-ATS', 'iot:CredentialProvider', 'iot:Jobs']) {
      const { endpointAddress } = await at.iot.send(new iot.DescribeEndpointCommand({ endpointType }));
      expect(`http://${endpointAddress}`).toBe(at.emulator.endpoint);
    }
    const other = new iot.DescribeEndpointCommand({ endpointType: 'iot:Nothing' });
    await expect(at.iot.send(other)).rejects.toMatchObject(invalid);
  });
});
