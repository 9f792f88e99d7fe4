import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, start } from './clients.js';
import { type MqttDevice, mqttDevice, type Received, thingName } from './mqtt-device.js';

let at: Bench;
let backEnd: MqttDevice;

beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0 });
  for (const name of [thingName, 'd-2']) await at.iot.send(new iot.CreateThingCommand({ thingName: name }));
  backEnd = await mqttDevice(at.emulator.mqttUrl!, ['/$aws/events/#', '/barrier']);
});
afterEach(async () => {
  await backEnd.close();
  await at.close();
});

const targets = [arn(`thing/${thingName}`), arn('thing/d-2')];

async function createJob(jobId: string): Promise<void> {
  await at.iot.send(new iot.CreateJobCommand({ jobId, targets, document: '{}', description: 'first wave' }));
  at.emulator.clock.advance(1000);
}

async function switchOn(...types: readonly iot.EventType[]): Promise<void> {
  const eventConfigurations = Object.fromEntries(types.map((type) => [type, { Enabled: true }]));
  await at.iot.send(new iot.UpdateEventConfigurationsCommand({ eventConfigurations }));
}

/** Returns what has been published until now. */
async function published(): Promise<readonly Received[]> {
  await backEnd.ask('/barrier');
  const messages: Received[] = [];
  for (let message = await backEnd.next(); message.topic !== 'barrier'; message = await backEnd.next())
    messages.push(message);
  return messages;
}

const topics = (messages: readonly Received[]) => messages.map(({ topic }) => topic.replace('$aws/events/', ''));

describe('event messages', () => {
  it('are off until they are switched on, each kind for itself', async () => {
    await createJob('a');
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'a' }));
    expect(await published()).toEqual([]);
    await switchOn('JOB');
    await createJob('b');
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'b' }));
    expect(topics(await published())).toEqual(['job/b/cancellation_in_progress', 'job/b/canceled']);
    await at.iot.send(new iot.UpdateEventConfigurationsCommand({ eventConfigurations: { JOB: { Enabled: false } } }));
    await switchOn('JOB_EXECUTION');
    await createJob('c');
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'c' }));
    expect(topics(await published())).toEqual(['jobExecution/c/canceled', 'jobExecution/c/canceled']);
  });

  it('tell of the ends of executions and of the completion of their job', async () => {
    await switchOn('JOB', 'JOB_EXECUTION');
    await createJob('a');
    await backEnd.answer('a/update', { status: 'FAILED', statusDetails: { why: 'test' } });
    await backEnd.client.publishAsync('$aws/things/d-2/jobs/start-next', '');
    await backEnd.client.publishAsync('$aws/things/d-2/jobs/a/update', '{"status":"SUCCEEDED"}', { qos: 1 });
    const messages = (await published()).filter(({ topic }) => topic.startsWith('$aws/events/'));
    expect(topics(messages)).toEqual(['jobExecution/a/failed', 'jobExecution/a/succeeded', 'job/a/completed']);
    const eventId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(messages[0]?.payload).toEqual({
      eventType: 'JOB_EXECUTION',
      eventId,
      timestamp: start / 1000 + 1,
      operation: 'failed',
      jobId: 'a',
      thingArn: arn(`thing/${thingName}`),
      status: 'FAILED',
      statusDetails: { why: 'test' },
    });
    expect(messages[2]?.payload).toEqual({
      eventType: 'JOB',
      eventId,
      timestamp: start / 1000 + 1,
      operation: 'completed',
      jobId: 'a',
      status: 'COMPLETED',
      targetSelection: 'SNAPSHOT',
      targets,
      description: 'first wave',
      completedAt: start + 1000,
      createdAt: start,
      lastUpdatedAt: start + 1000,
      jobProcessDetails: {
        numberOfCanceledThings: 0,
        numberOfRejectedThings: 0,
        numberOfFailedThings: 1,
        numberOfRemovedThings: 0,
        numberOfSucceededThings: 1,
      },
    });
  });

  it('tell of deletions, begun and done', async () => {
    await switchOn('JOB', 'JOB_EXECUTION');
    await createJob('a');
    const execution = { jobId: 'a', thingName, executionNumber: 1, force: true };
    await at.iot.send(new iot.DeleteJobExecutionCommand(execution));
    expect(topics(await published())).toEqual(['jobExecution/a/deleted']);
    const reason = { reasonCode: 'WRONG', comment: 'wrong image' };
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'a', ...reason }));
    expect((await published()).find(({ topic }) => topic.endsWith('in_progress'))?.payload).toMatchObject({
      status: 'CANCELLATION_IN_PROGRESS',
      comment: 'wrong image',
    });
    await at.iot.send(new iot.DeleteJobCommand({ jobId: 'a' }));
    expect(topics(await published())).toEqual(['job/a/deletion_in_progress']);
    at.emulator.clock.advance(1000);
    expect(topics(await published())).toEqual(['jobExecution/a/deleted', 'job/a/deleted']);
  });
});
