/** The policies: they allow every call that plan and apply make, and no action that they do not make. */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeOfManifests } from '../src/iam-policy/arns.js';
import { operationPermissions } from '../src/iam-policy/operations.js';
import { type IamPolicy, iamPolicy, policyCharactersMax, policyLength } from '../src/iam-policy/policy.js';
import { githubTrustPolicy } from '../src/iam-policy/trust-policy.js';
import { type Account, apply, intercepted, type Method, openAccount, planAgainst } from './support/account.js';
import { account as accountId, arn, region, source } from './support/in-memory.js';
import { file, job, manifestsOf, template } from './support/manifests.js';

const place = { region, account: accountId };
const role = 'arn:aws:iam::123456789012:role/firmware-reader';

/** What each call of the port asks for: its operation, and the ARNs that it touches. */
const asked: Readonly<Record<Method, (args: readonly never[]) => readonly [string, readonly string[]]>> = {
  listJobs: () => ['ListJobs', ['*']],
  listJobTemplates: () => ['ListJobTemplates', ['*']],
  describeJob: ([name]) => ['DescribeJob', [arn(`job/${name}`)]],
  getJobDocument: ([name]) => ['GetJobDocument', [arn(`job/${name}`)]],
  createJob: ([request]: readonly { jobId: string; targets: string[]; jobTemplateArn?: string }[]) => [
    'CreateJob',
    [
      arn(`job/${request?.jobId}`),
      ...(request?.targets ?? []),
      ...(request?.jobTemplateArn ? [request.jobTemplateArn] : []),
    ],
  ],
  updateJob: ([request]: readonly { jobId: string }[]) => ['UpdateJob', [arn(`job/${request?.jobId}`)]],
  cancelJob: ([request]: readonly { jobId: string }[]) => ['CancelJob', [arn(`job/${request?.jobId}`)]],
  associateTargets: ([name, targets]: readonly (string | readonly string[])[]) => [
    'AssociateTargetsWithJob',
    [arn(`job/${name as string}`), ...(targets as readonly string[])],
  ],
  describeJobTemplate: ([name]) => ['DescribeJobTemplate', [arn(`jobtemplate/${name}`)]],
  createJobTemplate: ([request]: readonly { jobTemplateId: string; jobArn?: string }[]) => [
    'CreateJobTemplate',
    [arn(`jobtemplate/${request?.jobTemplateId}`), ...(request?.jobArn ? [request.jobArn] : [])],
  ],
  deleteJobTemplate: ([name]) => ['DeleteJobTemplate', [arn(`jobtemplate/${name}`)]],
  describeManagedJobTemplate: (args) => managedTemplateAsked(args),
  // Asked of S3; the statement Documents allows it, and nothing depends on the answer.
  hasObject: () => ['DescribeJob', []],
  listExecutions: ([name]) => ['ListJobExecutionsForJob', [arn(`job/${name}`)]],
  listTags: ([resource = '']) => ['ListTagsForResource', [resource]],
  tag: ([resource = '']) => ['TagResource', [resource]],
  untag: ([resource = '']) => ['UntagResource', [resource]],
  thingArn: ([name]) => ['DescribeThing', [arn(`thing/${name}`)]],
  thingGroupArn: ([name]) => ['DescribeThingGroup', [arn(`thinggroup/${name}`)]],
  countThings: ([name]) => ['ListThingsInThingGroup', [arn(`thinggroup/${name}`)]],
};

function managedTemplateAsked([name, version]: readonly string[]): readonly [string, readonly string[]] {
  return ['DescribeManagedJobTemplate', [`arn:aws:iot:${region}::jobtemplate/${name}:${version}`]];
}

/** Whether the policy allows the action on the ARN, conditions left aside. */
function allows({ Statement }: IamPolicy, action: string, resource: string): boolean {
  return Statement.some(
    ({ Action, Resource }) =>
      Action.includes(action) && [Resource].flat().some((pattern) => matches(pattern, resource)),
  );
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function policyFor(files: string, readOnly = false): IamPolicy {
  return iamPolicy({ manifests: manifestsOf(files), place, source, readOnly }).policy;
}

test('every operation that the port calls is in the table, and no other', () => {
  const text = readFileSync(new URL('../src/aws/sdk-port.ts', import.meta.url), 'utf8');
  const called = [...text.matchAll(/this\.call\(\s*'(\w+)'/g)].map((match) => match[1]);
  expect(Object.keys(operationPermissions).sort()).toEqual([...new Set(called)].sort());
});

describe('what plan and apply really ask', () => {
  const before = file(
    template('ota', { tags: { team: 'a' } }),
    template('old', {}),
    job('from-template', { template: 'ota', targets: ['thinggroup/eu'] }),
    job('grows', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'] }),
    job('edited', { description: 'One', tags: { team: 'a', stage: 'b' } }),
    job('gone', { targets: ['thing/lab-2'] }),
    ...Array.from({ length: 8 }, (_, index) => job(`more-${index}`)),
    ...Array.from({ length: 8 }, (_, index) => template(`more-${index}`)),
  );
  const after = file(
    template('ota', { description: 'Other', tags: { team: 'b' } }),
    job('from-template', { template: 'ota', targets: ['thinggroup/eu'] }),
    job('grows', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu', 'thinggroup/us'] }),
    job('edited', { description: 'Two', tags: { team: 'b' } }),
    job('new', { targets: ['thing/lab-1', 'thinggroup/us'], managedTemplate: 'AWS-Reboot' }),
    ...Array.from({ length: 8 }, (_, index) => job(`more-${index}`)),
    ...Array.from({ length: 8 }, (_, index) => template(`more-${index}`)),
  );
  let account: Account;
  const requests: { readonly action: string; readonly resources: readonly string[]; readonly planning: boolean }[] = [];

  beforeAll(async () => {
    account = await openAccount();
    let planning = true;
    const port = intercepted(account.port, (method, call, args) => {
      const [operation, resources] = asked[method](args as never[]);
      requests.push({ action: `iot:${operation}`, resources, planning });
      return call();
    });
    for (const [head, base, options] of [
      [before, undefined, {}],
      [after, before, { prune: ['cancel', 'delete'] }],
      [after.replace('"Other"', '"Third"').replace('"Two"', '"Three"'), after, {}],
    ] as const) {
      planning = true;
      const plan = await planAgainst(port, head, base, options);
      planning = false;
      const { report } = await apply(plan, port);
      expect([report.failed, report.skipped]).toEqual([[], []]);
    }
    // What `status` asks of a job that tries devices again.
    planning = true;
    await port.listExecutions('edited', 250);
  });
  afterAll(() => account.close());

  test('is allowed', () => {
    // What was removed is still asked about, and pruned: the policy is for both states.
    const policy = iamPolicy({
      manifests: [...manifestsOf(after), ...manifestsOf(before)],
      place,
      source,
      readOnly: false,
    });
    const refused = requests.flatMap(({ action, resources }) =>
      resources
        .filter((resource) => !allows(policy.policy, action, resource))
        .map((resource) => `${action} ${resource}`),
    );
    expect(refused).toEqual([]);
    const actions = new Set(policy.policy.Statement.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([...new Set(requests.map(({ action }) => action))].sort());
  });

  test('is allowed for planning by the policy that writes nothing', () => {
    const { policy } = iamPolicy({
      manifests: [...manifestsOf(after), ...manifestsOf(before)],
      place,
      source,
      readOnly: true,
    });
    const planned = requests.filter(({ planning }) => planning);
    const refused = planned.filter(({ action, resources }) => resources.some((it) => !allows(policy, action, it)));
    expect(refused).toEqual([]);
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^iot:(List|Describe|Get)/.test(action))).toEqual([]);
  });
});

/** Every kind of statement. */
const everyStatement = file(
  template('ota', {
    presignedUrlConfig: { roleArn: role },
    destinationPackageVersions: [arn('package/base/version/$null')],
  }),
  template('copied', { jobArn: arn('job/made-by-hand') }),
  job('from-template', { template: 'ota', targets: ['thinggroup/eu'] }),
  job('reboot', { managedTemplate: 'AWS-Reboot' }),
  job('in-s3', { documentSource: 'https://acme-firmware.s3.eu-west-1.amazonaws.com/jobs/ota%20%2A1.json' }),
  job('grows', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/us'] }),
  job('by-arn', { jobTemplateArn: arn('jobtemplate/made-by-hand') }),
  job('packaged', {
    destinationPackageVersions: [arn('package/thermostat/version/2.4.1'), arn('package/base/version/$default')],
  }),
);

describe('the policy', () => {
  test('of every kind of manifest is this', () => {
    const text = [false, true].map((readOnly) => `${JSON.stringify(policyFor(everyStatement, readOnly), null, 2)}\n`);
    const golden = new URL('golden/iam-policy.txt', import.meta.url);
    if (process.env.UPDATE === '1') writeFileSync(golden, text.join('\n'));
    expect(text.join('\n')).toBe(readFileSync(golden, 'utf8'));
  });

  test('names nothing that no manifest speaks of', () => {
    const policy = policyFor(job('fw-1', { targets: ['thing/lab-1'] }));
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['Lists', 'Jobs', 'Things', 'OurJobs']);
    expect(policyFor(template('ota'), true).Statement.flatMap(({ Action }) => Action)).toEqual([
      'iot:ListJobTemplates',
      'iot:DescribeJobTemplate',
      'iot:ListTagsForResource',
    ]);
  });

  test('says so when region and account are not known', () => {
    const unknown = { region: undefined, account: undefined };
    const { policy, notes } = iamPolicy({
      manifests: manifestsOf(job('fw-1')),
      place: unknown,
      source,
      readOnly: false,
    });
    expect(policy.Statement[1]?.Resource).toEqual(['arn:aws:iot:*:*:job/fw-1']);
    expect(policy.Statement[0]?.Condition).toBeUndefined();
    expect(notes.join('\n')).toMatch(/--region.*\n.*--account/s);
  });

  test('learns region and account from the ARNs of targets that agree', () => {
    const here = job('a', { targets: [arn('thing/lab-1')] });
    expect(placeOfManifests(manifestsOf(here))).toEqual(place);
    const there = job('b', { targets: ['arn:aws:iot:us-east-1:123456789012:thing/x'] });
    expect(placeOfManifests(manifestsOf(file(here, there)))).toEqual({ region: undefined, account: accountId });
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:iot:cn-north-1:123456789012:job/fw-1'],
    ['us-gov-west-1', 'arn:aws-us-gov:iot:us-gov-west-1:123456789012:job/fw-1'],
  ])('is of the partition of %s', (there, expected) => {
    const request = { manifests: manifestsOf(job('fw-1')), place: { region: there, account: accountId } };
    expect(iamPolicy({ ...request, source, readOnly: true }).policy.Statement[1]?.Resource).toEqual([expected]);
  });

  test('of many manifests is folded into what IAM takes, allows all of them still, and says what was folded', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,9}(-[a-z0-9]{1,6}){0,4}$/), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(names, (jobs) => {
        const manifests = manifestsOf(file(...jobs.map((name) => job(name, { targets: [`thing/${name}`] }))));
        const { policy, notes } = iamPolicy({ manifests, place, source, readOnly: false });
        expect(policyLength(policy)).toBeLessThanOrEqual(policyCharactersMax);
        const refused = jobs.filter((name) => !allows(policy, 'iot:CreateJob', arn(`job/${name}`)));
        expect(refused).toEqual([]);
        const isExact = !JSON.stringify(policy).includes('*"]') && !/\/[^"]*\*"/.test(JSON.stringify(policy));
        expect(notes.length === 0).toBe(isExact);
      }),
      { numRuns: 30 },
    );
  });

  test('keeps the common words of names when it is folded', () => {
    const manifests = manifestsOf(file(...Array.from({ length: 200 }, (_, index) => job(`thermostat-2-4-${index}`))));
    const { policy, notes } = iamPolicy({ manifests, place, source, readOnly: false });
    expect(policy.Statement.find(({ Sid }) => Sid === 'Jobs')?.Resource).toEqual([arn('job/thermostat-2-4-*')]);
    expect(notes).toEqual([
      expect.stringMatching(/^IAM takes 6144 characters, and the exact policy has \d+\..* Jobs 200 → 1\.$/),
    ]);
  });
});

describe('the trust policy', () => {
  const base = { repository: 'acme/firmware', account: accountId, region, pullRequests: false };
  const subjects = (trust: Partial<Parameters<typeof githubTrustPolicy>[0]>) =>
    githubTrustPolicy({ ...base, ...trust }).Statement[0].Condition.StringEquals[
      'token.actions.githubusercontent.com:sub'
    ];

  test('trusts the provider’s tokens for AWS with exactly these subjects', () => {
    expect(githubTrustPolicy({ ...base, environment: 'production' })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:acme/firmware:environment:production',
            },
          },
        },
      ],
    });
  });

  test('knows both forms of subjects', () => {
    const ids = { owner: '123456', repository: '456789' };
    expect(subjects({ environment: 'production', ids })).toBe(
      'repo:acme@123456/firmware@456789:environment:production',
    );
    expect(subjects({ branch: 'main', ids })).toBe('repo:acme@123456/firmware@456789:ref:refs/heads/main');
    expect(subjects({ branch: 'main', pullRequests: true })).toEqual([
      'repo:acme/firmware:ref:refs/heads/main',
      'repo:acme/firmware:pull_request',
    ]);
  });

  test('takes a name for no more than a name', () => {
    expect(subjects({ environment: 'a:ref:refs/heads/main' })).toBe(
      'repo:acme/firmware:environment:a%3Aref%3Arefs/heads/main',
    );
    const variable = `$${'{aws:username}'}`;
    expect(subjects({ branch: variable })).toBe(`repo:acme/firmware:ref:refs/heads/$${'{$}{aws:username}'}`);
  });
});
