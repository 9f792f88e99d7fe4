/** The table of jobs: a job is an event, it starts once. One test for each row, and for what could be taken for one. */
import { describe, expect, test } from 'vitest';
import { actions, arn, change, held, plan, source } from './support/in-memory.js';
import { file, job, template } from './support/manifests.js';

const firmware = job('fw-1');
const retimed = job('fw-1', { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
const nothing = template('unrelated');

describe('a job that is not in AWS', () => {
  test('is created when its manifest is new since the base', () => {
    expect(actions({ head: firmware, base: '' })).toEqual(['Job fw-1: create']);
  });

  test('is created with its request, its targets resolved, its tags and ours', () => {
    const it = change({
      head: job('fw-1', { targets: ['thing/lab-1', 'thinggroup/eu'], description: 'New', tags: { team: 'climate' } }),
      base: '',
    });
    expect(it).toMatchObject({
      action: 'create',
      dependsOn: [],
      create: {
        body: { description: 'New', document: '{"operation":"update"}' },
        targetArns: [arn('thing/lab-1'), arn('thinggroup/eu')],
      },
    });
    expect(it.action === 'create' && it.create.tags.map(({ Key }) => Key)).toEqual([
      'team',
      'iot-rollouts:source',
      'iot-rollouts:manifest',
      'iot-rollouts:commit',
      'iot-rollouts:digest',
    ]);
  });

  test('is created when everything counts as new', () => {
    expect(actions({ head: firmware })).toEqual(['Job fw-1: create']);
  });

  test('is settled when its manifest was in the base: last year’s firmware is not sent again', () => {
    expect(actions({ head: firmware, base: firmware })).toEqual(['Job fw-1: settled']);
  });

  test('is settled although its manifest was edited since the base', () => {
    expect(actions({ head: retimed, base: firmware })).toEqual(['Job fw-1: settled']);
  });

  test('is settled when its manifest was in the base with errors', () => {
    const broken = job('fw-1', { abortConfig: { criteriaList: 'none' }, surplus: 1 });
    expect(actions({ head: firmware, base: broken })).toEqual(['Job fw-1: settled']);
  });

  test('is settled when its manifest was in the base under an unsupported apiVersion', () => {
    const older = firmware.replace('iot-rollouts/v1', 'iot-rollouts/v0');
    expect(actions({ head: firmware, base: older })).toEqual(['Job fw-1: settled']);
  });

  test('is settled when its manifest moved to another file since the base', () => {
    const head = { 'rollouts/2026/fw.yaml': firmware };
    expect(actions({ head, base: { 'rollouts/fw.yaml': firmware } })).toEqual(['Job fw-1: settled']);
  });

  test('is a conflict while a file at the base cannot be read: nobody can say that it is new', () => {
    const it = change({ head: firmware, base: { 'rollouts/old.yaml': 'kind: [Job' } });
    expect(it.action).toBe('conflict');
    expect(it.reason).toContain('rollouts/old.yaml cannot be read at the base');
  });

  test('is settled, and no conflict, when another file at the base cannot be read but its own could', () => {
    const base = { 'rollouts/old.yaml': 'kind: [Job', 'rollouts/fw.yaml': firmware };
    expect(actions({ head: { 'rollouts/fw.yaml': firmware }, base })).toEqual(['Job fw-1: settled']);
  });

  test('is a conflict when a target does not exist', () => {
    const it = change({ head: job('fw-1', { targets: ['thing/gone'] }), base: '', missing: ['thing/gone'] });
    expect(it).toMatchObject({ action: 'conflict', reason: 'thing/gone does not exist in AWS (eu-west-1).' });
  });

  test('has the line of its name, so that the pull request shows it there', () => {
    const head = file(nothing, firmware);
    const it = plan({ head, base: nothing, aws: held(nothing) }).changes.at(-1);
    expect(it).toMatchObject({ file: 'rollouts/fleet.yaml', range: { start: { line: 8 } } });
  });
});

describe('--recreate', () => {
  test('starts a settled job again by its exact name', () => {
    const it = change({ head: firmware, base: firmware, options: { recreate: ['fw-1'] } });
    expect(it.action).toBe('create');
    expect(it.reason).toContain('asked for by its exact name');
  });

  test('starts no job whose name only begins like it', () => {
    const situation = { head: firmware, base: firmware, options: { recreate: ['fw'] } };
    expect(actions(situation)).toEqual(['Job fw-1: settled']);
    expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/recreate', severity: 'error' }]);
  });

  test.each(['COMPLETED', 'CANCELED', 'IN_PROGRESS', 'DELETION_IN_PROGRESS'] as const)(
    'is an error for a job that is still in AWS, %s: its id is taken',
    (status) => {
      const situation = {
        head: firmware,
        base: firmware,
        aws: held(firmware, { status }),
        options: { recreate: ['fw-1'] },
      };
      expect(actions(situation)).toEqual([status === 'CANCELED' ? 'Job fw-1: drift' : 'Job fw-1: none']);
      expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/recreate', severity: 'error' }]);
    },
  );

  test('starts a job although a file at the base cannot be read', () => {
    const base = { 'rollouts/old.yaml': 'kind: [Job' };
    expect(actions({ head: firmware, base, options: { recreate: ['fw-1'] } })).toEqual(['Job fw-1: create']);
  });
});

describe('a job in AWS that was not created from this repository', () => {
  test('is left alone and needs nothing when it is equal and nobody claims it, which is told', () => {
    for (const base of ['', firmware]) {
      const situation = { head: firmware, base, aws: held(firmware, { source: null }) };
      expect(change(situation)).toMatchObject({ action: 'none', ours: false });
      expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/not-ours', severity: 'warning' }]);
    }
  });

  test.each([
    ['another repository', firmware, 'acme/other'],
    ['nobody, and another document', job('fw-1', { document: { operation: 'reboot' } }), null],
    ['nobody, and other targets', job('fw-1', { targets: ['thing/lab-2'] }), null],
    ['nobody, and another timeout', retimed, null],
    ['nobody, to be cancelled', job('fw-1', { cancel: {} }), null],
  ])('is a conflict when it was created from %s', (_, head, creator) => {
    for (const base of ['', head]) {
      const situation = { head, base, aws: held(firmware, { source: creator }) };
      expect(actions(situation)).toEqual(['Job fw-1: conflict']);
      expect(plan(situation).diagnostics).toMatchObject([
        { rule: 'plan/conflict', severity: 'error', file: 'rollouts/fleet.yaml', range: { start: { line: 3 } } },
      ]);
    }
  });

  test('is a conflict also when drift is corrected and its name is asked for', () => {
    const options = { correctDrift: true, recreate: ['fw-1'], prune: ['cancel', 'delete'] as const };
    const aws = held(firmware, { source: null });
    expect(actions({ head: retimed, base: firmware, aws, options })).toEqual(['Job fw-1: conflict']);
  });

  test('is not spoken of when its manifest was removed', () => {
    const aws = held(firmware, { source: null });
    expect(
      plan({ head: nothing, base: file(nothing, firmware), aws: [...held(nothing), ...aws] }).changes,
    ).toHaveLength(1);
  });
});

describe('a job that its manifest cancels', () => {
  const cancel = { reasonCode: 'BAD_IMAGE', comment: 'Boot loop', force: true };
  const cancelled = job('fw-1', { cancel });

  test.each(['SCHEDULED', 'IN_PROGRESS'] as const)('is cancelled while it is %s, edited now or before', (status) => {
    for (const base of [firmware, cancelled]) {
      expect(change({ head: cancelled, base, aws: held(firmware, { status }) })).toMatchObject({
        action: 'cancel',
        cancel,
        edits: [{ pointer: '/spec/cancel', after: cancel }],
      });
    }
  });

  test('says what becomes of devices that are in progress', () => {
    const gentle = change({ head: job('fw-1', { cancel: {} }), base: firmware, aws: held(firmware) });
    expect(gentle.reason).toContain('devices that are in progress finish');
    const forced = change({ head: cancelled, base: firmware, aws: held(firmware) });
    expect(forced.reason).toContain('cut off');
  });

  test('needs nothing once it is cancelled', () => {
    const aws = held(firmware, { status: 'CANCELED' });
    for (const base of [firmware, cancelled]) {
      expect(actions({ head: cancelled, base, aws })).toEqual(['Job fw-1: none']);
    }
  });

  test.each([
    ['it had ended by itself', firmware, 'COMPLETED'],
    ['it was cancelled otherwise before', job('fw-1', { cancel: {} }), 'CANCELED'],
  ] as const)('is settled with a warning when %s', (_, base, status) => {
    const situation = { head: cancelled, base, aws: held(firmware, { status }) };
    expect(change(situation)).toMatchObject({
      action: 'settled',
      edits: [{ pointer: '/spec/cancel', effect: 'no-effect' }],
    });
    expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/no-effect', severity: 'warning' }]);
  });

  test('is not started, whether it is new or not, and whoever asks for its name', () => {
    for (const base of [undefined, '', firmware]) {
      expect(actions({ head: cancelled, ...(base !== undefined && { base }) })).toEqual(['Job fw-1: settled']);
    }
    const options = { recreate: ['fw-1'] };
    expect(actions({ head: cancelled, base: firmware, options })).toEqual(['Job fw-1: settled']);
    expect(plan({ head: cancelled, base: firmware, options }).diagnostics).toMatchObject([{ rule: 'plan/recreate' }]);
  });

  test('is cancelled whatever else was edited: nothing of it has an effect any more', () => {
    const head = job('fw-1', { cancel, targets: ['thing/lab-2'] });
    expect(actions({ head, base: firmware, aws: held(firmware) })).toEqual(['Job fw-1: cancel']);
  });
});

describe('a job that was cancelled in AWS', () => {
  const aws = held(firmware, { status: 'CANCELED', job: { reasonCode: 'OPS_42', comment: 'Devices hang' } });

  test('is drift with AWS’s reason and comment until its manifest says so', () => {
    expect(change({ head: firmware, base: firmware, aws })).toMatchObject({
      action: 'drift',
      reason: expect.stringContaining('(OPS_42: Devices hang)'),
    });
    expect(actions({ head: job('fw-1', { cancel: {} }), base: firmware, aws })).toEqual(['Job fw-1: none']);
  });

  test('is told as what it was when an earlier manifest, or its removal, cancelled it', () => {
    const before = job('fw-1', { cancel: { reasonCode: 'OPS_42' } });
    expect(change({ head: firmware, base: before, aws }).reason).toContain('by its manifest as it was at the base');
    const removed = held(firmware, { status: 'CANCELED', job: { reasonCode: 'MANIFEST_REMOVED' } });
    expect(change({ head: firmware, base: '', aws: removed }).reason).toContain('when its manifest was removed');
  });

  test('is no drift when its own abort criteria stopped it', () => {
    const head = job('fw-1', {
      abortConfig: {
        criteriaList: [
          { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 5 },
        ],
      },
    });
    const details = { numberOfFailedThings: 5, numberOfSucceededThings: 5 };
    const stopped = held(head, {
      status: 'CANCELED',
      job: { reasonCode: 'JOB_ABORTED', comment: 'Aborted', jobProcessDetails: details },
    });
    expect(actions({ head, base: head, aws: stopped })).toEqual(['Job fw-1: none']);
  });
});

describe('before a job is created', () => {
  const arnOfTemplate = arn('jobtemplate/gone');
  const fromTemplate = job('fw-1', { document: undefined, jobTemplateArn: arnOfTemplate });

  test('its template must exist', () => {
    const it = change({ head: fromTemplate, base: '', missingTemplates: [arnOfTemplate] });
    expect(it).toMatchObject({
      action: 'conflict',
      reason: `Its template ${arnOfTemplate} does not exist in AWS (eu-west-1).`,
    });
  });

  test('its document must exist', () => {
    const documentSource = 'https://firmware.s3.eu-west-1.amazonaws.com/ota.json';
    const head = job('fw-1', { document: undefined, documentSource });
    const it = change({ head, base: '', missingObjects: [documentSource] });
    expect(it).toMatchObject({ action: 'conflict', reason: `Its document ${documentSource} does not exist.` });
  });

  test.each([
    ['29 minutes', '2027-01-01T00:29', 'conflict'],
    ['30 minutes', '2027-01-01T00:30', 'create'],
  ])('its start must be 30 minutes ahead; it is %s', (_, startTime, action) => {
    const head = job('fw-1', { schedulingConfig: { startTime } });
    const options = { now: Date.UTC(2027, 0, 1) };
    expect(change({ head, base: '', options })).toMatchObject({ action });
  });

  test('other jobs that roll out to the same targets are told of', () => {
    const other = job('fw-0', { targets: ['thinggroup/eu', 'thing/lab-1'] });
    const head = file(other, job('fw-1', { targets: ['thinggroup/eu', 'thing/lab-2'] }));
    expect(plan({ head, base: other, aws: held(other) }).diagnostics).toMatchObject([
      {
        rule: 'plan/same-targets',
        severity: 'warning',
        message: 'Job fw-1: fw-0 (IN_PROGRESS) rolls out to thinggroup/eu as well',
      },
    ]);
    expect(plan({ head, base: '' }).diagnostics).toMatchObject([
      { message: 'Job fw-1: fw-0 (starts with the same merge) rolls out to thinggroup/eu as well' },
    ]);
    for (const ended of ['COMPLETED', 'CANCELED'] as const) {
      expect(plan({ head, base: other, aws: held(other, { status: ended }) }).diagnostics).toEqual([]);
    }
    const cancelling = file(
      job('fw-0', { targets: ['thinggroup/eu'], cancel: {} }),
      job('fw-1', { targets: ['thinggroup/eu'] }),
    );
    expect(plan({ head: cancelling, base: other, aws: held(other) }).diagnostics).toEqual([]);
  });

  test('the account must have room for another job that rolls out', () => {
    expect(plan({ head: firmware, base: '', concurrentJobs: 499 }).diagnostics).toEqual([]);
    expect(plan({ head: firmware, base: '', concurrentJobs: 500 }).diagnostics).toMatchObject([
      { rule: 'plan/concurrent-jobs', severity: 'warning' },
    ]);
  });

  test('the plan says how many things each target has', () => {
    const head = job('fw-1', { targets: ['thinggroup/eu', 'thing/lab-2'] });
    expect(change({ head, base: '' })).toMatchObject({
      reach: [
        { target: 'thinggroup/eu', things: 100 },
        { target: 'thing/lab-2', things: 1 },
      ],
    });
  });
});

describe('a job of ours', () => {
  test.each(['SCHEDULED', 'IN_PROGRESS', 'COMPLETED'] as const)(
    'needs nothing when it is as its manifest says, %s, whatever the base',
    (status) => {
      const aws = held(firmware, { status });
      for (const base of ['', firmware, retimed]) {
        expect(actions({ head: firmware, base, aws })).toEqual(['Job fw-1: none']);
      }
    },
  );

  test('is updated when its manifest was edited where AWS can follow', () => {
    expect(change({ head: retimed, base: firmware, aws: held(firmware) })).toMatchObject({
      action: 'update',
      edits: [{ pointer: '/spec/timeoutConfig/inProgressTimeoutInMinutes', after: 5, effect: 'in-place' }],
      update: { arn: arn('job/fw-1'), job: { timeoutConfig: { inProgressTimeoutInMinutes: 5 } } },
    });
  });

  test('is updated before its start time too', () => {
    expect(actions({ head: retimed, base: firmware, aws: held(firmware, { status: 'SCHEDULED' }) })).toEqual([
      'Job fw-1: update',
    ]);
  });

  test('is drift when AWS differs and Git does not, and is left alone', () => {
    const situation = { head: retimed, base: retimed, aws: held(firmware) };
    expect(actions(situation)).toEqual(['Job fw-1: drift']);
    expect(plan(situation).changes[0]?.edits).toHaveLength(1);
  });

  test('is drift, not a conflict, when somebody set in AWS what the manifest leaves out', () => {
    const aws = held(firmware, { job: { description: 'By hand' } });
    const situation = { head: firmware, base: firmware, aws };
    expect(change(situation)).toMatchObject({
      action: 'drift',
      reason: expect.stringContaining('AWS cannot unset it'),
    });
    expect(plan(situation).diagnostics).toEqual([]);
    expect(actions({ ...situation, options: { correctDrift: true } })).toEqual(['Job fw-1: drift']);
  });

  test('that has ended and differs without an edit needs no warning', () => {
    const aws = held(firmware, { status: 'COMPLETED', job: { description: 'By hand' } });
    const situation = { head: firmware, base: firmware, aws };
    expect(actions(situation)).toEqual(['Job fw-1: settled']);
    expect(plan(situation).diagnostics).toEqual([]);
  });

  test('is brought back from drift when that is asked for', () => {
    const options = { correctDrift: true };
    expect(actions({ head: retimed, base: retimed, aws: held(firmware), options })).toEqual(['Job fw-1: update']);
  });

  test('is drift when only its file moved', () => {
    const head = { 'rollouts/moved.yaml': retimed };
    expect(actions({ head, base: { 'rollouts/fw.yaml': retimed }, aws: held(firmware) })).toEqual(['Job fw-1: drift']);
  });

  test.each([
    ['the document', job('fw-1', { document: { operation: 'reboot' } }), '/spec/document'],
    ['the target selection', job('fw-1', { targetSelection: 'CONTINUOUS' }), '/spec/targetSelection'],
    ['the targets', job('fw-1', { targets: ['thing/lab-2'] }), '/spec/targets/0'],
  ])('is a conflict when %s differs, edited or not: a job cannot change there', (_, head, pointer) => {
    for (const base of [firmware, head]) {
      const it = change({ head, base, aws: held(firmware) });
      expect(it.action).toBe('conflict');
      expect(it.reason).toContain(pointer);
      expect(it.reason).toContain('Start a new job under a new name');
      expect(it.edits).toContainEqual(expect.objectContaining({ pointer, effect: 'cannot-change' }));
    }
  });

  test('is a conflict as a whole when one edit could follow and another cannot', () => {
    const head = job('fw-1', { timeoutConfig: { inProgressTimeoutInMinutes: 5 }, targetSelection: 'CONTINUOUS' });
    const it = change({ head, base: firmware, aws: held(firmware) });
    expect(it).not.toHaveProperty('update');
    expect(it.edits.map(({ effect }) => effect).sort()).toEqual(['cannot-change', 'in-place']);
  });

  test.each(['COMPLETED', 'CANCELED', 'DELETION_IN_PROGRESS'] as const)(
    'is settled with a warning when it was edited after its end, %s',
    (status) => {
      for (const options of [{}, { correctDrift: true }]) {
        const situation = { head: retimed, base: firmware, aws: held(firmware, { status }), options };
        expect(actions(situation)).toEqual(['Job fw-1: settled']);
        expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/no-effect', severity: 'warning' }]);
      }
    },
  );

  test('is settled when its name is used again for other firmware after its manifest was away', () => {
    const head = job('fw-1', { document: { operation: 'other' } });
    expect(actions({ head, base: '', aws: held(firmware, { status: 'COMPLETED' }) })).toEqual(['Job fw-1: settled']);
  });
});

describe('a job of ours whose manifest was removed', () => {
  const base = file(nothing, firmware);
  const running = [...held(nothing), ...held(firmware)];

  test('is an orphan that is left running', () => {
    const it = plan({ head: nothing, base, aws: running }).changes.at(-1);
    expect(it).toMatchObject({ kind: 'Job', action: 'orphan', file: 'rollouts/fleet.yaml' });
    expect(it).not.toHaveProperty('prune');
  });

  test('is cancelled with prune: cancel, and not with prune: delete', () => {
    const prune = (it: 'cancel' | 'delete') => plan({ head: nothing, base, aws: running, options: { prune: [it] } });
    expect(prune('cancel').changes.at(-1)).toMatchObject({ action: 'orphan', prune: 'cancel' });
    expect(prune('delete').changes.at(-1)).not.toHaveProperty('prune');
  });

  test.each(['COMPLETED', 'CANCELED', 'DELETION_IN_PROGRESS'] as const)('is not spoken of once it is %s', (status) => {
    const aws = [...held(nothing), ...held(firmware, { status })];
    expect(actions({ head: nothing, base, aws, options: { prune: ['cancel'] } })).toEqual([
      'JobTemplate unrelated: none',
    ]);
  });

  test('is not spoken of when it is not in AWS, or was never in the base', () => {
    expect(actions({ head: nothing, base, aws: held(nothing) })).toEqual(['JobTemplate unrelated: none']);
    expect(actions({ head: nothing, base: nothing, aws: running })).toEqual(['JobTemplate unrelated: none']);
  });
});

describe('a job that starts from a template of the repository', () => {
  const standard = template('standard');
  const slower = template('standard', { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } });
  const fromTemplate = job('fw-1', { template: 'standard' });

  test('waits for the template that the same plan creates', () => {
    const [, it] = plan({ head: file(standard, fromTemplate), base: '' }).changes;
    expect(it).toMatchObject({ action: 'create', dependsOn: ['standard'] });
    expect(it).not.toHaveProperty('create.templateArn');
  });

  test('takes the ARN of a template that is there, and waits for nothing', () => {
    const [, it] = plan({ head: file(standard, fromTemplate), base: standard, aws: held(standard) }).changes;
    expect(it).toMatchObject({ dependsOn: [], create: { templateArn: arn('jobtemplate/standard') } });
  });

  test('does not differ when its template changed after it started', () => {
    const aws = held(file(standard, fromTemplate), { job: { jobExecutionsRolloutConfig: { maximumPerMinute: 99 } } });
    expect(actions({ head: file(slower, fromTemplate), base: file(standard, fromTemplate), aws })).toEqual([
      'JobTemplate standard: replace',
      'Job fw-1: none',
    ]);
  });

  test('is not started from a template that somebody else made otherwise', () => {
    const aws = held(slower, { source: null });
    const situation = { head: file(standard, fromTemplate), base: '', aws };
    expect(actions(situation)).toEqual(['JobTemplate standard: conflict', 'Job fw-1: conflict']);
    expect(actions({ ...situation, options: { recreate: ['fw-1'] } })[1]).toBe('Job fw-1: conflict');
  });

  test('is a conflict when another template is named, whether or not that one is in AWS yet', () => {
    const other = template('other');
    const head = file(standard, other, job('fw-1', { template: 'other' }));
    for (const there of [standard, file(standard, other)]) {
      const aws = held(file(there, fromTemplate));
      expect(actions({ head, base: file(there, fromTemplate), aws }).at(-1)).toBe('Job fw-1: conflict');
    }
  });

  test('needs nothing when its template was deleted in AWS and is created anew', () => {
    const both = file(standard, fromTemplate);
    const aws = held(both).filter(({ actual }) => actual.kind === 'Job');
    expect(actions({ head: both, base: both, aws })).toEqual(['JobTemplate standard: create', 'Job fw-1: none']);
  });

  test('is a conflict when it drops a document of its own: the running job keeps it', () => {
    const own = file(standard, job('fw-1', { template: 'standard', document: { operation: 'own' } }));
    const it = plan({ head: file(standard, fromTemplate), base: own, aws: held(own) }).changes.at(-1);
    expect(it).toMatchObject({ action: 'conflict', edits: [{ pointer: '/spec/document' }] });
  });

  test('is brought to what its template says when it drops a configuration of its own', () => {
    const minutes = (inProgressTimeoutInMinutes: number) => ({ timeoutConfig: { inProgressTimeoutInMinutes } });
    const own = job('fw-1', { template: 'standard', ...minutes(6) });
    const five = template('standard', minutes(5));
    const aws = held(file(five, own));
    const it = plan({ head: file(five, fromTemplate), base: file(five, own), aws }).changes.at(-1);
    expect(it).toMatchObject({
      action: 'update',
      edits: [{ pointer: '/spec/timeoutConfig/inProgressTimeoutInMinutes', before: 6, after: 5 }],
      update: { job: minutes(5) },
    });
    // A template that changes beside it: what its manifests say now is what the job gets.
    const seven = file(template('standard', minutes(7)), fromTemplate);
    const both = plan({ head: seven, base: file(five, own), aws }).changes.at(-1);
    expect(both).toMatchObject({ action: 'update', update: { job: minutes(7) } });
    // What it had said itself is what the template says too.
    const six = template('standard', minutes(6));
    expect(actions({ head: file(six, fromTemplate), base: file(six, own), aws: held(file(six, own)) }).at(-1)).toBe(
      'Job fw-1: none',
    );
  });

  test('is a conflict when it drops package versions of its own that are not those of its template', () => {
    const versions = (name: string) => ({ destinationPackageVersions: [arn(`package/${name}/version/1`)] });
    const standardOf = (name: string) => template('standard', versions(name));
    const own = job('fw-1', { template: 'standard', ...versions('b') });
    const dropped = (name: string) =>
      actions({
        head: file(standardOf(name), fromTemplate),
        base: file(standardOf(name), own),
        aws: held(file(standardOf(name), own)),
      }).at(-1);
    expect(dropped('a')).toBe('Job fw-1: conflict');
    expect(dropped('b')).toBe('Job fw-1: none');
  });

  test('is told to write what its template gives when no manifest tells that', () => {
    const jobTemplateArn = arn('jobtemplate/of-others');
    const own = job('fw-1', { jobTemplateArn, timeoutConfig: { inProgressTimeoutInMinutes: 9 } });
    const it = change({ head: job('fw-1', { jobTemplateArn }), base: own, aws: held(own) });
    expect(it.action).toBe('conflict');
    expect(it.edits[0]?.note).toContain('write the value that its template gives');
  });

  test('is a conflict when it drops a configuration of its own that its template has not: AWS cannot remove it', () => {
    const own = file(standard, job('fw-1', { template: 'standard', timeoutConfig: { inProgressTimeoutInMinutes: 9 } }));
    const it = plan({ head: file(standard, fromTemplate), base: own, aws: held(own) }).changes.at(-1);
    expect(it).toMatchObject({
      action: 'conflict',
      edits: [{ pointer: expect.stringContaining('/spec/timeoutConfig') }],
    });
  });
});

test('changes stand with templates first and by name, so that a plan reads the same every time', () => {
  const head = file(job('b'), template('z'), job('a'), template('y'));
  expect(plan({ head }).changes.map(({ name }) => name)).toEqual(['y', 'z', 'a', 'b']);
});

test('what is created names the repository that it comes from', () => {
  const it = change({ head: firmware });
  expect(it.action === 'create' && it.create.tags).toContainEqual({ Key: 'iot-rollouts:source', Value: source });
});
