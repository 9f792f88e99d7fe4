import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute } from './clients.js';
import { jobsTopic, type MqttDevice, mqttDevice, thingName } from './mqtt-device.js';

let at: Bench;
let device: MqttDevice;

beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0 });
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
  device = await mqttDevice(at.emulator.mqttUrl!, []);
});
afterEach(async () => {
  await device.close();
  await at.close();
});

const document = '{"op":"x"}';

async function createJob(jobId: string, input: Partial<iot.CreateJobCommandInput> = {}): Promise<void> {
  await at.iot.send(new iot.CreateJobCommand({ jobId, targets: [arn(`thing/${thingName}`)], document, ...input }));
  at.emulator.clock.advance(1000);
}

const now = () => Math.floor(at.emulator.clock.now() / 1000);
const plan = async (...faults: object[]) => {
  const body = JSON.stringify({ faults });
  const response = await fetch(`${at.emulator.endpoint}/_emulator/faults`, { method: 'POST', body });
  expect(response.status).toBe(200);
};

describe('a request', () => {
  it('gets lists of what is pending, both of them always, also for a payload of no bytes', async () => {
    expect(await device.answer('get', '')).toEqual({
      topic: 'get/accepted',
      payload: { timestamp: now(), inProgressJobs: [], queuedJobs: [] },
    });
    await createJob('a');
    await createJob('b');
    await device.answer('b/update', { status: 'IN_PROGRESS' });
    expect(await device.answer('get', { clientToken: 'c' })).toMatchObject({
      topic: 'get/accepted',
      payload: {
        clientToken: 'c',
        inProgressJobs: [{ jobId: 'b', versionNumber: 2, executionNumber: 1, startedAt: now() }],
        queuedJobs: [{ jobId: 'a', versionNumber: 1, executionNumber: 1 }],
      },
    });
  });

  it('shows ten pending executions, and up to five more of jobs with maintenance windows', async () => {
    for (let number = 1; number <= 12; number += 1) await createJob(`plain-${number}`);
    expect((await device.answer('get')).payload.queuedJobs).toHaveLength(10);
    const schedulingConfig = { maintenanceWindows: [{ startTime: 'cron(0 1 * * ? *)', durationInMinutes: 60 }] };
    for (let number = 1; number <= 7; number += 1)
      await createJob(`window-${number}`, { targetSelection: 'CONTINUOUS', schedulingConfig });
    expect((await device.answer('get')).payload.queuedJobs).toHaveLength(10);
    at.emulator.clock.advance(61 * minute);
    const queued = (await device.answer('get')).payload.queuedJobs as readonly { readonly jobId: string }[];
    expect(queued.filter(({ jobId }) => jobId.startsWith('plain'))).toHaveLength(10);
    expect(queued.filter(({ jobId }) => jobId.startsWith('window'))).toHaveLength(5);
  });

  it('is answered on its own topic when it asks for $next, with the document as an object', async () => {
    expect(await device.answer('start-next', '')).toEqual({
      topic: 'start-next/accepted',
      payload: { timestamp: now() },
    });
    await createJob('a');
    expect(await device.answer('$next/get', '')).toMatchObject({
      topic: '$next/get/accepted',
      payload: { execution: { jobId: 'a', jobDocument: { op: 'x' } } },
    });
    const { payload } = await device.answer('a/get', { includeJobDocument: false, executionNumber: 1 });
    expect(payload.execution).toEqual({
      jobId: 'a',
      status: 'QUEUED',
      queuedAt: now() - 1,
      lastUpdatedAt: now() - 1,
      versionNumber: 1,
      executionNumber: 1,
    });
  });

  it('starts an execution with a timer, and only then shows what time is left', async () => {
    await createJob('a');
    const { payload } = await device.answer('start-next', { stepTimeoutInMinutes: 5 });
    expect(payload.execution).toMatchObject({ status: 'IN_PROGRESS', approximateSecondsBeforeTimedOut: 300 });
    at.emulator.clock.advance(60_000);
    const again = await device.answer('start-next', { statusDetails: { ignored: 'yes' } });
    expect(again.payload.execution).toMatchObject({ versionNumber: 2, approximateSecondsBeforeTimedOut: 240 });
    await device.answer('a/update', { status: 'IN_PROGRESS', stepTimeoutInMinutes: -1 });
    const { payload: described } = await device.answer('a/get');
    expect(described.execution).not.toHaveProperty('approximateSecondsBeforeTimedOut');
  });

  it('takes a report with or without what it asks back', async () => {
    await createJob('a');
    expect(await device.answer('a/update', { status: 'IN_PROGRESS', statusDetails: {} })).toEqual({
      topic: 'a/update/accepted',
      payload: { timestamp: now() },
    });
    const asks = {
      status: 'IN_PROGRESS',
      includeJobDocument: true,
      includeJobExecutionState: true,
      expectedVersion: 2,
    };
    expect((await device.answer('a/update', asks)).payload).toEqual({
      timestamp: now(),
      executionState: { status: 'IN_PROGRESS', versionNumber: 3 },
      jobDocument: { op: 'x' },
    });
  });

  it('is answered to nobody but its sender, once, and is not relayed', async () => {
    const filters = [`/${jobsTopic}/#`, '/$aws/things/+/jobs/start-next/+', '/#'];
    const [asking, watching] = await Promise.all([
      mqttDevice(at.emulator.mqttUrl!, filters),
      mqttDevice(at.emulator.mqttUrl!, filters),
    ]);
    expect(await asking.answer('start-next')).toMatchObject({ topic: 'start-next/accepted' });
    expect(await asking.answer('get')).toMatchObject({ topic: 'get/accepted' });
    await device.ask('/plain/topic', { hello: 'all' });
    expect(await watching.next()).toEqual({ topic: 'plain/topic', payload: { hello: 'all' } });
    expect(await asking.next()).toEqual({ topic: 'plain/topic', payload: { hello: 'all' } });
    await Promise.all([asking.close(), watching.close()]);
  });

  it.each([0, 1] as const)('need not wait for the answer to the one before, with quality %i', async (qos) => {
    const tokens = Array.from({ length: 50 }, (_, index) => `t-${index}`);
    await createJob('a');
    for (const [index, clientToken] of tokens.entries())
      void device.ask(index % 2 === 0 ? 'get' : '$next/get', { clientToken }, qos);
    for (const clientToken of tokens) expect((await device.next()).payload.clientToken).toBe(clientToken);
  });
});

describe('a rejected request', () => {
  it('names a topic that no operation has', async () => {
    for (const topic of [
      'notify',
      'get/accepted',
      'a',
      'a/describe',
      '$next/update',
      'get/get',
      'a/x/update',
      'a//get',
    ])
      expect(await device.answer(topic, { clientToken: 'c' })).toMatchObject({
        topic: `${topic}/rejected`,
        payload: { code: 'InvalidTopic', clientToken: 'c', timestamp: now() },
      });
  });

  it('names a payload that is not a JSON object in UTF-8', async () => {
    await createJob('a');
    const bad = ['{', '[]', '"text"', '1', 'null', new Uint8Array([0x7b, 0xff, 0x7d]), '['.repeat(60_000)];
    for (const payload of bad)
      expect(await device.answer('get', payload)).toEqual({
        topic: 'get/rejected',
        payload: { code: 'InvalidJson', message: expect.any(String), timestamp: now() },
      });
    expect((await device.answer('a/update', '')).payload).toMatchObject({ code: 'InvalidJson' });
  });

  it('says what of its contents is invalid', async () => {
    await createJob('a');
    const updates = [
      {},
      { status: 'DONE' },
      { status: 'QUEUED' },
      { status: 'CANCELED' },
      { status: 1 },
      { status: 'IN_PROGRESS', statusDetails: { 'not a key': 'x' } },
      { status: 'IN_PROGRESS', statusDetails: { step: { deep: 1 } } },
      { status: 'IN_PROGRESS', statusDetails: { step: 'x'.repeat(1025) } },
      { status: 'IN_PROGRESS', expectedVersion: 'two' },
      { status: 'IN_PROGRESS', stepTimeoutInMinutes: 10_081 },
      { status: 'IN_PROGRESS', clientToken: 7 },
    ];
    for (const update of updates)
      expect(await device.answer('a/update', update)).toMatchObject({
        topic: 'a/update/rejected',
        payload: { code: 'InvalidRequest', message: expect.stringMatching(/\w/) },
      });
    expect((await device.answer('a/update', {})).payload.message).toBe(
      "1 validation error detected: Value null at 'status' failed to satisfy constraint: Member must not be null",
    );
    const longName = 't'.repeat(129);
    expect((await device.answer(`/$aws/things/${longName}/jobs/get`)).payload).toMatchObject({
      code: 'InvalidRequest',
    });
  });

  it('may carry control characters in status details, which HTTP refuses', async () => {
    await createJob('a');
    const statusDetails = { stderr: 'line 1\n\u001b[31mline 2\u0000\n' };
    expect((await device.answer('start-next', { statusDetails })).payload.execution).toMatchObject({ statusDetails });
    expect((await device.answer('a/update', { status: 'IN_PROGRESS', statusDetails })).topic).toBe('a/update/accepted');
    expect((await device.answer('a/get')).payload.execution).toMatchObject({ statusDetails });
    expect((await device.answer('a/update', { status: 'FAILED', statusDetails: { empty: '' } })).payload.message).toBe(
      "1 validation error detected: Value '' at 'statusDetails.empty' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    const update = { thingName, jobId: 'a', status: 'FAILED' as const, statusDetails };
    await expect(at.devices.send(new data.UpdateJobExecutionCommand(update))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining("at 'statusDetails.stderr'"),
    });
  });

  it('survives a payload that is nested as deep as a message can be', async () => {
    const depth = 20_000;
    const deep = `{"status":"FAILED","statusDetails":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
    expect((await device.answer('a/update', deep)).payload.code).toMatch(/^Invalid(Json|Request)$/);
    const unknown = `{"unknown":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await device.answer('get', unknown)).payload.code ?? 'accepted').toMatch(/^(accepted|InvalidJson)$/);
  });

  it('tells the state that a report did not fit', async () => {
    await createJob('a');
    expect(
      (await device.answer('a/update', { status: 'IN_PROGRESS', expectedVersion: 99, clientToken: 'c' })).payload,
    ).toEqual({
      code: 'VersionMismatch',
      message: 'Expected version 99 but found version 1',
      executionState: { status: 'QUEUED', versionNumber: 1 },
      timestamp: now(),
      clientToken: 'c',
    });
    await device.answer('a/update', { status: 'FAILED', statusDetails: { why: 'test' } });
    expect((await device.answer('a/update', { status: 'SUCCEEDED' })).payload).toMatchObject({
      code: 'InvalidStateTransition',
      executionState: { status: 'FAILED', statusDetails: { why: 'test' }, versionNumber: 2 },
    });
    expect((await device.answer('a/get')).payload).toMatchObject({ code: 'TerminalStateReached' });
  });

  it('says that there is no such execution, or no such thing', async () => {
    await createJob('a');
    await createJob('deleted');
    await at.iot.send(new iot.DeleteJobCommand({ jobId: 'deleted', force: true }));
    for (const topic of ['b/get', 'deleted/get', '/$aws/things/nobody/jobs/get', '/$aws/things/nobody/jobs/$next/get'])
      expect((await device.answer(topic)).payload).toMatchObject({ code: 'ResourceNotFound' });
    for (const [topic, executionNumber] of [
      ['a/update', 7],
      ['deleted/update', 1],
    ] as const)
      expect((await device.answer(topic, { status: 'FAILED', executionNumber })).payload).toMatchObject({
        code: 'ResourceNotFound',
      });
    expect((await device.answer('a/get', { executionNumber: 2 })).payload).toMatchObject({ code: 'ResourceNotFound' });
  });

  it('may be a planned fault: throttled, failed after the write, or a connection that breaks', async () => {
    await createJob('a');
    await plan({ kind: 'throttle', operation: 'GetPendingJobExecutions', count: 1 });
    expect((await device.answer('get', { clientToken: 'c' })).payload).toEqual({
      code: 'RequestThrottled',
      message: expect.any(String),
      timestamp: now(),
      clientToken: 'c',
    });
    expect((await device.answer('get')).topic).toBe('get/accepted');
    await plan({ kind: 'error', operation: 'UpdateJobExecution', moment: 'after', count: 1 });
    expect((await device.answer('a/update', { status: 'IN_PROGRESS' })).payload).toMatchObject({
      code: 'InternalError',
    });
    expect((await device.answer('a/get')).payload.execution).toMatchObject({ status: 'IN_PROGRESS' });
    await plan({ kind: 'delay', delayMs: 1, count: 1 });
    expect((await device.answer('get')).topic).toBe('get/accepted');
    await plan({ kind: 'drop', count: 1 });
    const broken = new Promise((resolve) => device.client.once('close', () => resolve('broken')));
    void device.ask('get', {}, 0);
    expect(await broken).toBe('broken');
  });

  it('is throttled beyond the published rate, together with requests over HTTP', async () => {
    const strict = await bench({ region: 'eu-west-1', mqttPort: 0, limits: { rates: 'aws' } });
    await strict.iot.send(new iot.CreateThingCommand({ thingName }));
    const asking = await mqttDevice(strict.emulator.mqttUrl!, []);
    for (let request = 0; request < 200; request += 1) void asking.ask('get', {}, 0);
    for (let request = 0; request < 200; request += 1) expect((await asking.next()).topic).toBe('get/accepted');
    expect((await asking.answer('get')).payload).toMatchObject({ code: 'RequestThrottled' });
    await expect(strict.devices.send(new data.GetPendingJobExecutionsCommand({ thingName }))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await asking.close();
    await strict.close();
  });
});

describe('a namespace', () => {
  it('has its own topics, and what it holds is seen on no others', async () => {
    await createJob('a');
    await createJob('component', { namespaceId: 'aws-gg-deployment' });
    const topic = (job: string, action: string) => `${job}/namespace-aws-gg-deployment/${action}`;
    expect((await device.answer(topic('$next', 'get'))).payload.execution).toMatchObject({ jobId: 'component' });
    expect((await device.answer(topic('$next', 'get'))).topic).toBe(`${topic('$next', 'get')}/accepted`);
    expect((await device.answer('component/get')).payload).toMatchObject({ code: 'ResourceNotFound' });
    expect((await device.answer(topic('a', 'get'))).payload).toMatchObject({ code: 'ResourceNotFound' });
    expect((await device.answer('get')).payload.queuedJobs).toMatchObject([{ jobId: 'a' }]);
    const update = topic('component', 'update');
    expect((await device.answer(update, { status: 'SUCCEEDED' })).topic).toBe(`${update}/accepted`);
    expect((await device.answer(topic('$next', 'get'))).payload).toEqual({ timestamp: now() });
  });
});

describe('a region', () => {
  it('is named by the signature of a WebSocket, and is apart from others', async () => {
    await createJob('a');
    const credential = 'K/20260101/us-west-2/iotdevicegateway/aws4_request';
    const elsewhere = await mqttDevice(`${at.emulator.wsUrl}?X-Amz-Credential=${encodeURIComponent(credential)}`, []);
    expect((await elsewhere.answer('get')).payload).toMatchObject({ code: 'ResourceNotFound' });
    await elsewhere.close();
    const here = await mqttDevice(at.emulator.wsUrl, []);
    expect((await here.answer('get')).payload.queuedJobs).toHaveLength(1);
    await here.close();
  });
});
