/** Which differences between a job and its manifest count, and what AWS can follow. */
import { describe, expect, test } from 'vitest';
import { account, arn, change, type HeldOptions, held, region } from './support/in-memory.js';
import { job } from './support/manifests.js';

type Spec = Readonly<Record<string, unknown>>;

/** The change of an edited manifest whose job runs as the base said. */
function edited(before: Spec, after: Spec, options: HeldOptions = {}) {
  return change({ head: job('fw-1', after), base: job('fw-1', before), aws: held(job('fw-1', before), options) });
}

/** The change of an unedited manifest whose job looks otherwise in AWS. */
function answered(spec: Spec, options: HeldOptions) {
  const head = job('fw-1', spec);
  return change({ head, base: head, aws: held(head, { ...options, tags: { 'iot-rollouts:digest': 'older' } }) });
}

/** Retry criteria, each as `FAILURE_TYPE COUNT`. */
function retries(...criteria: readonly string[]): Spec {
  const criteriaList = criteria
    .map((it) => it.split(' '))
    .map(([failureType, count]) => ({ failureType, numberOfRetries: Number(count) }));
  return { jobExecutionsRetryConfig: { criteriaList } };
}

const roleArn = `arn:aws:iam::${account}:role/S3DownloadRole`;

describe('AWS’s habits are no difference', () => {
  test('unset configurations come back as {} (JOB-DSC-02: {} and absent are equal)', () => {
    const empty = { presignedUrlConfig: {}, jobExecutionsRolloutConfig: {}, timeoutConfig: {} };
    expect(answered({}, { job: empty }).action).toBe('none');
  });

  test('an expiry that is left out is 3600 seconds (JOB-PRE-01), and one that is written out is the same', () => {
    const short = { presignedUrlConfig: { roleArn } };
    const long = { presignedUrlConfig: { roleArn, expiresInSec: 3600 } };
    expect(answered(short, { job: long }).action).toBe('none');
    expect(answered(long, { job: short }).action).toBe('none');
    expect(answered(short, { job: { presignedUrlConfig: { roleArn, expiresInSec: 60 } } }).action).toBe('drift');
  });

  test('the target selection is SNAPSHOT when it is left out (JOB-CRE-10)', () => {
    expect(edited({}, { targetSelection: 'SNAPSHOT' }).action).toBe('none');
    expect(edited({ targetSelection: 'SNAPSHOT' }, {}).action).toBe('none');
  });

  test('an exponential rate without a maximum stops at 1000 a minute (JOB-ROL-02)', () => {
    const exponentialRate = {
      baseRatePerMinute: 50,
      incrementFactor: 2,
      rateIncreaseCriteria: { numberOfNotifiedThings: 1000 },
    };
    const spec = { jobExecutionsRolloutConfig: { exponentialRate } };
    const told = { jobExecutionsRolloutConfig: { exponentialRate, maximumPerMinute: 1000 } };
    expect(answered(spec, { job: told }).action).toBe('none');
  });

  test('the end behaviour is STOP_ROLLOUT when it is left out', () => {
    const schedulingConfig = { startTime: '2030-01-01T00:00', endTime: '2030-02-01T00:00' };
    const told = { schedulingConfig: { ...schedulingConfig, endBehavior: 'STOP_ROLLOUT' as const } };
    expect(answered({ schedulingConfig }, { job: told }).action).toBe('none');
  });

  test('members come in another order and integers as doubles (JOB-DSC-11)', () => {
    const criterion = {
      failureType: 'FAILED',
      action: 'CANCEL',
      thresholdPercentage: 10,
      minNumberOfExecutedThings: 5,
    };
    const told = JSON.parse(
      '{"criteriaList":[{"minNumberOfExecutedThings":5,"thresholdPercentage":10.0,"action":"CANCEL","failureType":"FAILED"}]}',
    );
    expect(answered({ abortConfig: { criteriaList: [criterion] } }, { job: { abortConfig: told } }).action).toBe(
      'none',
    );
  });

  test('targets come in another order', () => {
    const targets = [arn('thing/lab-2'), arn('thing/lab-1')];
    expect(answered({ targets: ['thing/lab-1', 'thing/lab-2'] }, { job: { targets } }).action).toBe('none');
  });

  test('a target that has left the registry is still a target of its job', () => {
    const head = job('fw-1', { targets: ['thing/lab-1'] });
    for (const status of ['IN_PROGRESS', 'COMPLETED'] as const) {
      const aws = held(head, { status });
      expect(change({ head, base: head, aws, missing: ['thing/lab-1'] }).action).toBe('none');
    }
  });

  test('a time is the same in any form', () => {
    const from = (startTime: string) => ({ schedulingConfig: { startTime } });
    expect(edited(from('2027-03-01T10:00'), from('2027-03-01T10:00Z')).action).toBe('none');
    expect(edited(from('2027-03-01 11:00+01:00'), from('2027-03-01T10:00')).action).toBe('none');
    expect(edited(from('2027-03-01T10:00'), from('2027-03-01T10:00+01:00'))).toMatchObject({
      action: 'conflict',
      edits: [{ before: '2027-03-01T10:00', after: '2027-03-01T10:00+01:00' }],
    });
  });

  test('package versions are a set, and retry criteria too', () => {
    const [a, b] = ['a', 'b'].map((name) => arn(`package/${name}/version/1`));
    expect(edited({ destinationPackageVersions: [a, b] }, { destinationPackageVersions: [b, a] }).action).toBe('none');
    expect(edited({ destinationPackageVersions: [a, b] }, { destinationPackageVersions: [b] }).action).toBe('conflict');
    expect(edited(retries('FAILED 2', 'TIMED_OUT 3'), retries('TIMED_OUT 3', 'FAILED 2')).action).toBe('none');
  });

  test('a short target and its full ARN are the same', () => {
    expect(edited({ targets: ['thing/lab-1'] }, { targets: [arn('thing/lab-1')] }).action).toBe('none');
  });
});

describe('a document is compared as JSON', () => {
  const document = '{"a":{"c":3,"d":2},"b":1}';

  test.each([
    ['white space', '{ "a": { "c": 3, "d": 2 },\n "b": 1 }'],
    ['the order of keys', '{"b":1,"a":{"d":2,"c":3}}'],
  ])('%s is no difference', (_, other) => {
    expect(edited({ document }, { document: other }).action).toBe('none');
  });

  test.each([
    ['a value', '{"a":{"c":3,"d":2},"b":2}'],
    ['an empty object more', '{"a":{"c":3,"d":2},"b":1,"force":{}}'],
    ['a null more', '{"a":{"c":3,"d":2},"b":1,"force":null}'],
    ['the order of a list', '{"a":{"c":3,"d":2},"b":[1]}'],
  ])('%s is one: devices can tell', (_, other) => {
    expect(edited({ document }, { document: other }).action).toBe('conflict');
  });

  test('a document from S3 is compared by its address', () => {
    const url = (key: string) => ({ documentSource: `https://s3.amazonaws.com/bucket/${key}` });
    expect(edited(url('a.json'), url('a.json')).action).toBe('none');
    expect(edited(url('a.json'), url('b.json')).action).toBe('conflict');
    expect(edited(url('a.json'), { document: {} }).action).toBe('conflict');
  });
});

describe('what UpdateJob can follow', () => {
  test.each<[string, Spec, Spec]>([
    ['description', { description: 'a' }, { description: 'b' }],
    ['presignedUrlConfig', { presignedUrlConfig: { roleArn } }, { presignedUrlConfig: { roleArn, expiresInSec: 60 } }],
    ['jobExecutionsRolloutConfig', {}, { jobExecutionsRolloutConfig: { maximumPerMinute: 7 } }],
    ['timeoutConfig', {}, { timeoutConfig: { inProgressTimeoutInMinutes: 7 } }],
    [
      'abortConfig',
      {},
      {
        abortConfig: {
          criteriaList: [
            { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 9 },
          ],
        },
      },
    ],
  ])('%s is sent whole, and nothing else', (member, before, after) => {
    const it = edited(before, after);
    expect(it.action === 'update' && it.update.job).toEqual({ [member]: after[member] });
    expect(it).not.toHaveProperty('update.tag');
    expect(it).not.toHaveProperty('update.addTargetArns');
  });

  test('retries can only be set to 0 (JOB-RTY-13)', () => {
    expect(edited(retries('FAILED 3'), retries('FAILED 0')).action).toBe('update');
    expect(edited(retries('FAILED 3'), retries('ALL 0')).action).toBe('update');
    expect(edited({}, retries('FAILED 0')).action).toBe('update');
    expect(edited(retries('FAILED 3'), retries('FAILED 2')).action).toBe('conflict');
    expect(edited(retries('FAILED 0'), retries('FAILED 1')).action).toBe('conflict');
    expect(edited(retries('FAILED 2', 'TIMED_OUT 3'), retries('FAILED 2', 'TIMED_OUT 1')).action).toBe('conflict');
    expect(edited({}, retries('FAILED 1')).action).toBe('conflict');
  });

  test('retries of one failure type are set to 0 on trial, and the plan says so', () => {
    for (const after of [retries('FAILED 2', 'TIMED_OUT 0'), retries('FAILED 2')]) {
      const it = edited(retries('FAILED 2', 'TIMED_OUT 3'), after);
      expect(it.action === 'update' && it.update.job).toEqual(after);
      expect(it.edits[0]?.note).toContain('Is tried');
    }
  });

  test.each<[string, Spec]>([
    ['description', { description: 'a' }],
    ['timeoutConfig', { timeoutConfig: { inProgressTimeoutInMinutes: 7 } }],
    ['jobExecutionsRolloutConfig', { jobExecutionsRolloutConfig: { maximumPerMinute: 7 } }],
    ['presignedUrlConfig', { presignedUrlConfig: { roleArn } }],
    [
      'jobExecutionsRetryConfig',
      { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 0 }] } },
    ],
  ])('%s cannot be taken away: AWS has no call for that', (member, before) => {
    const it = edited(before, {});
    expect(it.action).toBe('conflict');
    expect(it.edits[0]?.note).toContain(`cannot remove ${member}`);
  });

  test('a namespace cannot be added, changed or taken away: it only addresses the job of an update (JOB-NS-02)', () => {
    const [one, other] = [{ namespaceId: 'aws-gg-deployment' }, { namespaceId: 'other' }];
    for (const [before, after] of [
      [{}, one],
      [one, other],
      [one, {}],
    ] as const) {
      expect(edited(before, after)).toMatchObject({ action: 'conflict', edits: [{ pointer: '/spec/namespaceId' }] });
    }
    expect(edited(one, one).action).toBe('none');
  });

  test('a schedule, parameters of a managed template and the template itself cannot change', () => {
    const managed = (documentParameters: Spec) => ({ managedTemplate: 'AWS-Download-File', documentParameters });
    const parameters = { downloadUrl: 'https://example.com/a', filePath: '/tmp/a' };
    const scheduled = (endTime: string) => ({ schedulingConfig: { startTime: '2030-01-01T00:00', endTime } });
    expect(edited(scheduled('2030-02-01T00:00'), scheduled('2030-02-02T00:00')).action).toBe('conflict');
    expect(edited(managed(parameters), managed(parameters)).action).toBe('none');
    expect(edited(managed(parameters), managed({ ...parameters, filePath: '/tmp/b' })).action).toBe('conflict');
    expect(edited({ managedTemplate: 'AWS-Reboot' }, { managedTemplate: 'AWS-Reboot:1.0' }).action).toBe('none');
    expect(edited({ managedTemplate: 'AWS-Reboot' }, {}).action).toBe('conflict');
    expect(edited({}, { managedTemplate: 'AWS-Reboot' }).action).toBe('conflict');
    expect(
      edited(
        { managedTemplate: 'AWS-Reboot' },
        { managedTemplate: 'AWS-Download-File', documentParameters: parameters },
      ).action,
    ).toBe('conflict');
    expect(region).toBe('eu-west-1');
  });
});

describe('targets', () => {
  const few = { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'] };
  const more = { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu', 'thinggroup/us'] };

  test('a thing group is added to a CONTINUOUS job that is IN_PROGRESS (JOB-ASC-01)', () => {
    expect(edited(few, more)).toMatchObject({
      action: 'update',
      edits: [{ pointer: '/spec/targets/1', after: 'thinggroup/us', effect: 'in-place' }],
      update: { addTargetArns: [arn('thinggroup/us')] },
    });
  });

  test.each<[string, Spec, Spec, HeldOptions]>([
    ['a SCHEDULED job', few, more, { status: 'SCHEDULED' }],
    ['a SNAPSHOT job', { targets: ['thinggroup/eu'] }, { targets: ['thinggroup/eu', 'thinggroup/us'] }, {}],
    ['a CONTINUOUS job, when it is a thing', few, { ...few, targets: ['thinggroup/eu', 'thing/lab-1'] }, {}],
  ])('nothing can be added to %s', (_, before, after, options) => {
    expect(edited(before, after, options).action).toBe('conflict');
  });

  test('none can be taken away (JOB-ASC-05)', () => {
    const it = edited(more, few);
    expect(it.action).toBe('conflict');
    expect(it.edits).toMatchObject([{ pointer: '/spec/targets', before: arn('thinggroup/us') }]);
  });

  test('a thing and a group of one name are two targets', () => {
    expect(edited({ targets: ['thing/eu'] }, { targets: ['thinggroup/eu'] }).action).toBe('conflict');
  });
});

describe('tags converge, and only those of the manifest', () => {
  test('a new one is set, a changed one is set again', () => {
    const it = edited({ tags: { team: 'a' } }, { tags: { team: 'b', stage: 'beta' } });
    expect(it.action === 'update' && it.update.tag).toEqual([
      { Key: 'stage', Value: 'beta' },
      { Key: 'team', Value: 'b' },
    ]);
    expect(it).not.toHaveProperty('update.job');
  });

  test('one that the manifest dropped since the base is taken away', () => {
    const it = edited({ tags: { team: 'a', stage: 'beta' } }, { tags: { team: 'a' } });
    expect(it.action === 'update' && it.update.untag).toEqual(['stage']);
  });

  test('one that somebody else put on is left alone', () => {
    const aws = { tags: { 'cost-centre': '4711' } };
    expect(edited({}, {}, aws).action).toBe('none');
    const it = edited({ tags: { team: 'a' } }, {}, aws);
    expect(it.action === 'update' && it.update.untag).toEqual(['team']);
  });

  test('one that was changed in AWS is drift', () => {
    expect(answered({ tags: { team: 'a' } }, {}).action).toBe('none');
    const spec = job('fw-1', { tags: { team: 'a' } });
    expect(change({ head: spec, base: spec, aws: held(spec, { tags: { team: 'z' } }) }).action).toBe('drift');
  });

  test('names that every object has are names like others', () => {
    const tags = { constructor: 'a', toString: 'b' };
    const it = edited({}, { tags });
    expect(it.action === 'update' && it.update.tag).toHaveLength(2);
    expect(it.edits.every((edit) => edit.before === undefined)).toBe(true);
    expect(edited({ tags }, {}, { tags: {} }).action).toBe('update');
  });

  test('the pointer of an edit escapes the key', () => {
    expect(edited({}, { tags: { 'a/b': 'c' } }).edits).toMatchObject([{ pointer: '/spec/tags/a~1b' }]);
  });
});
