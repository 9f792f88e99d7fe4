/** The port by the real SDK: what AWS answers, as the rest of this package sees it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectIot } from '../src/aws/sdk-port.js';
import { ServiceError } from '../src/port.js';
import { type Account, openAccount } from './support/account.js';
import { arn } from './support/in-memory.js';

let account: Account;

beforeAll(async () => {
  account = await openAccount();
});
beforeEach(() => account.reset());
afterAll(() => account.close());

async function faults(...list: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const answer = await fetch(`${account.emulator.endpoint}/_emulator/faults`, {
    method: 'POST',
    body: JSON.stringify({ faults: list }),
  });
  expect(answer.status).toBe(200);
}

const request = { jobId: 'fw-1', targets: [arn('thing/lab-1')], document: '{}' };

describe('what is not there', () => {
  test('is undefined, and its deletion is no error', async () => {
    const { port } = account;
    expect(await port.describeJob('gone')).toBeUndefined();
    expect(await port.getJobDocument('gone')).toBeUndefined();
    expect(await port.describeJobTemplate('gone')).toBeUndefined();
    expect(await port.thingArn('gone')).toBeUndefined();
    expect(await port.thingGroupArn('gone')).toBeUndefined();
    await port.deleteJobTemplate('gone');
  });
});

describe('whether an S3 object is there', () => {
  const url = 'https://firmware.s3.eu-west-1.amazonaws.com/jobs/ota.json';

  test.each([
    [200, true],
    [404, false],
    [403, undefined],
    [301, undefined],
  ])('is asked by a signed HEAD; %i means %s', async (status, expected) => {
    const asked: string[] = [];
    const server = createServer(({ method, url: path, headers }, answer) => {
      asked.push(`${method} ${path} ${/Credential=[^/]+\/\d+\/eu-west-1\/s3\//.test(headers.authorization ?? '')}`);
      answer.writeHead(status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const s3 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const port = await connectIot({ endpointUrl: account.emulator.endpoint }, { AWS_ENDPOINT_URL_S3: s3 });
    expect(await port.hasObject(url)).toBe(expected);
    expect(asked).toEqual(['HEAD /firmware/jobs/ota.json true']);
    expect(await port.hasObject('https://example.com/ota.json')).toBeUndefined();
    server.close();
  });

  test('cannot be told where only AWS IoT is emulated, or when nobody answers', async () => {
    expect(await account.port.hasObject(url)).toBeUndefined();
    const nobody = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' };
    const port = await connectIot({ endpointUrl: account.emulator.endpoint }, nobody);
    expect(await port.hasObject(url)).toBeUndefined();
  });
});

describe('a passing fault is tried again', () => {
  test.each(['throttle', 'error', 'drop'])('%s', async (kind) => {
    await faults({ kind, operation: 'CreateJob', count: 1 });
    expect(await account.port.createJob(request)).toEqual({ arn: arn('job/fw-1') });
  });
});

describe('an error of AWS', () => {
  test('is a ServiceError with operation, code, AWS’s words and the request’s id', async () => {
    const failed = account.port.createJob({ ...request, targets: [arn('thing/gone')] });
    await expect(failed).rejects.toBeInstanceOf(ServiceError);
    await expect(failed).rejects.toMatchObject({ operation: 'CreateJob', code: 'ResourceNotFoundException' });
    const { message, requestId } = (await failed.catch((error: unknown) => error)) as ServiceError;
    expect(message).toContain('gone');
    expect(requestId).toBeTruthy();
  });

  test('is a NetworkError when nobody listens', async () => {
    const port = await connectIot({ endpointUrl: 'http://127.0.0.1:1' }, {});
    await expect(port.describeJob('fw-1')).rejects.toMatchObject({ code: 'NetworkError', operation: 'DescribeJob' });
  });
});

test('an emulator on this machine needs neither region nor credentials', async () => {
  const port = await connectIot({}, { AWS_ENDPOINT_URL_IOT: account.emulator.endpoint });
  expect(port.region).toBe('us-east-1');
  expect(await port.describeJob('gone')).toBeUndefined();
});

test('a group’s things are counted through all pages, up to a limit', async () => {
  expect(await account.port.countThings('eu', 10)).toBe(1);
  expect(await account.port.countThings('eu', 0)).toBeUndefined();
  expect(await account.port.countThings('gone', 10)).toBe(0);
});

test('tags of any legal name are read as they are', async () => {
  const tags = [
    { Key: '__proto__', Value: 'a' },
    { Key: 'constructor', Value: '' },
  ];
  await account.port.createJob({ ...request, tags });
  expect(Object.entries(await account.port.listTags(arn('job/fw-1')))).toEqual([
    ['__proto__', 'a'],
    ['constructor', ''],
  ]);
});
