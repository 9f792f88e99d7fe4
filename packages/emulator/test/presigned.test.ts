import { get } from 'node:http';
import * as iot from '@aws-sdk/client-iot';
import * as data from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, minute } from './clients.js';
import { mqttDevice, thingName } from './mqtt-device.js';

let at: Bench;

beforeEach(async () => {
  at = await bench({ region: 'eu-west-1', mqttPort: 0 });
  await at.iot.send(new iot.CreateThingCommand({ thingName }));
});
afterEach(() => at.close());

const image = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
const imageUrl = 'https://s3.eu-west-1.amazonaws.com/images/v2/image.bin';

async function upload(url: string, body: Uint8Array | string = image): Promise<void> {
  const target = `${at.emulator.endpoint}/_emulator/objects?url=${encodeURIComponent(url)}`;
  expect((await fetch(target, { method: 'PUT', body })).status).toBe(200);
}

/** Creates a job whose document has this URL, and returns the URL that the device gets. */
async function urlFor(placeholder: string, jobId = 'a', expiresInSec = 60): Promise<string> {
  const presignedUrlConfig = { roleArn: 'arn:aws:iam::123456789012:role/ota', expiresInSec };
  const document = JSON.stringify({ url: `$\{aws:iot:${placeholder}}` });
  const targets = [arn(`thing/${thingName}`)];
  await at.iot.send(new iot.CreateJobCommand({ jobId, targets, document, presignedUrlConfig }));
  at.emulator.clock.advance(1000);
  return documentUrl(jobId);
}

async function documentUrl(jobId: string): Promise<string> {
  const request = { thingName, jobId, includeJobDocument: true };
  const { execution } = await at.devices.send(new data.DescribeJobExecutionCommand(request));
  return JSON.parse(execution!.jobDocument!).url;
}

/** The URL that a device gets which calls the emulator by this name. */
async function documentUrlBy(port: number, host: string): Promise<string> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/iot-jobs-data/aws4_request';
  const path = `/things/${thingName}/jobs/a?includeJobDocument=true`;
  const text = await new Promise<string>((resolve, reject) => {
    get({ port, path, headers: { host, authorization } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
  return JSON.parse(JSON.parse(text).execution.jobDocument).url;
}

describe('a presigned URL', () => {
  it('gives the image, whole and in parts, so that a device can resume', async () => {
    await upload(imageUrl);
    const url = await urlFor(`s3-presigned-url:${imageUrl}`);
    expect(new URL(url).pathname.endsWith('/v2/image.bin')).toBe(true);
    const whole = await fetch(url);
    expect(whole.status).toBe(200);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(image);
    const etag = whole.headers.get('etag')!;

    const rest = await fetch(url, { headers: { range: 'bytes=60000-', 'if-range': etag } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 60000-99999/100000']);
    expect(new Uint8Array(await rest.arrayBuffer())).toEqual(image.subarray(60_000));
    const last = await fetch(url, { headers: { range: 'bytes=-10' } });
    expect(new Uint8Array(await last.arrayBuffer())).toEqual(image.subarray(-10));
    const beyond = await fetch(url, { headers: { range: 'bytes=100000-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
    const several = await fetch(url, { headers: { range: 'bytes=0-1,5-6' } });
    expect([several.status, (await several.arrayBuffer()).byteLength]).toEqual([200, 100_000]);

    await upload(imageUrl, 'another version');
    const changed = await fetch(url, { headers: { range: 'bytes=8-', 'if-range': etag } });
    expect([changed.status, await changed.text()]).toEqual([200, 'another version']);

    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', '']);
  });

  it('is at the address that the device has called, which need not be where the emulator listens', async () => {
    const everywhere = await bench({ region: 'eu-west-1', host: '0.0.0.0', mqttPort: 0 });
    const { endpoint, port, mqttUrl } = everywhere.emulator;
    expect([endpoint, mqttUrl]).toEqual([`http://127.0.0.1:${port}`, expect.stringContaining('mqtt://127.0.0.1:')]);
    await everywhere.iot.send(new iot.CreateThingCommand({ thingName }));
    const document = JSON.stringify({ url: `$\{aws:iot:s3-presigned-url:${imageUrl}}` });
    const targets = [arn(`thing/${thingName}`)];
    const presignedUrlConfig = { roleArn: 'arn:aws:iam::123456789012:role/ota' };
    await everywhere.iot.send(new iot.CreateJobCommand({ jobId: 'a', targets, document, presignedUrlConfig }));
    everywhere.emulator.clock.advance(1000);
    const hostIn = async (host: string) => new URL(await documentUrlBy(port, host)).host;
    expect(await hostIn(`emulator.lan:${port}`)).toBe(`emulator.lan:${port}`);
    expect(await hostIn('[fe80::1]:81')).toBe('[fe80::1]:81');
    expect(await hostIn('not/a host')).toBe(`127.0.0.1:${port}`);
    const device = await mqttDevice(mqttUrl!, []);
    expect((await device.answer('a/get')).payload).toMatchObject({
      execution: { jobDocument: { url: expect.stringContaining(`http://127.0.0.1:${port}/`) } },
    });
    await device.close();
    await everywhere.close();
  });

  it('is good until it expires on the clock of the emulator, and each request gives a new one', async () => {
    await upload(imageUrl);
    const url = await urlFor(`s3-presigned-url:${imageUrl}`);
    at.emulator.clock.advance(minute - 1);
    expect((await fetch(url)).status).toBe(200);
    at.emulator.clock.advance(1);
    const expired = await fetch(url);
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
    expect((await fetch(await documentUrl('a'))).status).toBe(200);
  });

  it('permits nothing else than it was signed for', async () => {
    await upload(imageUrl);
    const url = await urlFor(`s3-presigned-url:${imageUrl}`);
    const changes = [
      url.replace('image.bin', 'secret.bin'),
      url.replace(/Expires-At=\d+/, 'Expires-At=9999999999999'),
      url.replace(/Signature=\w/, 'Signature=x'),
      url.replace(/\?.*/, ''),
      url.replace('/images/', '/%zz/'),
    ];
    for (const changed of changes) expect((await fetch(changed)).status).toBe(403);
    for (const method of ['PUT', 'POST', 'DELETE']) expect((await fetch(url, { method })).status).toBe(403);
  });

  it('says what is missing when nobody has registered the object', async () => {
    const answer = await fetch(await urlFor(`s3-presigned-url:${imageUrl}`));
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('PUT /_emulator/objects?url=')]);
  });

  it('finds an object under every URL that names it, encoded or not, with its version', async () => {
    await upload('https://images.s3.eu-west-1.amazonaws.com/a%20b/image.bin', 'found');
    await upload('s3://images/a b/image.bin?versionId=7', 'seventh');
    const encoded = encodeURIComponent('https://s3.amazonaws.com/images/a%20b/image.bin');
    const versioned = encodeURIComponent('https://images.s3.amazonaws.com/a%20b/image.bin?versionId=7');
    const placeholders = [
      ['s3-presigned-url-v1:https://s3.amazonaws.com/images/a b/image.bin', 'found'],
      [`s3-presigned-url-v2:${encoded}`, 'found'],
      [`s3-presigned-url-v2:${versioned}`, 'seventh'],
    ] as const;
    for (const [index, [placeholder, text]] of placeholders.entries())
      expect(await (await fetch(await urlFor(placeholder, `job-${index}`))).text()).toBe(text);
  });

  it('comes with the document over MQTT, too', async () => {
    await upload(imageUrl);
    const device = await mqttDevice(at.emulator.mqttUrl!);
    await urlFor(`s3-presigned-url:${imageUrl}`);
    await device.next();
    const { payload } = await device.next();
    const { jobDocument } = payload.execution as { readonly jobDocument: { readonly url: string } };
    expect((await fetch(jobDocument.url)).status).toBe(200);
    await device.close();
  });

  it('is not in what operators read', async () => {
    await urlFor(`s3-presigned-url:${imageUrl}`);
    const { document } = await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'a' }));
    expect(document).toBe(JSON.stringify({ url: `$\{aws:iot:s3-presigned-url:${imageUrl}}` }));
  });
});

describe('a presigned URL for uploads', () => {
  it('takes a file under a name of the thing, until the time after the execution was created', async () => {
    const key = '$' + '{thingName}/$' + '{jobId}-$' + '{executionNumber}.log';
    const url = await urlFor(`s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/logs/${key}`);
    expect(new URL(url).pathname.endsWith('/logs/d-1/a-1.log')).toBe(true);
    expect((await fetch(url, { method: 'PUT', body: 'all went well' })).status).toBe(200);
    expect(await documentUrl('a')).toBe(url);
    const log = await urlFor('s3-presigned-url:https://logs.s3.amazonaws.com/d-1/a-1.log', 'reader');
    expect(await (await fetch(log)).text()).toBe('all went well');
    at.emulator.clock.advance(minute);
    expect((await fetch(url, { method: 'PUT', body: 'late' })).status).toBe(403);
  });
});

describe('registering objects', () => {
  it('takes documents for jobs as well as images, and needs a name', async () => {
    await upload('s3://documents/ota.json', '{"op":"from S3"}');
    const documentSource = 'https://s3.eu-west-1.amazonaws.com/documents/ota.json';
    await at.iot.send(new iot.CreateJobCommand({ jobId: 'a', targets: [arn(`thing/${thingName}`)], documentSource }));
    expect((await at.iot.send(new iot.GetJobDocumentCommand({ jobId: 'a' }))).document).toBe('{"op":"from S3"}');
    const nameless = await fetch(`${at.emulator.endpoint}/_emulator/objects`, { method: 'PUT', body: 'x' });
    expect(nameless.status).toBe(400);
  });

  it('takes images far larger than a request to AWS', async () => {
    const large = new Uint8Array(8 * 1024 * 1024).fill(7);
    await upload(imageUrl, large);
    const answer = await fetch(await urlFor(`s3-presigned-url:${imageUrl}`));
    expect((await answer.arrayBuffer()).byteLength).toBe(large.length);
  });
});
