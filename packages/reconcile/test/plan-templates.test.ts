/** The table of templates: a template is a resource, it converges. */
import { describe, expect, test } from 'vitest';
import { actions, arn, change, held, plan } from './support/in-memory.js';
import { file, load, template } from './support/manifests.js';

const standard = template('standard');
const slower = template('standard', { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } });
const nothing = template('unrelated');

describe('a template that is not in AWS', () => {
  test('is created, whatever the base: it starts nothing', () => {
    for (const base of [undefined, '', standard, slower]) {
      const situation = base === undefined ? { head: standard } : { head: standard, base };
      expect(actions(situation)).toEqual(['JobTemplate standard: create']);
    }
  });

  test('is created although a file at the base cannot be read', () => {
    expect(actions({ head: standard, base: { 'rollouts/old.yaml': 'kind: [Job' } })).toEqual([
      'JobTemplate standard: create',
    ]);
  });
});

describe('a template of ours', () => {
  test('needs nothing when it is as its manifest says', () => {
    for (const base of ['', standard, slower]) {
      expect(actions({ head: standard, base, aws: held(standard) })).toEqual(['JobTemplate standard: none']);
    }
  });

  test('is replaced when it differs, and what is there now is kept to be put back', () => {
    const it = change({ head: slower, base: standard, aws: held(standard) });
    expect(it).toMatchObject({
      action: 'replace',
      edits: [{ pointer: '/spec/jobExecutionsRolloutConfig', effect: 'replaces-template' }],
      create: { body: { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } } },
      restore: { template: { jobTemplateId: 'standard', description: 'Standard' } },
    });
  });

  test('is replaced when it differs although Git did not change: it converges', () => {
    const drifted = change({ head: slower, base: slower, aws: held(standard) });
    expect(drifted).toMatchObject({ action: 'replace', reason: expect.stringContaining('Was changed in AWS') });
    const edited = change({ head: slower, base: standard, aws: held(standard) });
    expect(edited.reason).toMatch(/^Differs/);
    expect(change({ head: slower, base: slower }).reason).toContain('Is not in AWS, though it was in Git');
  });

  test('is replaced when only its document differs', () => {
    const head = template('standard', { document: { operation: 'other' } });
    expect(change({ head, base: standard, aws: held(standard) })).toMatchObject({
      action: 'replace',
      edits: [{ pointer: '/spec/document' }],
    });
  });

  test('is replaced when it loses a configuration, which a job could not', () => {
    expect(actions({ head: standard, base: slower, aws: held(slower) })).toEqual(['JobTemplate standard: replace']);
  });

  test('keeps its place in the table when it is asked about under another path', () => {
    const situation = { head: { 'rollouts/new.yaml': standard }, base: standard, aws: held(standard) };
    expect(actions(situation)).toEqual(['JobTemplate standard: none']);
  });

  test('is only tagged when only its tags differ', () => {
    const tagged = template('standard', { tags: { team: 'climate' } });
    expect(change({ head: tagged, base: standard, aws: held(standard) })).toMatchObject({
      action: 'update',
      update: { arn: arn('jobtemplate/standard'), tag: [{ Key: 'team', Value: 'climate' }] },
    });
  });

  test('keeps the tags of other people when it is replaced', () => {
    const base = template('standard', { tags: { team: 'climate', stage: 'beta' } });
    const head = template('standard', { description: 'Other', tags: { team: 'comfort' } });
    const it = change({
      head,
      base,
      aws: held(base, { tags: { 'cost-centre': '4711', 'aws:cloudformation:x': 'y' } }),
    });
    const written = it.action === 'replace' ? it.create.tags.filter(({ Key }) => !Key.startsWith('iot-rollouts:')) : [];
    expect(written).toEqual([
      { Key: 'cost-centre', Value: '4711' },
      { Key: 'team', Value: 'comfort' },
    ]);
  });
});

describe('a template in AWS that was not created from this repository', () => {
  test.each([null, 'acme/other'])('is a conflict when it differs (created from %s)', (creator) => {
    const situation = { head: slower, base: slower, aws: held(standard, { source: creator }) };
    expect(actions(situation)).toEqual(['JobTemplate standard: conflict']);
    expect(plan(situation).diagnostics).toMatchObject([{ rule: 'plan/conflict', severity: 'error' }]);
  });

  test.each([null, 'acme/other'])('needs nothing when it is equal (created from %s)', (creator) => {
    expect(actions({ head: standard, base: '', aws: held(standard, { source: creator }) })).toEqual([
      'JobTemplate standard: none',
    ]);
  });

  test('is a conflict when only its tags differ: nothing of others is tagged', () => {
    const head = template('standard', { tags: { team: 'climate' } });
    expect(actions({ head, aws: held(standard, { source: null }) })).toEqual(['JobTemplate standard: conflict']);
  });

  test('is a conflict when its digest tag is ours and its content is not', () => {
    const digest = held(slower)[0]?.actual.tags['iot-rollouts:digest'] as string;
    const aws = held(standard, { source: 'acme/other', tags: { 'iot-rollouts:digest': digest } });
    expect(actions({ head: slower, aws })).toEqual(['JobTemplate standard: conflict']);
  });

  test('is not spoken of when its manifest was removed', () => {
    const aws = [...held(nothing), ...held(standard, { source: null })];
    const options = { prune: ['delete'] as const };
    expect(actions({ head: nothing, base: file(nothing, standard), aws, options })).toEqual([
      'JobTemplate unrelated: none',
    ]);
  });
});

describe('a template of ours whose manifest was removed', () => {
  const situation = { head: nothing, base: file(nothing, standard), aws: [...held(nothing), ...held(standard)] };

  test('is an orphan that is left in AWS', () => {
    const it = plan(situation).changes[0];
    expect(it).toMatchObject({ action: 'orphan', name: 'standard' });
    expect(it).not.toHaveProperty('prune');
  });

  test('is deleted with prune: delete, and not with prune: cancel', () => {
    const first = (prune: 'cancel' | 'delete') => plan({ ...situation, options: { prune: [prune] } }).changes[0];
    expect(first('delete')).toMatchObject({ action: 'orphan', prune: 'delete' });
    expect(first('cancel')).not.toHaveProperty('prune');
  });

  test('is not spoken of once it is gone', () => {
    expect(actions({ ...situation, aws: held(nothing), options: { prune: ['delete'] } })).toHaveLength(1);
  });
});

describe('a template that is made from a job', () => {
  const jobArn = arn('job/tried');
  const fromJob = template('standard', { jobArn });
  /** What was copied from the job comes back with the template. */
  const copied = { document: '{"from":"job"}', timeoutConfig: { inProgressTimeoutInMinutes: 7 } };

  test('does not differ in what it copied', () => {
    const aws = held(fromJob, { template: copied, tags: { 'iot-rollouts:digest': 'older' } });
    expect(actions({ head: fromJob, base: fromJob, aws })).toEqual(['JobTemplate standard: none']);
  });

  test.each([
    ['another job', template('standard', { jobArn: arn('job/other') }), '/spec/jobArn'],
    ['a document of its own', template('standard', { jobArn, document: { own: true } }), '/spec/document'],
    [
      'a timeout of its own',
      template('standard', { jobArn, timeoutConfig: { inProgressTimeoutInMinutes: 8 } }),
      '/spec/timeoutConfig',
    ],
  ])('is replaced when its manifest is given %s', (_, head, pointer) => {
    const it = change({ head, base: fromJob, aws: held(fromJob, { template: copied }) });
    expect(it.action).toBe('replace');
    expect(it.edits.some((edit) => edit.pointer.startsWith(pointer))).toBe(true);
  });

  test('is replaced when its manifest drops what it had of its own', () => {
    const own = template('standard', { jobArn, document: { own: true } });
    expect(actions({ head: fromJob, base: own, aws: held(own) })).toEqual(['JobTemplate standard: replace']);
  });

  test('is a conflict when somebody else made it: what was copied cannot be compared', () => {
    const aws = held(fromJob, { template: copied, source: null });
    expect(actions({ head: fromJob, aws })).toEqual(['JobTemplate standard: conflict']);
  });
});

test('an absent template of AWS’s habits is equal: {} for unset, a default expiry, doubles, another order of keys', () => {
  const head = template('standard', {
    presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/S3DownloadRole' },
    document: '{"b":1,"a":{"d":2,"c":3}}',
  });
  const aws = held(head, {
    template: {
      presignedUrlConfig: { expiresInSec: 3600, roleArn: 'arn:aws:iam::123456789012:role/S3DownloadRole' },
      jobExecutionsRolloutConfig: {},
      timeoutConfig: {},
      document: '{ "a": { "c": 3, "d": 2 }, "b": 1.0 }',
    },
    tags: { 'iot-rollouts:digest': 'older' },
  });
  expect(actions({ head, aws })).toEqual(['JobTemplate standard: none']);
});

test('a manifest with an error is no manifest of this test', () => {
  expect(load(template('bad name')).messages).not.toEqual([]);
});
