import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handleRequest } from '../src/handle-request.js';
import { type Bench, bench } from './clients.js';
import { newWorld } from './worlds.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const call = (path: string, init: RequestInit = {}) => fetch(`${at.emulator.endpoint}${path}`, init);
const job = (body: unknown, init: RequestInit = {}) =>
  call('/jobs/a', { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body), ...init });

/** Sends bytes over a socket and returns what comes back until the server closes it or has said nothing more. */
function talk(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(at.emulator.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(heard));
    socket.on('close', () => resolve(heard));
  });
}

const isAlive = async () => (await call('/_emulator/health')).status === 200;

describe('any bytes', () => {
  const methods = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'BREW', ''];
  const paths = [
    '/jobs/a',
    '/things/a/jobs/$next',
    '/tags',
    '//',
    '//[',
    'http://[',
    '*',
    '',
    '/%',
    '/%FF',
    '/a\\b',
    '/./..',
  ];
  const scopes = ['iot', 'iot-jobs-data', 's3', ''];
  const bodies = ['{', '[1]', '{"targets":[[[[]]]]}', '{"a":1e400}', '"', 'null', '{"__proto__":{"x":1}}'];
  const request = fc.record({
    method: fc.constantFrom(...methods),
    target: fc.oneof(
      fc.constantFrom(...paths),
      fc.webPath(),
      fc.tuple(fc.constantFrom(...paths), fc.string()).map(([path, text]) => `${path}?${text}`),
      fc.string({ unit: 'binary' }),
    ),
    authorization: fc.oneof(
      fc.constant(undefined),
      fc.string(),
      fc
        .constantFrom(...scopes)
        .map((scope) => `AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/${scope}/aws4_request`),
    ),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.oneof(fc.constantFrom(...bodies), fc.json({ maxDepth: 4 })).map((text) => new TextEncoder().encode(text)),
    ),
  });

  it('get an answer in JSON that is no fault of the server', () => {
    const { world } = newWorld();
    fc.assert(
      fc.property(request, (given) => {
        const { answer } = handleRequest(world, 'eu-west-1', given);
        if (answer === 'drop') throw new Error('No fault was planned.');
        expect(answer.status).toBeLessThan(500);
        const body: unknown = JSON.parse(answer.body);
        if (answer.status !== 200) expect(body).toMatchObject({ message: expect.stringMatching(/./) });
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('over a socket leave the emulator alive', async () => {
    const written = [
      'nonsense\r\n\r\n',
      'GET // HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET //[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET http://[/jobs HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET /jobs?maxResults=%ZZ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'CONNECT /jobs HTTP/1.1\r\nhost: x\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'PUT /jobs/a HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{',
      'PUT /jobs/a HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n{}',
      'PUT /jobs/a HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}',
      'PUT /jobs/a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n{}\r\n',
      'GET /jobs HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
      `GET /jobs HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(100_000)}\r\n\r\n`,
      `GET /jobs HTTP/1.1\r\n${'a: b\r\n'.repeat(5000)}\r\n`,
      new Uint8Array([0x16, 0x03, 0x01, 0x00, 0xff]),
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ];
    for (const bytes of written) {
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await talk(bytes))?.[1] ?? 0);
      expect(status, String(bytes).slice(0, 60)).toBeLessThan(500);
      expect(await isAlive()).toBe(true);
    }
  });
});

describe('a body', () => {
  it('that is nested without end is refused, also where a list or a document should be', async () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    for (const body of [
      `{"targets":${deep(100_000)}}`,
      `{"other":${deep(400_000)}}`,
      `{"x":null,"y":${deep(100_000)}}`,
    ]) {
      const response = await job(body);
      expect(response.status).toBe(400);
      expect(response.headers.get('x-amzn-errortype')).toBe('InvalidRequestException');
    }
    await call('/things/t', { method: 'POST' });
    const targets = ['arn:aws:iot:us-east-1:123456789012:thing/t'];
    expect((await job({ targets, document: deep(16_000) })).status).toBe(400);
    expect((await job({ targets, document: deep(1000) })).status).toBe(200);
  });

  it('is JSON whatever its content type says, and is not read where the operation takes none', async () => {
    await call('/things/t', { method: 'POST' });
    const targets = ['arn:aws:iot:us-east-1:123456789012:thing/t'];
    const headers = { 'content-type': 'text/html; charset=latin1' };
    expect((await job({ targets, document: '{}' }, { headers })).status).toBe(200);
    expect((await call('/jobs/a', { method: 'DELETE', body: 'garbage' })).status).toBe(409);
  });

  it('with names that JavaScript knows is taken word by word', async () => {
    const attributes = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as object;
    const body = JSON.stringify({ attributePayload: { attributes } });
    expect((await call('/things/constructor', { method: 'POST', body })).status).toBe(200);
    expect(await (await call('/things/constructor')).json()).toMatchObject({ attributes: { constructor: 'b' } });
    expect((await call('/things/__proto__')).status).toBe(404);
    const byName = '/things?attributeName=hasOwnProperty';
    expect(await (await call(byName)).json()).toEqual({ things: [] });
    const jobs = await call(`/jobs/__proto__/things?status=toString`);
    expect(jobs.status).toBe(400);
  });
});

describe('a flood', () => {
  it('is answered request by request', async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => call(`/things/t-${index}`, { method: 'POST' })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const pipelined = 'GET /things/t-1 HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(50);
    const heard = await talk(`${pipelined}GET /things/t-1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(51);
  });
});
