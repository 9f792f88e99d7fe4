/** The clients of AWS in other languages, where this machine has them. */
import { type ExecFileException, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../src/index.js';

const run = promisify(execFile);

async function has(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, [...args]);
    return true;
  } catch {
    return false;
  }
}

const [awsCli, boto3] = await Promise.all([has('aws', ['--version']), has('python3', ['-c', 'import boto3'])]);

let emulator: Emulator;

beforeEach(async () => {
  emulator = await createEmulator({ clock: { mode: 'manual' } });
});
afterEach(() => emulator.close());

/** What a developer would export; the rest of the environment is the machine's. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    AWS_ENDPOINT_URL_IOT: emulator.endpoint,
    AWS_ENDPOINT_URL_IOT_JOBS_DATA_PLANE: emulator.endpoint,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

/** Runs the AWS CLI and returns what it prints, as data; undefined when it prints nothing. */
async function aws(...args: string[]): Promise<unknown> {
  const { stdout } = await run('aws', [...args, '--output', 'json'], { env: environment() });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

const thingArn = 'arn:aws:iot:us-east-1:123456789012:thing/d-1';

describe.skipIf(!awsCli)(awsCli ? 'the AWS CLI' : 'the AWS CLI (skipped: there is no command aws)', () => {
  it('creates a job from what its skeleton looks like, and reads it', async () => {
    await aws('iot', 'create-thing', '--thing-name', 'd-1');
    const input = JSON.stringify({
      jobId: 'ota',
      targets: [thingArn],
      document: '{"x":1}',
      tags: [{ Key: 'a', Value: '1' }],
    });
    expect(await aws('iot', 'create-job', '--cli-input-json', input)).toMatchObject({ jobId: 'ota' });
    emulator.clock.advance(60_000);
    expect(await aws('iot', 'describe-job', '--job-id', 'ota')).toMatchObject({
      job: { status: 'IN_PROGRESS', jobProcessDetails: { numberOfQueuedThings: 1 } },
    });
    const started = await aws('iot-jobs-data', 'start-next-pending-job-execution', '--thing-name', 'd-1');
    expect(started).toMatchObject({ execution: { jobId: 'ota', jobDocument: '{"x":1}' } });
  });

  it('shows errors by their names', async () => {
    const missing = aws('iot', 'describe-job', '--job-id', 'none').catch(({ stderr }: ExecFileException) => stderr);
    expect(await missing).toContain('ResourceNotFoundException');
  });
});

/** Raises when anything is not as it should be. */
const script = `
import boto3
iot, device = boto3.client('iot'), boto3.client('iot-jobs-data')
iot.create_thing(thingName='d-1', attributePayload={'attributes': {'model': 'x'}})
iot.create_dynamic_thing_group(thingGroupName='xs', queryString='attributes.model:x')
group = iot.describe_thing_group(thingGroupName='xs')
job = iot.create_job(jobId='ota', targets=[group['thingGroupArn']], document='{"x":1}')
assert job['jobArn'].endswith(':job/ota'), job
pages = list(iot.get_paginator('list_jobs').paginate(PaginationConfig={'PageSize': 1}))
assert [j['jobId'] for page in pages for j in page['jobs']] == ['ota'], pages
created = iot.describe_job(jobId='ota')['job']['createdAt']
assert created.timestamp() > 0, created
assert device.get_pending_job_executions(thingName='d-1')['queuedJobs'] == []
try:
    iot.create_job(jobId='ota', targets=[group['thingGroupArn']], document='{}')
    raise AssertionError('created twice')
except iot.exceptions.ResourceAlreadyExistsException as error:
    assert error.response['ResponseMetadata']['HTTPStatusCode'] == 409
try:
    device.describe_job_execution(thingName='d-1', jobId='none')
    raise AssertionError('found nothing')
except device.exceptions.ResourceNotFoundException:
    pass
iot.tag_resource(resourceArn=job['jobArn'], tags=[{'Key': 'team', 'Value': 'climate'}])
assert iot.list_tags_for_resource(resourceArn=job['jobArn'])['tags'] == [{'Key': 'team', 'Value': 'climate'}]
print('done')
`;

describe.skipIf(!boto3)(boto3 ? 'boto3' : 'boto3 (skipped: python3 cannot import it)', () => {
  it('works on both planes, with pages, times and typed errors', async () => {
    const { stdout } = await run('python3', ['-c', script], { env: environment() });
    expect(stdout.trim()).toBe('done');
  });
});
