import { request } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import * as iot from '@aws-sdk/client-iot';
import fc from 'fast-check';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packetLimit } from '../src/mqtt/packet-limit.js';
import { arn, type Bench, bench, minute } from './clients.js';
import { jobsTopic, mqttDevice, thingName } from './mqtt-device.js';

let at: Bench;
let url: string;

beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0 });
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
  url = at.emulator.mqttUrl!;
});
afterEach(() => at.close());

/** The emulator still works: another client is answered. */
async function expectAlive(): Promise<void> {
  const device = await mqttDevice(url, []);
  expect((await device.answer('get')).topic).toBe('get/accepted');
  await device.close();
}

const client = (): Promise<MqttClient> => connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 }, false);
const closed = (connection: MqttClient | Socket) =>
  new Promise<string>((resolve) => connection.once('close', () => resolve('closed')));

/** Connects without MQTT and sends bytes. */
function raw(bytes: Uint8Array): Socket {
  const socket = connectTcp({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.on('error', () => {});
  socket.write(bytes);
  return socket;
}

const connectPacket = Buffer.from('101000044d5154540402003c000464657631', 'hex');

describe('a client is cut off', () => {
  const offences: Readonly<Record<string, (offender: MqttClient) => void>> = {
    'for a message of quality 2': (offender) => offender.publish('plain', 'x', { qos: 2 }),
    'for a subscription of quality 2': (offender) => offender.subscribe('plain', { qos: 2 }),
    'for a payload above 128 KB': (offender) => offender.publish('plain', Buffer.alloc(128 * 1024 + 1)),
    'for a payload above 128 KB on a jobs topic': (offender) =>
      offender.publish(`${jobsTopic}/get`, Buffer.alloc(128 * 1024 + 1, ' ')),
    'for a topic of more than 256 bytes': (offender) => offender.publish('x'.repeat(257), ''),
    'for a topic with more than seven slashes': (offender) => offender.publish('a/b/c/d/e/f/g/h/i', ''),
    'for messages that only a service may send': (offender) => offender.publish('$aws/events/job/a/completed', '{}'),
    'for the topics of the broker itself': (offender) => offender.publish('$SYS/x', ''),
  };
  it.each(Object.keys(offences))('%s', async (offence) => {
    const offender = await client();
    offender.on('error', () => {});
    const end = closed(offender);
    offences[offence]!(offender);
    expect(await end).toBe('closed');
    await expectAlive();
  });

  it('for speaking MQTT 5, with the answer that the version is not accepted', async () => {
    await expect(connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 }, false)).rejects.toThrow(
      /Unacceptable protocol version|Connection refused/i,
    );
    await expectAlive();
  });

  it('for announcing a packet that no message needs, before its bytes are collected', async () => {
    const socket = raw(Buffer.concat([connectPacket, Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x78])]));
    expect(await closed(socket)).toBe('closed');
    await expectAlive();
  });

  it('for bytes that are no MQTT', async () => {
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(64, 0xff), Buffer.from([0x10, 0, 0x30])])
      expect(await closed(raw(bytes))).toBe('closed');
    await expectAlive();
  });
});

describe('an emulator', () => {
  it('refuses subscriptions to what only the broker says', async () => {
    const curious = await client();
    await expect(curious.subscribeAsync('$SYS/#')).rejects.toThrow();
    await expect(curious.subscribeAsync('$emulator/#')).rejects.toThrow();
    await curious.endAsync(true);
  });

  it('takes what is meant for services that it has not, and does nothing with it', async () => {
    const device = await mqttDevice(url, ['/$aws/things/+/shadow/#']);
    await device.ask(`/$aws/things/${thingName}/shadow/update`, { state: {} });
    await device.ask('/$aws/rules/a_rule/x', {});
    expect((await device.answer('get')).topic).toBe('get/accepted');
    await device.close();
  });

  it('relays wills and retained messages of plain topics, and no will to jobs', async () => {
    const watching = await mqttDevice(url, ['/wills/#', `/${jobsTopic}/#`]);
    const connection = { protocolVersion: 4, reconnectPeriod: 0 } as const;
    const will = (topic: string) => ({ topic, payload: Buffer.from('{"gone":true}'), qos: 1 as const, retain: false });
    for (const topic of [`${jobsTopic}/get`, 'wills/d-1']) {
      const dying = await connectAsync(url, { ...connection, will: will(topic) }, false);
      dying.stream.destroy();
    }
    expect(await watching.next()).toEqual({ topic: 'wills/d-1', payload: { gone: true } });
    await watching.client.publishAsync('wills/kept', '{"kept":1}', { retain: true, qos: 1 });
    expect((await watching.next()).topic).toBe('wills/kept');
    const late = await mqttDevice(url, ['/wills/#']);
    expect(await late.next()).toEqual({ topic: 'wills/kept', payload: { kept: 1 } });
    await Promise.all([watching.close(), late.close()]);
  });

  it('answers a flood of requests, every one', async () => {
    const devices = await Promise.all(Array.from({ length: 2 }, () => mqttDevice(url, [])));
    const tokens = Array.from({ length: 800 }, (_, index) => `t-${index}`);
    for (const device of devices) for (const clientToken of tokens) void device.ask('get', { clientToken }, 0);
    for (const device of devices)
      for (const clientToken of tokens) expect((await device.next()).payload.clientToken).toBe(clientToken);
    await Promise.all(devices.map((device) => device.close()));
  });

  it('is not held up by a client that reads nothing while thousands of messages are for it', async () => {
    const deaf = await mqttDevice(url, ['/loud', '/quiet']);
    deaf.client.stream.pause();
    const loud = await client();
    const bytes = Buffer.alloc(1024);
    for (let message = 0; message < 2000; message += 1) loud.publish('loud', bytes);
    for (let message = 0; message < 5000; message += 1) loud.publish('heard/by/nobody', '');
    await loud.publishAsync('last', '', { qos: 1 });
    await expectAlive();
    await Promise.all([loud.endAsync(true), deaf.close()]);
  });

  it('delivers five thousand notifications of one step of the clock', async () => {
    const count = 5000;
    const {
      emulator,
      iot: operator,
      close,
    } = await bench({
      region: 'eu-west-1',
      mqttPort: 0,
      fleet: {
        seed: 1,
        groups: [
          {
            name: 'g',
            prefix: 't-',
            things: count,
            outcomes: { succeed: 0, fail: 0, reject: 0, silent: 1 },
            runSeconds: { min: 1, max: 1 },
          },
        ],
      },
    });
    const watching = await connectAsync(emulator.mqttUrl!, { protocolVersion: 4, reconnectPeriod: 0 }, false);
    await watching.subscribeAsync('$aws/things/+/jobs/notify', { qos: 0 });
    const things: string[] = [];
    const all = new Promise<void>((resolve) => {
      watching.on('message', (topic) => {
        things.push(topic);
        if (things.length === count) resolve();
      });
    });
    await operator.send(new iot.CreateJobCommand({ jobId: 'a', targets: [arn('thinggroup/g')], document: '{}' }));
    emulator.clock.advance(60 * minute);
    await all;
    expect(new Set(things).size).toBe(count);
    await watching.endAsync(true);
    await close();
  });

  it('survives whatever is published below the jobs topic', async () => {
    const device = await mqttDevice(url, []);
    const segment = fc.oneof(
      fc.constantFrom('get', 'update', 'start-next', '$next', 'a', 'notify', 'namespace-x', ''),
      fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[+#\0\ud800-\udfff]/.test(text)),
    );
    const payload = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.json({ maxDepth: 3 }), fc.constant(''));
    const topic = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    const property = fc.asyncProperty(topic, payload, async (name, content) => {
      const { topic: answered } = await device.answer(`/${jobsTopic}/${name}`, content);
      const below = `${jobsTopic}/${name}`.replace(`${jobsTopic}/`, '');
      expect([`${below}/accepted`, `${below}/rejected`]).toContain(answered);
    });
    await fc.assert(property, { numRuns: 300, seed: 1 });
    await device.close();
  });

  it('ends half-open connections, WebSockets and sessions when it is closed', async () => {
    const other = await bench({ mqttPort: 0 });
    const port = Number(new URL(other.emulator.mqttUrl!).port);
    const halfOpen = connectTcp({ host: '127.0.0.1', port });
    const silent = connectTcp({ host: '127.0.0.1', port });
    halfOpen.write(connectPacket.subarray(0, 5));
    const session = await connectAsync(other.emulator.mqttUrl!, { protocolVersion: 4, reconnectPeriod: 0 }, false);
    const webSocket = await connectAsync(other.emulator.wsUrl, { protocolVersion: 4, reconnectPeriod: 0 }, false);
    const ends = Promise.all([halfOpen, silent, session, webSocket].map(closed));
    for (const socket of [halfOpen, silent]) socket.on('error', () => {});
    await other.close();
    expect(await ends).toEqual(['closed', 'closed', 'closed', 'closed']);
  });

  it('answers an upgrade to any other path than /mqtt with 404', async () => {
    const headers = { connection: 'upgrade', upgrade: 'websocket' };
    for (const path of ['/', '//', '/mqtt/x', '/%zz']) {
      const answer = request({ port: at.emulator.port, path, headers });
      const status = await new Promise((resolve) => answer.on('response', (r) => resolve(r.statusCode)).end());
      expect(status).toBe(404);
    }
    await expectAlive();
  });
});

describe('the limit on packets', () => {
  it('holds for packets of any size in chunks of any size', () => {
    const packet = (length: number) => {
      const digits: number[] = [];
      let rest = length;
      do {
        digits.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        rest >>= 7;
      } while (rest > 0);
      return Buffer.concat([Buffer.from([0x30, ...digits]), Buffer.alloc(length, 0xff)]);
    };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (lengths, chunkSize) => {
          const isWithinLimit = packetLimit(200);
          const bytes = Buffer.concat(lengths.map(packet));
          let passed = true;
          for (let from = 0; from < bytes.length && passed; from += chunkSize)
            passed = isWithinLimit(bytes.subarray(from, from + chunkSize));
          expect(passed).toBe(lengths.every((length) => length <= 200));
        },
      ),
    );
  });
});
