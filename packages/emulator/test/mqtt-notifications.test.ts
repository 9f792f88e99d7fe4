import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute } from './clients.js';
import { jobsTopic, type MqttDevice, mqttDevice, type Received, thingName } from './mqtt-device.js';

let at: Bench;
let device: MqttDevice;

beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0 });
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
  device = await mqttDevice(at.emulator.mqttUrl!, ['notify', 'notify-next', 'notify-namespace-ns']);
});
afterEach(async () => {
  await device.close();
  await at.close();
});

async function createJob(jobId: string, input: Partial<iot.CreateJobCommandInput> = {}): Promise<void> {
  const targets = [arn(`thing/${thingName}`)];
  await at.iot.send(new iot.CreateJobCommand({ jobId, targets, document: '{"op":"x"}', ...input }));
  at.emulator.clock.advance(1000);
}

/** What a notification tells: the jobs that it lists, or the one that is next. */
function told({ topic, payload }: Received): string {
  if (topic === 'notify-next') return `next ${(payload.execution as { jobId?: string } | undefined)?.jobId ?? '-'}`;
  const jobs = payload.jobs as Readonly<Record<string, readonly { jobId: string }[]>>;
  const lists = Object.entries(jobs).map(([status, list]) => `${status} ${list.map(({ jobId }) => jobId).join(' ')}`);
  return [topic, ...lists].join(' ');
}

/** Returns what the device is told until it hears the answer to a question that it asks last. */
async function heard(): Promise<readonly string[]> {
  await device.ask('get');
  const messages: string[] = [];
  for (let message = await device.next(); message.topic !== 'get/accepted'; message = await device.next())
    messages.push(message.topic.startsWith('notify') ? told(message) : message.topic);
  return messages;
}

describe('a thing is told', () => {
  it('of a first job twice, of those behind it once', async () => {
    await createJob('a');
    expect(await heard()).toEqual(['notify QUEUED a', 'next a']);
    await createJob('b');
    expect(await heard()).toEqual(['notify QUEUED a b']);
  });

  it('nothing when it starts the first, and of the next when it starts another', async () => {
    for (const jobId of ['a', 'b', 'c']) await createJob(jobId);
    await heard();
    await device.ask('start-next');
    expect(await heard()).toEqual(['start-next/accepted']);
    await device.ask('a/update', { status: 'IN_PROGRESS', statusDetails: { step: '2' } });
    expect(await heard()).toEqual(['a/update/accepted']);
    await device.ask('c/update', { status: 'IN_PROGRESS' });
    expect(await heard()).toEqual(['c/update/accepted']);
    await device.ask('a/update', { status: 'SUCCEEDED' });
    expect(await heard()).toEqual(['a/update/accepted', 'notify IN_PROGRESS c QUEUED b', 'next c']);
  });

  it('of the next when another overtakes the first, and only of the list when one behind is refused', async () => {
    await createJob('a');
    await createJob('b');
    await heard();
    await device.ask('b/update', { status: 'IN_PROGRESS' });
    expect(await heard()).toEqual(['b/update/accepted', 'next b']);
    await device.ask('a/update', { status: 'REJECTED' });
    expect(await heard()).toEqual(['a/update/accepted', 'notify IN_PROGRESS b']);
  });

  it('nothing after a refused report', async () => {
    await createJob('a');
    await heard();
    await device.ask('a/update', { status: 'SUCCEEDED', expectedVersion: 7 });
    expect(await heard()).toEqual(['a/update/rejected']);
  });

  it('in the order of what happened, when it reports without waiting', async () => {
    for (const jobId of ['a', 'b', 'c']) await createJob(jobId);
    await heard();
    for (const jobId of ['a', 'b', 'c']) void device.ask(`${jobId}/update`, { status: 'SUCCEEDED' }, 0);
    expect(await heard()).toEqual([
      ...['a/update/accepted', 'notify QUEUED b c', 'next b'],
      ...['b/update/accepted', 'notify QUEUED c', 'next c'],
      ...['c/update/accepted', 'notify', 'next -'],
    ]);
  });

  it('of the attempt that follows a failure, in the same breath', async () => {
    await createJob('a', {
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 1 }] },
    });
    await heard();
    await device.ask('a/update', { status: 'FAILED' });
    expect(await device.next()).toMatchObject({ topic: 'a/update/accepted' });
    expect((await device.next()).payload.jobs).toMatchObject({ QUEUED: [{ jobId: 'a', executionNumber: 2 }] });
    expect((await device.next()).payload.execution).toMatchObject({ jobId: 'a', executionNumber: 2, versionNumber: 1 });
    expect(await heard()).toEqual([]);
  });

  it('of at most ten executions', async () => {
    for (let number = 1; number <= 12; number += 1) await createJob(`j-${number}`);
    expect((await heard()).at(-1)).toBe('notify QUEUED j-1 j-2 j-3 j-4 j-5 j-6 j-7 j-8 j-9 j-10');
  });

  it('of a namespace on the topic of the namespace only', async () => {
    await createJob('component', { namespaceId: 'ns' });
    expect(await heard()).toEqual(['notify-namespace-ns QUEUED component']);
  });
});

describe('it does not matter who caused it', () => {
  it('a report over HTTP', async () => {
    await createJob('a');
    await heard();
    const report = { thingName, jobId: 'a' };
    await at.devices.send(new data.StartNextPendingJobExecutionCommand({ thingName }));
    expect(await heard()).toEqual([]);
    await at.devices.send(new data.UpdateJobExecutionCommand({ ...report, status: 'SUCCEEDED' }));
    expect(await heard()).toEqual(['notify', 'next -']);
  });

  it('an operator who cancels or deletes', async () => {
    for (const jobId of ['a', 'b', 'c', 'd']) await createJob(jobId);
    await heard();
    await device.answer('start-next');
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'a' }));
    expect(await heard()).toEqual([]); // What runs goes on.
    await at.iot.send(new iot.CancelJobCommand({ jobId: 'b' }));
    expect(await heard()).toEqual(['notify IN_PROGRESS a QUEUED c d']);
    await at.iot.send(new iot.DeleteJobCommand({ jobId: 'a', force: true }));
    expect(await heard()).toEqual(['notify QUEUED c d', 'next c']);
    await at.iot.send(new iot.CancelJobExecutionCommand({ jobId: 'c', thingName }));
    expect(await heard()).toEqual(['notify QUEUED d', 'next d']);
    await at.iot.send(new iot.DeleteJobExecutionCommand({ jobId: 'd', thingName, executionNumber: 1 }));
    expect(await heard()).toEqual(['notify', 'next -']);
    at.emulator.clock.advance(minute);
    expect(await heard()).toEqual([]);
  });

  it('a timeout', async () => {
    await createJob('a', { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
    await heard();
    await device.answer('start-next');
    at.emulator.clock.advance(6 * minute);
    const [notify, next] = [await device.next(), await device.next()];
    const timedOutAt = Math.floor(at.emulator.clock.now() / 1000) - 60;
    expect([notify, next]).toEqual([
      { topic: 'notify', payload: { timestamp: timedOutAt, jobs: {} } },
      { topic: 'notify-next', payload: { timestamp: timedOutAt } },
    ]);
  });

  it('a group that the thing joins and leaves', async () => {
    const thingGroupName = 'g';
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName }));
    await createJob('a', { targets: [arn('thinggroup/g')], targetSelection: 'CONTINUOUS' });
    expect(await heard()).toEqual([]);
    await at.iot.send(new iot.AddThingToThingGroupCommand({ thingName, thingGroupName }));
    expect(await heard()).toEqual(['notify QUEUED a', 'next a']);
    await at.iot.send(new iot.RemoveThingFromThingGroupCommand({ thingName, thingGroupName }));
    expect(await heard()).toEqual(['notify', 'next -']);
  });

  it('but the deletion of the thing, of which nobody is told', async () => {
    await createJob('a');
    await heard();
    await at.iot.send(new iot.DeleteThingCommand({ thingName }));
    await device.ask('get');
    expect((await device.next()).topic).toBe('get/rejected');
  });
});

describe('maintenance windows', () => {
  it('show and hide what waits, and let go on what runs', async () => {
    const maintenanceWindows = [{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 60 }];
    await at.iot.send(new iot.CreateThingGroupCommand({ thingGroupName: 'g' }));
    await at.iot.send(new iot.AddThingToThingGroupCommand({ thingName, thingGroupName: 'g' }));
    const targets = [arn('thinggroup/g')];
    await createJob('a', { targets, targetSelection: 'CONTINUOUS', schedulingConfig: { maintenanceWindows } });
    expect(await heard()).toEqual([]);
    at.emulator.clock.advance(2 * 60 * minute + minute);
    expect(await heard()).toEqual(['notify QUEUED a', 'next a']);
    at.emulator.clock.advance(60 * minute);
    expect(await heard()).toEqual(['notify', 'next -']);
    expect((await device.answer('a/update', { status: 'IN_PROGRESS' })).payload).toMatchObject({
      code: 'InvalidStateTransition',
    });
    at.emulator.clock.advance(24 * 60 * minute - 60 * minute);
    expect(await heard()).toEqual(['notify QUEUED a', 'next a']);
    await device.answer('start-next');
    at.emulator.clock.advance(60 * minute);
    expect(await heard()).toEqual([]);
  });
});

describe('listening', () => {
  it('is for everybody: by wildcards, too', async () => {
    const watching = await mqttDevice(at.emulator.mqttUrl!, ['/$aws/things/+/jobs/notify-next']);
    await createJob('a');
    expect(told(await watching.next())).toBe('next a');
    await watching.close();
  });

  it('begins with the subscription: nothing that came before is sent, unless a session waited for it', async () => {
    const session = { clientId: 'sleeper', clean: false, protocolVersion: 4, reconnectPeriod: 0 } as const;
    const sleeper = await connectAsync(at.emulator.mqttUrl!, session);
    await sleeper.subscribeAsync(`${jobsTopic}/notify-next`, { qos: 1 });
    await sleeper.endAsync(true);
    await createJob('a');
    const late = await mqttDevice(at.emulator.mqttUrl!);
    expect((await late.answer('get')).topic).toBe('get/accepted');
    await late.close();
    const woken = await mqttDevice(at.emulator.mqttUrl!, [], { ...session });
    expect(told(await woken.next())).toBe('next a');
    await woken.close();
  });

  it('survives a reset, which empties the lists', async () => {
    await createJob('a');
    await heard();
    at.emulator.reset();
    await at.iot.send(new iot.CreateThingCommand({ thingName }));
    expect((await device.answer('get')).payload.queuedJobs).toEqual([]);
    await createJob('b');
    expect(await heard()).toEqual(['notify QUEUED b', 'next b']);
  });
});
