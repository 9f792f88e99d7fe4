import { connect } from 'node:net';
import * as iot from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, bench, start } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const call = (path: string, init: RequestInit = {}) => fetch(`${at.emulator.endpoint}${path}`, init);
const post = (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) });
const signed = (service: string, region = 'eu-west-1') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});

async function problem(response: Promise<Response>): Promise<[number, string | null, string]> {
  const { status, headers, ...rest } = await response.then(async (r) => ({
    status: r.status,
    headers: r.headers,
    body: (await r.json()) as { message: string },
  }));
  return [status, headers.get('x-amzn-errortype'), rest.body.message];
}

describe('routing', () => {
  it('tells the planes apart by the signing name, and takes $next in both spellings', async () => {
    await call('/things/t', { method: 'POST', body: '{}', headers: signed('iot') });
    const read = async (path: string, service: string) =>
      (await call(path, { headers: signed(service) })).json() as Promise<object>;
    expect(await read('/things/t/jobs', 'iot')).toEqual({ executionSummaries: [] });
    expect(await read('/things/t/jobs', 'iot-jobs-data')).toEqual({ inProgressJobs: [], queuedJobs: [] });
    for (const path of ['/things/t/jobs/$next', '/things/t/jobs/%24next'])
      expect((await call(path, { method: 'PUT', body: '{}', headers: signed('iot-jobs-data') })).status).toBe(200);
  });

  it('takes unsigned requests for the control plane, except on paths that only devices have', async () => {
    await call('/things/t', { method: 'POST' });
    expect(await (await call('/things/t/jobs')).json()).toEqual({ executionSummaries: [] });
    expect(await (await call('/things/t/jobs/$next', { method: 'PUT' })).json()).toEqual({});
  });

  it('keeps regions apart', async () => {
    await call('/things/t', { method: 'POST', headers: signed('iot', 'eu-west-1') });
    expect((await call('/things/t', { headers: signed('iot', 'eu-west-1') })).status).toBe(200);
    expect((await call('/things/t', { headers: signed('iot', 'us-east-1') })).status).toBe(404);
    expect((await call('/things/t')).status).toBe(404);
  });
});

describe('a connection', () => {
  it('may be idle for minutes, so that a process that moves a clock for long does not lose it', async () => {
    expect((await call('/_emulator/health')).headers.get('keep-alive')).toBe('timeout=600');
  });

  it('is told that /mqtt is a WebSocket when it asks for none, and goes on', async () => {
    const answer = await call('/mqtt?x=1');
    expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket']);
    expect(await answer.json()).toEqual({ message: expect.stringContaining('/mqtt is a WebSocket that carries MQTT') });
    expect((await call('/_emulator/health')).status).toBe(200);
  });
});

describe('bad requests', () => {
  it('get a modelled error that says what is wrong', async () => {
    expect(await problem(call('/nothing/here'))).toEqual([
      404,
      'ResourceNotFoundException',
      'No operation has the path /nothing/here.',
    ]);
    expect(await problem(call('/jobs/a', { method: 'POST' }))).toEqual([
      405,
      'InvalidRequestException',
      '/jobs/a takes GET, PUT, PATCH, DELETE, not POST.',
    ]);
    expect(await problem(call('/jobs', { headers: signed('s3') }))).toEqual([
      404,
      'ResourceNotFoundException',
      "The request is signed for service 's3'. The emulator has iot and iot-jobs-data.",
    ]);
    expect((await problem(call('/jobs/%', {})))[0]).toBe(400);
    for (const body of ['{', '[]', 'null', '"x"', new Uint8Array([0xff, 0xfe])])
      expect(await problem(call('/jobs/a', { method: 'PUT', body }))).toEqual([
        400,
        'InvalidRequestException',
        'The body of the request is not a JSON object.',
      ]);
    expect((await problem(call('/jobs?maxResults=many'))).slice(0, 2)).toEqual([400, 'InvalidRequestException']);
    expect((await problem(call('/jobs/a', { method: 'PUT', body: 'x'.repeat(2_000_000) })))[0]).toBe(413);
    expect((await call('/_emulator/health')).status).toBe(200);
  });

  it('ignore members that the model does not know, and take null for absent', async () => {
    const body = JSON.stringify({ attributePayload: null, unknown: 1, __proto__: { polluted: true } });
    expect((await call('/things/t', { method: 'POST', body })).status).toBe(200);
    expect({}).not.toHaveProperty('polluted');
  });

  it('survive a client that speaks no HTTP', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(at.emulator.port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
    expect((await call('/_emulator/health')).status).toBe(200);
  });
});

describe('/_emulator/', () => {
  it('tells the time, moves a manual clock and resets', async () => {
    await call('/things/t', { method: 'POST' });
    await post('/_emulator/clock', { advanceMs: 60_000 });
    expect(await (await call('/_emulator/health')).json()).toEqual({
      status: 'ok',
      clock: { mode: 'manual', now: new Date(start + 60_000).toISOString(), epochMs: start + 60_000 },
    });
    expect((await post('/_emulator/reset', {})).status).toBe(200);
    expect((await call('/things/t')).status).toBe(404);
  });

  it('refuses what it does not understand', async () => {
    for (const advanceMs of [-1, 1.5, '5', undefined, 1e15])
      expect((await post('/_emulator/clock', { advanceMs })).status).toBe(400);
    expect((await call('/_emulator/clock', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await call('/_emulator/reset')).status).toBe(405);
    expect((await call('/_emulator/nothing')).status).toBe(404);
    for (const plan of [
      {},
      { faults: [{}] },
      { faults: [{ kind: 'drop', often: 1 }] },
      { faults: [{ kind: 'drop', share: 2 }] },
    ])
      expect((await post('/_emulator/faults', plan)).status).toBe(400);
    expect((await post('/_emulator/objects', { url: 'x' })).status).toBe(400);
  });

  it('plans faults for an operation, as often as asked', async () => {
    const list = () => at.iot.send(new iot.ListJobsCommand({}));
    await post('/_emulator/faults', { faults: [{ kind: 'throttle', operation: 'ListJobs', count: 2 }] });
    await at.iot.send(new iot.ListThingsCommand({}));
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
    await list();
    await post('/_emulator/faults', {
      faults: [
        { kind: 'error', status: 503, count: 1 },
        { kind: 'delay', delayMs: 1 },
      ],
    });
    await expect(list()).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
    await post('/_emulator/faults', { faults: [{ kind: 'drop', count: 1 }] });
    await expect(list()).rejects.toThrow();
    await list();
  });

  it('can lose an answer after the operation has happened', async () => {
    await post('/_emulator/faults', { faults: [{ kind: 'drop', moment: 'after', count: 1 }] });
    await expect(at.iot.send(new iot.CreateThingCommand({ thingName: 't' }))).rejects.toThrow();
    expect(await at.iot.send(new iot.DescribeThingCommand({ thingName: 't' }))).toMatchObject({ version: 1 });
  });
});
