import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as iot from '@aws-sdk/client-iot';
import type { IClientOptions } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../src/index.js';
import { arn, type Bench, bench, start } from './clients.js';
import { type MqttDevice, mqttDevice, thingName } from './mqtt-device.js';

let directory: string;
let at: Bench;
let device: MqttDevice | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'iot-rollouts-tls-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0, mqttsPort: 0, tls: { directory } });
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
});
afterEach(async () => {
  await device?.close();
  device = undefined;
  await at.close();
});

async function certificates({ tlsFiles }: Emulator) {
  const [ca, cert, key] = await Promise.all(
    [tlsFiles!.ca, tlsFiles!.certificate, tlsFiles!.privateKey].map((path) => readFile(path)),
  );
  return { ca: ca!, cert: cert!, key: key! };
}

const transports: Readonly<Record<string, (emulator: Emulator) => Promise<readonly [string, IClientOptions]>>> = {
  TCP: async ({ mqttUrl }) => [mqttUrl!, {}],
  WebSocket: async ({ wsUrl }) => [wsUrl, {}],
  TLS: async (emulator) => [emulator.mqttsUrl!, await certificates(emulator)],
  'TLS with the protocol name that AWS has on port 443': async (emulator) => [
    emulator.mqttsUrl!,
    { ...(await certificates(emulator)), ALPNProtocols: ['x-amzn-mqtt-ca'] },
  ],
};

describe.each(Object.keys(transports))('over %s', (transport) => {
  it('a device is told of a job, starts it, reports, ends it, and is told of the next', async () => {
    const [url, options] = await transports[transport]!(at.emulator);
    device = await mqttDevice(url, ['notify', 'notify-next', '+/update/accepted', 'start-next/+'], options);
    const create = async (jobId: string) => {
      const document = `{"file":"${jobId}.bin"}`;
      await at.iot.send(new iot.CreateJobCommand({ jobId, targets: [arn(`thing/${thingName}`)], document }));
      const queuedAt = now();
      at.emulator.clock.advance(1000);
      return { jobId, queuedAt, lastUpdatedAt: queuedAt, versionNumber: 1, executionNumber: 1 };
    };
    const now = () => Math.floor(at.emulator.clock.now() / 1000);
    const a = await create('a');
    expect(await device.next()).toEqual({
      topic: 'notify',
      payload: { timestamp: a.queuedAt, jobs: { QUEUED: [a] } },
    });
    expect(await device.next()).toEqual({
      topic: 'notify-next',
      payload: { timestamp: a.queuedAt, execution: { ...a, status: 'QUEUED', jobDocument: { file: 'a.bin' } } },
    });

    at.emulator.clock.advance(10_000);
    const b = await create('b');
    expect(await device.next()).toEqual({
      topic: 'notify',
      payload: { timestamp: b.queuedAt, jobs: { QUEUED: [a, b] } },
    });

    const startedAt = now();
    expect(await device.answer('start-next', { clientToken: 't-1', statusDetails: { step: 'download' } })).toEqual({
      topic: 'start-next/accepted',
      payload: {
        timestamp: now(),
        clientToken: 't-1',
        execution: {
          ...a,
          status: 'IN_PROGRESS',
          statusDetails: { step: 'download' },
          startedAt,
          lastUpdatedAt: startedAt,
          versionNumber: 2,
          jobDocument: { file: 'a.bin' },
        },
      },
    });

    at.emulator.clock.advance(10_000);
    const report = { status: 'SUCCEEDED', expectedVersion: '2', includeJobExecutionState: true, clientToken: 't-2' };
    expect(await device.answer('a/update', report)).toEqual({
      topic: 'a/update/accepted',
      payload: {
        timestamp: now(),
        clientToken: 't-2',
        executionState: { status: 'SUCCEEDED', statusDetails: { step: 'download' }, versionNumber: 3 },
      },
    });
    expect(await device.next()).toEqual({ topic: 'notify', payload: { timestamp: now(), jobs: { QUEUED: [b] } } });
    expect(await device.next()).toEqual({
      topic: 'notify-next',
      payload: { timestamp: now(), execution: { ...b, status: 'QUEUED', jobDocument: { file: 'b.bin' } } },
    });

    expect(await device.answer('b/update', { status: 'FAILED' })).toEqual({
      topic: 'b/update/accepted',
      payload: { timestamp: now() },
    });
    expect(await device.next()).toEqual({ topic: 'notify', payload: { timestamp: now(), jobs: {} } });
    expect(await device.next()).toEqual({ topic: 'notify-next', payload: { timestamp: now() } });
    expect(await device.answer('$next/get')).toEqual({ topic: '$next/get/accepted', payload: { timestamp: now() } });
    const { job } = await at.iot.send(new iot.DescribeJobCommand({ jobId: 'a' }));
    expect(job?.completedAt).toEqual(new Date(start + 22_000));
  });
});

describe('the port for TLS', () => {
  it('lets nobody in without a certificate of the authority', async () => {
    const { ca } = await certificates(at.emulator);
    await expect(mqttDevice(at.emulator.mqttsUrl!, [], { ca })).rejects.toThrow();
    const elsewhere = await mkdtemp(join(tmpdir(), 'iot-rollouts-tls-'));
    const other = await bench({ mqttsPort: 0, tls: { directory: elsewhere } });
    const strangers = { ...(await certificates(other.emulator)), ca: ca! };
    await expect(mqttDevice(at.emulator.mqttsUrl!, [], strangers)).rejects.toThrow();
    await other.close();
    await rm(elsewhere, { recursive: true });
  });

  it('is not opened without a folder for the certificates', async () => {
    await expect(bench({ mqttsPort: 0 })).rejects.toThrow('mqttsPort needs tls: { directory }');
  });
});

describe('ports', () => {
  it('are opened only when asked for, but for the WebSocket on the port of HTTP', async () => {
    const other = await bench();
    expect(other.emulator).toMatchObject({ mqttUrl: undefined, mqttsUrl: undefined, tlsFiles: undefined });
    expect(other.emulator.wsUrl).toBe(`${other.emulator.endpoint.replace('http', 'ws')}/mqtt`);
    await other.close();
  });

  it('are closed again when one of them cannot be opened', async () => {
    const { port } = at.emulator;
    await expect(bench({ mqttPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });
});
