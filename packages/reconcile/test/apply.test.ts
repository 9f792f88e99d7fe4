/** Apply, through the real SDK, against the emulator. */
import { CreateJobCommand, CreateJobTemplateCommand, DeleteJobCommand, TagResourceCommand } from '@aws-sdk/client-iot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isComplete } from '../src/apply/event.js';
import { type IotPort, ServiceError } from '../src/port.js';
import { type Account, apply, intercepted, type Method, openAccount, planAgainst, told } from './support/account.js';
import { arn } from './support/in-memory.js';
import { file, job, template } from './support/manifests.js';

let account: Account;
let port: IotPort;

beforeAll(async () => {
  account = await openAccount();
  port = account.port;
});
beforeEach(() => account.reset());
afterAll(() => account.close());

const standard = template('standard');
const fromStandard = job('fw-1', { template: 'standard' });

/** The port, whose calls of `method` AWS answers with an error. */
function failing(method: Method, code: string, when: (args: readonly unknown[]) => boolean = () => true): IotPort {
  return intercepted(port, (called, call, args) => {
    if (called !== method || !when(args)) return call();
    const operation = `${method[0]?.toUpperCase()}${method.slice(1)}`;
    throw new ServiceError(operation, code, 'AWS said no.', 'request-1');
  });
}

describe('a plan is applied', () => {
  test('templates first, then the jobs that start from them, and is told step by step', async () => {
    const plan = await planAgainst(port, file(fromStandard, standard, job('fw-2')));
    const { events, report } = await apply(plan, port, { parallel: 1 });
    expect(told(events)).toEqual([
      'started create standard',
      'succeeded create standard',
      'started create fw-1',
      'succeeded create fw-1',
      'started create fw-2',
      'succeeded create fw-2',
    ]);
    expect(report.done.map((it) => it.arn)).toEqual([arn('jobtemplate/standard'), arn('job/fw-1'), arn('job/fw-2')]);
    expect(report.done[0]).toMatchObject({ file: 'rollouts/fleet.yaml', range: { start: { line: 8 } } });
    expect(isComplete(report)).toBe(true);
    expect(report.basis).toEqual(plan.basis);
    expect(await port.describeJob('fw-1')).toMatchObject({ jobTemplateArn: arn('jobtemplate/standard') });
  });

  test('and what it made carries our four tags beside the manifest’s', async () => {
    const plan = await planAgainst(port, job('fw-1', { tags: { team: 'climate' } }));
    await apply(plan, port);
    const [change] = plan.changes;
    expect(await port.listTags(arn('job/fw-1'))).toEqual({
      team: 'climate',
      'iot-rollouts:source': 'acme/firmware',
      'iot-rollouts:manifest': 'rollouts/fleet.yaml',
      'iot-rollouts:commit': 'c0ffee0000000000000000000000000000000000',
      'iot-rollouts:digest': change?.action === 'create' ? change.create.digest : '',
    });
  });

  test('and planned again, it asks for nothing', async () => {
    const head = file(standard, fromStandard, job('fw-2'));
    await apply(await planAgainst(port, head), port);
    expect((await planAgainst(port, head)).changes.map(({ action }) => action)).toEqual(['none', 'none', 'none']);
  });

  test('and planned again, reads no document that the digest tag speaks for', async () => {
    const asked: string[] = [];
    const watched = intercepted(port, (method, call) => {
      asked.push(method);
      return call();
    });
    await apply(await planAgainst(port, job('fw-1')), port);
    await planAgainst(watched, job('fw-1'));
    expect(asked).not.toContain('getJobDocument');
    await planAgainst(watched, job('fw-1', { description: 'Other' }));
    expect(asked).toContain('getJobDocument');
  });

  test('without a write for what needs none', async () => {
    const base = file(standard, job('fw-1'), job('settled'));
    await apply(await planAgainst(port, file(standard, job('fw-1'))), port);
    const written: string[] = [];
    const watched = intercepted(port, (method, call) => {
      written.push(method);
      return call();
    });
    const { events } = await apply(await planAgainst(port, base, base), watched);
    expect([events, written]).toEqual([[], []]);
  });

  test('a job whose targets do not exist is a conflict, and nothing is written', async () => {
    const plan = await planAgainst(
      port,
      job('fw-1', { targets: ['thing/gone', arn('thinggroup/eu').replace('eu-west-1', 'us-east-1')] }),
      '',
    );
    expect(plan.changes[0]).toMatchObject({
      action: 'conflict',
      reason: expect.stringContaining('thing/gone, arn:aws:iot:us-east-1'),
    });
    expect((await apply(plan, port)).events).toEqual([]);
  });

  test('a new job is forecast for the devices that its group holds', async () => {
    const plan = await planAgainst(port, job('fw-1', { targets: ['thinggroup/eu', 'thing/lab-2'] }), '');
    expect(plan.changes[0]).toMatchObject({ forecast: { numbers: { devices: 2 } } });
  });
});

describe('what fails', () => {
  test('is told with AWS’s own words, and what depends on it is skipped, and the rest is done', async () => {
    const head = file(standard, fromStandard, template('other'), job('fw-2', { template: 'other' }));
    const refusing = failing('createJobTemplate', 'LimitExceededException', ([request]) => {
      return (request as { jobTemplateId: string }).jobTemplateId === 'standard';
    });
    const { events, report } = await apply(await planAgainst(port, head), refusing, { parallel: 1 });
    expect(told(events)).toEqual([
      'started create other',
      'succeeded create other',
      'started create standard',
      'failed create standard',
      'skipped create fw-1',
      'started create fw-2',
      'succeeded create fw-2',
    ]);
    expect(report.failed[0]?.error).toEqual({
      operation: 'CreateJobTemplate',
      code: 'LimitExceededException',
      message: 'AWS said no.',
      requestId: 'request-1',
    });
    expect(report.skipped[0]?.cause).toEqual({ kind: 'JobTemplate', name: 'standard' });
    expect(isComplete(report)).toBe(false);
    expect(await port.describeJob('fw-1')).toBeUndefined();
  });

  test('at AWS’s limit of a hundred templates is a failure at the manifest’s line', async () => {
    for (let number = 0; number < 100; number += 1) {
      const request = { jobTemplateId: `full-${number}`, description: 'x', document: '{}' };
      await account.client.send(new CreateJobTemplateCommand(request));
    }
    const { report } = await apply(await planAgainst(port, file(standard, fromStandard)), port);
    expect(report.failed).toMatchObject([
      { name: 'standard', range: { start: { line: 3 } }, error: { code: 'LimitExceededException' } },
    ]);
    expect(report.skipped).toMatchObject([{ name: 'fw-1' }]);
  });

  test('for another reason than AWS’s answer is a bug, and is not swallowed', async () => {
    const broken = intercepted(port, () => Promise.reject(new TypeError('a bug')));
    await expect(apply(await planAgainst(port, standard), broken)).rejects.toThrow('a bug');
  });
});

test('an interrupted apply ends the call in flight, starts nothing more and says what was not started', async () => {
  const interruption = new AbortController();
  const stopping = intercepted(port, async (method, call) => {
    const answer = await call();
    if (method === 'createJobTemplate') interruption.abort();
    return answer;
  });
  const plan = await planAgainst(port, file(standard, fromStandard, job('fw-2')));
  const { events, report } = await apply(plan, stopping, { signal: interruption.signal, parallel: 1 });
  expect(told(events)).toEqual([
    'started create standard',
    'succeeded create standard',
    'not-started create fw-1',
    'not-started create fw-2',
  ]);
  expect(isComplete(report)).toBe(false);
  expect(await port.describeJob('fw-1')).toBeUndefined();
});

test('changes are in flight together, but no more than asked for, and a job only after its template', async () => {
  let open = 0;
  let most = 0;
  const made: string[] = [];
  const watched = intercepted(port, async (method, call, args) => {
    most = Math.max(most, ++open);
    const answer = await call();
    open -= 1;
    if (method === 'createJob' || method === 'createJobTemplate') {
      made.push(String((args[0] as { jobId?: string }).jobId ?? (args[0] as { jobTemplateId?: string }).jobTemplateId));
    }
    return answer;
  });
  const jobs = Array.from({ length: 12 }, (_, index) => job(`fw-${index}`, index % 2 ? { template: 'standard' } : {}));
  const plan = await planAgainst(port, file(standard, ...jobs));
  const { report } = await apply(plan, watched, { parallel: 3 });
  expect(isComplete(report)).toBe(true);
  expect(most).toBe(3);
  for (const name of ['fw-1', 'fw-11']) expect(made.indexOf(name)).toBeGreaterThan(made.indexOf('standard'));
});

describe('a name that is taken when its turn comes', () => {
  async function createdMeanwhile(head: string, before: () => Promise<void>) {
    const plan = await planAgainst(port, head);
    await before();
    return (await apply(plan, port)).report;
  }
  const request = { targets: [arn('thing/lab-1')], document: '{"operation":"update"}' };

  test('by the very same job of an earlier run counts as done', async () => {
    const head = job('fw-1');
    const report = await createdMeanwhile(head, async () => {
      await apply(await planAgainst(port, head), port);
    });
    expect(report.done).toMatchObject([{ name: 'fw-1', arn: arn('job/fw-1'), note: 'was created by an earlier call' }]);
  });

  test('by a create whose answer was lost counts as done', async () => {
    const plan = await planAgainst(port, job('fw-1'));
    const losing = intercepted(port, async (called, call) => {
      const answer = await call();
      if (called === 'createJob') throw new ServiceError('CreateJob', 'ServiceUnavailableException', 'Try again.');
      return answer;
    });
    const { report } = await apply(plan, losing);
    expect(report.done).toMatchObject([{ name: 'fw-1', arn: arn('job/fw-1') }]);
  });

  test('is said to be possible when the answer was lost and AWS cannot be asked', async () => {
    const plan = await planAgainst(port, job('fw-1'));
    const dead = intercepted(port, () => {
      throw new ServiceError('CreateJob', 'NetworkError', 'AWS IoT could not be reached.');
    });
    const { report } = await apply(plan, dead);
    expect(report.failed[0]?.error.message).toContain('the job may have started; apply again to find out');
  });

  test('by somebody else’s equal job is a failure', async () => {
    const report = await createdMeanwhile(job('fw-1'), async () => {
      await account.client.send(new CreateJobCommand({ jobId: 'fw-1', ...request }));
    });
    expect(report.failed).toMatchObject([{ error: { code: 'ResourceAlreadyExistsException' } }]);
    expect(await port.listTags(arn('job/fw-1'))).toEqual({});
  });

  test('by another job of ours is a failure', async () => {
    const report = await createdMeanwhile(job('fw-1'), async () => {
      await apply(await planAgainst(port, job('fw-1', { document: { operation: 'other' } })), port);
    });
    expect(report.failed).toMatchObject([{ error: { code: 'ResourceAlreadyExistsException' } }]);
  });

  test('by somebody else’s job with our digest and another source is a failure', async () => {
    const plan = await planAgainst(port, job('fw-1'));
    const [change] = plan.changes;
    const digest = change?.action === 'create' ? change.create.digest : '';
    const tags = [
      { Key: 'iot-rollouts:source', Value: 'acme/other' },
      { Key: 'iot-rollouts:digest', Value: digest },
    ];
    await account.client.send(new CreateJobCommand({ jobId: 'fw-1', ...request, tags }));
    expect((await apply(plan, port)).report.failed).toHaveLength(1);
  });

  test('by the very same template counts as done, by another is a failure', async () => {
    const same = await createdMeanwhile(standard, async () => {
      await apply(await planAgainst(port, standard), port);
    });
    expect(same.done).toMatchObject([{ note: 'was created by an earlier call' }]);
    await account.reset();
    const other = await createdMeanwhile(standard, async () => {
      const foreign = { jobTemplateId: 'standard', description: 'x', document: '{}' };
      await account.client.send(new CreateJobTemplateCommand(foreign));
    });
    expect(other.failed).toMatchObject([{ error: { code: 'ConflictException' } }]);
    expect(await port.describeJobTemplate('standard')).toMatchObject({ description: 'x' });
  });
});

describe('replacing a template', () => {
  const other = template('standard', { description: 'Other', tags: { team: 'b' } });

  beforeEach(async () => {
    await apply(await planAgainst(port, template('standard', { tags: { team: 'a' } })), port);
  });

  test('leaves other people’s tags on it', async () => {
    const tags = [{ Key: 'cost-centre', Value: '4711' }];
    await account.client.send(new TagResourceCommand({ resourceArn: arn('jobtemplate/standard'), tags }));
    await apply(await planAgainst(port, other, standard), port);
    expect(await port.describeJobTemplate('standard')).toMatchObject({ description: 'Other' });
    expect(await port.listTags(arn('jobtemplate/standard'))).toMatchObject({ 'cost-centre': '4711', team: 'b' });
  });

  test('puts the old one back, tags and all, when the new one is refused', async () => {
    const before = [await port.describeJobTemplate('standard'), await port.listTags(arn('jobtemplate/standard'))];
    const refusing = failing('createJobTemplate', 'InvalidRequestException', ([request]) => {
      return (request as { description: string }).description === 'Other';
    });
    const { report } = await apply(await planAgainst(port, file(other, fromStandard), standard), refusing);
    expect(report.failed[0]?.error.message).toBe('AWS said no. (the template as it was has been put back)');
    expect(report.skipped).toMatchObject([{ name: 'fw-1' }]);
    expect([await port.describeJobTemplate('standard'), await port.listTags(arn('jobtemplate/standard'))]).toEqual(
      before,
    );
  });

  test('says so when the old one cannot be put back either, and the next run creates the new one', async () => {
    const refusing = failing('createJobTemplate', 'InternalFailureException');
    const { report } = await apply(await planAgainst(port, other, standard), refusing);
    expect(report.failed[0]?.error.message).toContain('could not be put back either: AWS said no.; apply again');
    expect(await port.describeJobTemplate('standard')).toBeUndefined();
    await apply(await planAgainst(port, other, standard), port);
    expect(await port.describeJobTemplate('standard')).toMatchObject({ description: 'Other' });
  });

  test('waits while AWS still holds the deleted name (JOB-TPL-15), and not for ever', async () => {
    const waited: number[] = [];
    const sleep = async (ms: number): Promise<void> => void waited.push(ms);
    let refusals = 2;
    const slow = failing('createJobTemplate', 'ConflictException', () => refusals-- > 0);
    const { report } = await apply(await planAgainst(port, other, standard), slow, { sleep });
    expect(report.failed).toEqual([]);
    expect(waited).toEqual([200, 500]);
    await apply(await planAgainst(port, standard, other), failing('createJobTemplate', 'ConflictException'), { sleep });
    expect(waited).toHaveLength(6);
  });

  test('leaves jobs that started from it as they are', async () => {
    await apply(await planAgainst(port, file(standard, fromStandard)), port);
    const before = await port.describeJob('fw-1');
    await apply(await planAgainst(port, file(other, fromStandard), file(standard, fromStandard)), port);
    expect(await port.describeJob('fw-1')).toEqual(before);
  });
});

describe('a running job', () => {
  const spec = { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'], tags: { team: 'a', stage: 'beta' } };
  const before = job('fw-1', spec);

  beforeEach(async () => {
    await apply(await planAgainst(port, before), port);
  });

  test('is changed in place: configuration, targets and tags', async () => {
    const after = job('fw-1', {
      ...spec,
      targets: ['thinggroup/eu', 'thinggroup/us'],
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      tags: { team: 'b' },
    });
    const plan = await planAgainst(port, after, before);
    expect(plan.changes[0]?.action).toBe('update');
    await apply(plan, port);
    expect(await port.describeJob('fw-1')).toMatchObject({
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      targets: [arn('thinggroup/eu'), arn('thinggroup/us')],
    });
    const tags = await port.listTags(arn('job/fw-1'));
    expect(tags).toMatchObject({ team: 'b' });
    expect(tags).not.toHaveProperty('stage');
    expect((await planAgainst(port, after, before)).changes[0]?.action).toBe('none');
  });

  test('that was changed by hand is drift, and is brought back only when that is asked for', async () => {
    await port.updateJob({ jobId: 'fw-1', description: 'By hand', timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
    const head = job('fw-1', { ...spec, description: 'Mine', timeoutConfig: { inProgressTimeoutInMinutes: 9 } });
    const left = await planAgainst(port, head, head);
    expect(left.changes[0]?.action).toBe('drift');
    expect((await apply(left, port)).events).toEqual([]);
    await apply(await planAgainst(port, head, head, { correctDrift: true }), port);
    expect(await port.describeJob('fw-1')).toMatchObject({
      description: 'Mine',
      timeoutConfig: { inProgressTimeoutInMinutes: 9 },
    });
  });

  test('whose manifest was removed is cancelled with prune, with a reason, and not without', async () => {
    await apply(await planAgainst(port, standard, file(standard, before)), port);
    expect(await port.describeJob('fw-1')).toMatchObject({ status: 'IN_PROGRESS' });
    await apply(await planAgainst(port, standard, file(standard, before), { prune: ['cancel'] }), port);
    expect(await port.describeJob('fw-1')).toMatchObject({
      status: 'CANCELED',
      reasonCode: 'MANIFEST_REMOVED',
      comment: 'The manifest rollouts/fleet.yaml was removed',
    });
  });

  test('that ends before its turn to be cancelled needs no cancel any more', async () => {
    const plan = await planAgainst(port, standard, file(standard, before), { prune: ['cancel'] });
    await port.cancelJob({ jobId: 'fw-1' });
    const { report } = await apply(plan, port);
    expect(report.failed).toEqual([]);
    expect(report.done.at(-1)).toMatchObject({ name: 'fw-1', note: 'had ended already (CANCELED)' });
  });

  test('that refuses its cancel while it runs is a failure', async () => {
    const plan = await planAgainst(port, standard, file(standard, before), { prune: ['cancel'] });
    const { report } = await apply(plan, failing('cancelJob', 'LimitExceededException'));
    expect(report.failed).toMatchObject([{ error: { code: 'LimitExceededException' } }]);
  });

  test('is not started again once it was deleted in AWS, but for its exact name', async () => {
    await account.client.send(new DeleteJobCommand({ jobId: 'fw-1', force: true }));
    account.emulator.clock.advance(60_000);
    expect(await port.describeJob('fw-1')).toBeUndefined();
    const settled = await planAgainst(port, before, before);
    expect(settled.changes[0]?.action).toBe('settled');
    expect((await apply(settled, port)).events).toEqual([]);
    await apply(await planAgainst(port, before, before, { recreate: ['fw-1'] }), port);
    expect(await port.describeJob('fw-1')).toMatchObject({ status: 'IN_PROGRESS' });
  });
});

test('a template whose manifest was removed is deleted with prune, and not without', async () => {
  const both = file(standard, template('other'));
  await apply(await planAgainst(port, both), port);
  await apply(await planAgainst(port, standard, both, { prune: ['cancel'] }), port);
  expect(await port.describeJobTemplate('other')).toBeDefined();
  await apply(await planAgainst(port, standard, both, { prune: ['delete'] }), port);
  expect(await port.describeJobTemplate('other')).toBeUndefined();
});

test('a template that differs and is somebody else’s stops its jobs, and nothing of it is touched', async () => {
  const foreign = { jobTemplateId: 'standard', description: 'x', document: '{"operation":"brick"}' };
  await account.client.send(new CreateJobTemplateCommand(foreign));
  const before = await port.describeJobTemplate('standard');
  const plan = await planAgainst(port, file(standard, fromStandard), '');
  expect(plan.changes.map(({ action }) => action)).toEqual(['conflict', 'conflict']);
  expect((await apply(plan, port)).events).toEqual([]);
  expect(await port.describeJobTemplate('standard')).toEqual(before);
  expect(await port.describeJob('fw-1')).toBeUndefined();
});
