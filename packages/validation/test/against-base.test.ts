import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { againstBase, checkManifests, identitiesOf, parseFile } from '../src/index.js';
import { loadManifests, reportAgainstBase, type SourceTree } from '../src/node.js';

/** The manifests of a text, and what it speaks of. */
function commit(text: string, file = 'rollouts/a.yaml') {
  const parsed = parseFile(file, text);
  const { value: manifests = [], diagnostics } = checkManifests([parsed], new Map());
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { manifests, identities: identitiesOf([parsed]) };
}

const found = (base: string, head: string) =>
  againstBase(commit(head), commit(base)).map(({ rule, pointer }) => `${rule} ${pointer ?? ''}`.trim());

/** A job; `spec` are further lines, of which a member named again replaces the first. */
function job(name: string, spec: Readonly<Record<string, string>> = {}): string {
  const members = { targets: '[thinggroup/all]', document: '{ action: install }', ...spec };
  const lines = Object.entries(members).flatMap(([key, value]) => (value === '' ? [] : [`  ${key}: ${value}\n`]));
  return `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: ${name} }\nspec:\n${lines.join('')}---\n`;
}

function template(name: string, spec: Readonly<Record<string, string>> = {}): string {
  return job(name, { targets: '', description: 'Standard', ...spec }).replace('kind: Job', 'kind: JobTemplate');
}

/** Retry criteria, each as `FAILURE_TYPE COUNT`. */
function retries(...criteria: readonly string[]): string {
  const list = criteria
    .map((it) => it.split(' '))
    .map(([type, count]) => `{ failureType: ${type}, numberOfRetries: ${count} }`);
  return `{ criteriaList: [${list.join(', ')}] }`;
}

const packageVersion = (name: string) => `"arn:aws:iot:eu-west-1:123456789012:package/${name}/version/1"`;

const immutable = (member: string) => [`base/immutable-field /spec/${member}`];

describe('a job that stood at the base', () => {
  it.each([
    ['nothing', {}, {}],
    [
      'its description, timeout, rate, abort criteria, URL expiry',
      { description: 'a', timeoutConfig: '{ inProgressTimeoutInMinutes: 5 }' },
      {
        description: 'b',
        timeoutConfig: '{ inProgressTimeoutInMinutes: 50 }',
        jobExecutionsRolloutConfig: '{ maximumPerMinute: 9 }',
      },
    ],
    ['its tags', { tags: '{ a: b }' }, { tags: '[{ Key: c, Value: d }]' }],
    ['the order of targets', { targets: '[thing/a, thing/b]' }, { targets: '[thing/b, thing/a]' }],
    ['the form of a target', { targets: '[thing/a]' }, { targets: '["arn:aws:iot:eu-west-1:123456789012:thing/a"]' }],
    ['the form of its document', { document: '{ b: 1, a: 2 }' }, { document: `'{"a": 2,\n    "b": 1}'` }],
    ['a default written out', {}, { targetSelection: 'SNAPSHOT' }],
    [
      'its retries, to none',
      { jobExecutionsRetryConfig: '{ criteriaList: [{ failureType: FAILED, numberOfRetries: 3 }] }' },
      { jobExecutionsRetryConfig: '{ criteriaList: [{ failureType: FAILED, numberOfRetries: 0 }] }' },
    ],
    [
      'the order of its retry criteria',
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 3') },
      { jobExecutionsRetryConfig: retries('TIMED_OUT 3', 'FAILED 2') },
    ],
    [
      'its retries of one failure type, to none: nothing says that AWS refuses that',
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 3') },
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 0') },
    ],
    [
      'its retries to those of one failure type',
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 3') },
      { jobExecutionsRetryConfig: retries('FAILED 2') },
    ],
    [
      'the form of a time',
      { schedulingConfig: '{ startTime: "2027-03-01T10:00", endTime: "2027-04-01T10:00" }' },
      { schedulingConfig: '{ startTime: "2027-03-01T10:00Z", endTime: "2027-04-01 12:00+02:00" }' },
    ],
    [
      'the order of package versions, which are a set',
      { destinationPackageVersions: `[${packageVersion('a')}, ${packageVersion('b')}]` },
      { destinationPackageVersions: `[${packageVersion('b')}, ${packageVersion('a')}]` },
    ],
    [
      'a group more, when it is CONTINUOUS',
      { targetSelection: 'CONTINUOUS' },
      { targetSelection: 'CONTINUOUS', targets: '[thinggroup/all, thinggroup/lab]' },
    ],
  ])('may change %s', (_, before, after) => {
    expect(found(job('a', before), job('a', after))).toEqual([]);
  });

  it.each([
    ['document', {}, { document: '{ action: remove }' }],
    ['documentSource', {}, { document: '', documentSource: 'https://s3.amazonaws.com/bucket/key' }],
    ['targetSelection', {}, { targetSelection: 'CONTINUOUS' }],
    ['schedulingConfig', {}, { schedulingConfig: '{ startTime: 2027-03-01T06:00 }' }],
    ['targets', { targets: '[thing/a, thing/b]' }, { targets: '[thing/a]' }],
    ['targets/1', { targets: '[thing/a]' }, { targets: '[thing/a, thing/b]' }],
    [
      'targets/1',
      { targetSelection: 'CONTINUOUS' },
      { targetSelection: 'CONTINUOUS', targets: '[thinggroup/all, thing/b]' },
    ],
    ['timeoutConfig', { timeoutConfig: '{ inProgressTimeoutInMinutes: 5 }' }, {}],
    ['timeoutConfig', { timeoutConfig: '{ inProgressTimeoutInMinutes: 5 }' }, { timeoutConfig: '{}' }],
    [
      'jobExecutionsRetryConfig',
      {},
      { jobExecutionsRetryConfig: '{ criteriaList: [{ failureType: FAILED, numberOfRetries: 3 }] }' },
    ],
    [
      'jobExecutionsRetryConfig',
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 3') },
      { jobExecutionsRetryConfig: retries('FAILED 2', 'TIMED_OUT 1') },
    ],
    [
      'jobExecutionsRetryConfig',
      { jobExecutionsRetryConfig: retries('FAILED 2') },
      { jobExecutionsRetryConfig: retries('ALL 2') },
    ],
    [
      'schedulingConfig',
      { schedulingConfig: '{ startTime: "2027-03-01T10:00" }' },
      { schedulingConfig: '{ startTime: "2027-03-01T10:00+01:00" }' },
    ],
    ['namespaceId', {}, { namespaceId: 'aws-gg-deployment' }],
    ['namespaceId', { namespaceId: 'aws-gg-deployment' }, { namespaceId: 'other' }],
    ['namespaceId', { namespaceId: 'aws-gg-deployment' }, {}],
    ['template', { template: 'one', document: '' }, { template: 'two', document: '' }],
    [
      'managedTemplate',
      { managedTemplate: 'AWS-Reboot', document: '' },
      { managedTemplate: 'AWS-Reboot:2.0', document: '' },
    ],
  ])('cannot change its %s', (member, before, after) => {
    const templates = template('one') + template('two', { document: '{ action: other }' });
    expect(found(templates + job('a', before), templates + job('a', after))).toEqual(immutable(member));
  });

  it('may say itself what its template said when it was created', () => {
    const from = (rate: string) =>
      template('one', {
        jobExecutionsRolloutConfig: `{ maximumPerMinute: ${rate} }`,
        destinationPackageVersions: '["arn:aws:iot:eu-west-1:123456789012:package/a/version/1"]',
      });
    const before = job('a', { template: 'one', document: '' });
    const after = job('a', {
      template: 'one',
      document: '',
      destinationPackageVersions: '["arn:aws:iot:eu-west-1:123456789012:package/a/version/1"]',
    });
    expect(found(from('9') + before, from('9') + after)).toEqual([]);
    expect(found(from('9') + before, from('9') + after.replace('version/1', 'version/2'))).toEqual(
      immutable('destinationPackageVersions'),
    );
  });

  describe('that drops what it said over its template', () => {
    const minutes = (count: string) => ({ timeoutConfig: `{ inProgressTimeoutInMinutes: ${count} }` });
    const from = (spec = {}) => job('a', { template: 'one', document: '', ...spec });
    const own = from(minutes('6'));

    it('is brought to what the template says, where the template says something', () => {
      const five = template('one', minutes('5'));
      expect(found(five + own, five + from())).toEqual([]);
      expect(found(five + own, template('one', minutes('7')) + from())).toEqual([]);
    });

    it('has an error where the template says nothing: UpdateJob can only replace', () => {
      expect(found(template('one') + own, template('one') + from())).toEqual(immutable('timeoutConfig'));
      const six = template('one', minutes('6'));
      expect(found(six + own, template('one') + from())).toEqual(immutable('timeoutConfig'));
    });

    it('has an error where AWS does not follow to what the template says', () => {
      const version = (name: string) => ({ destinationPackageVersions: `[${packageVersion(name)}]` });
      const standard = template('one', { ...version('a'), jobExecutionsRetryConfig: retries('FAILED 2') });
      expect(found(standard + from(version('b')), standard + from())).toEqual(immutable('destinationPackageVersions'));
      const often = from({ jobExecutionsRetryConfig: retries('FAILED 3') });
      expect(found(standard + often, standard + from())).toEqual(immutable('jobExecutionsRetryConfig'));
    });

    it.each([
      ['another repository', '', 'jobTemplateArn', 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/other'],
      [
        'a template that was made from a job',
        template('one', { jobArn: 'arn:aws:iot:eu-west-1:123456789012:job/first', document: '' }),
        'template',
        'one',
      ],
    ])('is asked to say what the template of %s gives, which no file here tells', (_, templates, member, name) => {
      const start = (spec = {}) => templates + job('a', { [member]: name, document: '', ...spec });
      const [{ message, help } = { message: '', help: '' }] = againstBase(commit(start()), commit(start(minutes('6'))));
      expect(message).toBe(
        'timeoutConfig does not go back to the template by itself: UpdateJob can only replace it, and a stood at the base',
      );
      expect(help).toBe('Write the timeoutConfig that the template gives, or leave the one that was there.');
    });
  });

  it('has an error that says why and what to do', () => {
    const [{ message, help } = { message: '', help: '' }] = againstBase(
      commit(job('a', { targetSelection: 'CONTINUOUS' })),
      commit(job('a')),
    );
    expect(message).toBe('targetSelection cannot change: UpdateJob does not take it, and a stood at the base');
    expect(help).toBe('Leave a as it was, and write what you want as a new Job under a new name.');
  });
});

describe('a thing group that a CONTINUOUS job is given later', () => {
  const present = Date.UTC(2027, 2, 1, 10);
  const said = (schedule: string, targets = '[thinggroup/all, thinggroup/lab]', more = {}) => {
    const spec = { targetSelection: 'CONTINUOUS', ...(schedule && { schedulingConfig: `{ ${schedule} }` }) };
    const head = commit(job('a', { ...spec, targets, ...more }));
    return againstBase(head, commit(job('a', spec)), new Set(), present).map(({ rule, message }) => [rule, message]);
  };

  it('cannot be added before the start, when the job is SCHEDULED (JOB-ASC-06)', () => {
    expect(said('startTime: "2027-03-01T10:01"')).toEqual([
      [
        'base/untimely-group',
        'thinggroup/lab cannot be added yet: a starts at 2027-03-01T10:01, and AWS adds groups only to a job that is IN_PROGRESS',
      ],
    ]);
    expect(said('startTime: "2027-03-01T10:00"')).toEqual([]);
  });

  it('gets nothing after the end', () => {
    expect(said('startTime: "2027-02-01T10:00", endTime: "2027-03-01T10:00"')).toEqual([
      ['base/untimely-group', 'thinggroup/lab would get nothing: a ended at 2027-03-01T10:00'],
    ]);
    expect(said('startTime: "2027-02-01T10:00", endTime: "2027-03-01T10:01"')).toEqual([]);
  });

  it('is named once for all of them, and not where nobody can tell, or nobody wants it', () => {
    const [[, message] = []] = said('startTime: "2027-04-01T10:00"', '[thinggroup/all, thinggroup/b, thinggroup/c]');
    expect(message).toContain('thinggroup/b and 1 more cannot be added yet');
    expect(said('')).toEqual([]);
    expect(said('startTime: "2027-04-01T10:00"', '[thinggroup/all]')).toEqual([]);
    expect(said('startTime: "2027-04-01T10:00"', undefined, { cancel: '{}' })).toEqual([]);
    expect(said('startTime: "2027-04-01T10:00"', '[thinggroup/all, thing/b]').map(([rule]) => rule)).toEqual([
      'base/immutable-field',
    ]);
  });
});

describe('what is gone since the base', () => {
  it('is a rename where a new job has its content, and a removal elsewhere', () => {
    expect(found(job('a'), job('b'))).toEqual(['base/renamed-job /metadata/name']);
    expect(found(job('a'), job('b', { description: 'x', tags: '{ a: b }' }))).toEqual([
      'base/renamed-job /metadata/name',
    ]);
    expect(found(job('a'), job('b', { targets: '[thing/z]' }))).toEqual(['base/removed-job']);
    expect(found(job('a'), job('a') + job('b'))).toEqual([]);
    expect(found(job('a') + job('b'), job('c') + job('d'))).toEqual([
      'base/renamed-job /metadata/name',
      'base/renamed-job /metadata/name',
    ]);
  });

  it('is none where another file speaks of it', () => {
    const head = { ...commit(template('t')), identities: [{ kind: 'Job', name: 'a' } as const] };
    expect(againstBase(head, commit(job('a')))).toEqual([]);
  });

  it('is one mistake where a template is renamed, not one for each of its jobs', () => {
    const uses = (name: string) =>
      job('a', { template: name, document: '' }) + job('b', { template: name, document: '' });
    expect(found(template('one') + uses('one'), template('two') + uses('two'))).toEqual([
      'base/renamed-template /metadata/name',
    ]);
    expect(found(template('one'), template('two'))).toEqual([]);
  });
});

describe('a template that changes', () => {
  const rate = (perMinute: number) =>
    template('one', { jobExecutionsRolloutConfig: `{ maximumPerMinute: ${perMinute} }` });
  const snapshot = job('a', { template: 'one', document: '' });
  const continuous = job('b', { template: 'one', document: '', targetSelection: 'CONTINUOUS' });
  const at = '/spec/jobExecutionsRolloutConfig';

  it('is an error where a job goes on without end, and a warning where jobs have a copy', () => {
    expect(found(rate(9) + snapshot, rate(10) + snapshot)).toEqual([`base/template-started-job ${at}`]);
    expect(found(rate(9) + snapshot + continuous, rate(10) + snapshot + continuous)).toEqual([
      `base/template-running-job ${at}`,
    ]);
    const ending = continuous.replace(
      '---',
      '  schedulingConfig: { endTime: 2027-03-01T06:00, endBehavior: CANCEL }\n---',
    );
    expect(found(rate(9) + ending, rate(10) + ending)).toEqual([`base/template-started-job ${at}`]);
  });

  it('is at most a warning where only its description changes, which jobs without one of their own have copied', () => {
    const other = rate(9).replace('Standard', 'Other');
    const warned = ['base/template-started-job /spec/description'];
    expect(found(rate(9) + snapshot, other + snapshot)).toEqual(warned);
    expect(found(rate(9) + continuous, other + continuous)).toEqual(warned);
    const described = snapshot.replace('---', '  description: Mine\n---');
    expect(found(rate(9) + described, other + described)).toEqual([]);
  });

  it('concerns nobody where no job takes the member over, or only its tags change', () => {
    const own = snapshot.replace('---', '  jobExecutionsRolloutConfig: { maximumPerMinute: 5 }\n---');
    expect(found(rate(9) + own, rate(10) + own)).toEqual([]);
    expect(found(rate(9), rate(10))).toEqual([]);
    expect(found(rate(9) + snapshot, rate(9).replace('---', '  tags: { a: b }\n---') + snapshot)).toEqual([]);
  });

  it('does not concern a job that its manifest cancels, or that said otherwise until now', () => {
    const cancelled = continuous.replace('---', '  cancel: {}\n---');
    expect(found(rate(9) + continuous, rate(10) + cancelled)).toEqual([]);
    expect(found(rate(9) + cancelled, rate(10) + cancelled)).toEqual([]);
    const own = continuous.replace('---', '  jobExecutionsRolloutConfig: { maximumPerMinute: 5 }\n---');
    expect(found(rate(9) + own, rate(10) + continuous)).toEqual([]);
  });

  it('is reported where it is made from another job, for its jobs copied the first one', () => {
    const from = (name: string) =>
      template('one', { jobArn: `arn:aws:iot:eu-west-1:123456789012:job/${name}`, document: '' });
    expect(found(from('x') + continuous, from('y') + continuous)).toEqual(['base/template-running-job /spec/jobArn']);
    expect(found(from('x') + snapshot, from('y') + snapshot)).toEqual(['base/template-started-job /spec/jobArn']);
    expect(found(from('x') + continuous, from('x') + continuous)).toEqual([]);
  });

  it('is none where the same is said in other words', () => {
    const order = (...criteria: readonly string[]) =>
      template('one', {
        jobExecutionsRetryConfig: retries(...criteria),
        timeoutConfig: '{ inProgressTimeoutInMinutes: 5 }',
      });
    expect(found(order('FAILED 2', 'TIMED_OUT 3') + continuous, order('TIMED_OUT 3', 'FAILED 2') + continuous)).toEqual(
      [],
    );
  });

  it('does not concern jobs that are new', () => {
    expect(found(rate(9), rate(10) + snapshot)).toEqual([]);
  });
});

describe('a comment that silences a rule about the base', () => {
  const tree = (text: string): SourceTree => ({
    find: async () => ['a.yaml'],
    list: async () => [],
    trail: async (path) => [path],
    read: async (path) => (path === 'a.yaml' ? { text } : { problem: 'missing' }),
  });
  const rulesAgainst = async (base: string, head: string) => {
    const [now, then] = [await loadManifests(tree(head), ['a.yaml']), await loadManifests(tree(base), ['a.yaml'])];
    expect(now.report.diagnostics).toEqual([]);
    return reportAgainstBase(now, then, []).diagnostics.map(({ rule }) => rule);
  };
  const comment = '  # iot-rollouts-disable-next-line base/immutable-field the lab starts anew\n';
  const edited = job('a', { targets: '[thing/b]' });

  it('is reported as unused where the comparison finds nothing there', async () => {
    const silenced = edited.replace('  targets:', `${comment}  targets:`);
    expect(await rulesAgainst(job('a'), edited)).toEqual(['base/immutable-field', 'base/immutable-field']);
    expect(await rulesAgainst(job('a'), silenced)).toEqual([]);
    expect(await rulesAgainst(edited, silenced)).toEqual(['suppression/unused']);
  });
});

describe('a commit compared with itself', () => {
  it('has nothing to say, in whatever order its manifests stand', () => {
    const manifest = fc.oneof(
      fc.nat(3).map((n) => job(`j${n}`, { targets: `[thing/t${n}]` })),
      fc.nat(3).map((n) => template(`t${n}`, { document: `{ n: ${n} }` })),
      fc
        .nat(3)
        .map((n) => job(`u${n}`, { template: `t${n}`, document: '' }) + template(`t${n}`, { document: `{ n: ${n} }` })),
    );
    const unique = (texts: readonly string[]) => [
      ...new Set(
        texts
          .join('')
          .split('---\n')
          .filter((it) => it !== ''),
      ),
    ];
    fc.assert(
      fc.property(fc.array(manifest, { maxLength: 6 }).map(unique), (texts) => {
        expect(found(texts.join('---\n'), [...texts].reverse().join('---\n'))).toEqual([]);
      }),
    );
  });
});
