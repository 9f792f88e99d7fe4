/** The port by the real SDK: what AWS answers, as the rest of this package sees it. */
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
