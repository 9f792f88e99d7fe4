import { describe, expect, test } from 'vitest';
import { planDigest } from '../src/plan/digest.js';
import type { Plan } from '../src/plan/plan.js';
import { staleChanges } from '../src/plan/stale.js';
import { held, plan } from './support/in-memory.js';
import { file, job, template } from './support/manifests.js';

const head = file(template('standard'), job('fw-1', { template: 'standard' }), job('fw-2', { tags: { team: 'a' } }));

function stale(written: Plan, fresh: Plan): readonly string[] {
  // A written plan has been through a file.
  return staleChanges(JSON.parse(JSON.stringify(written)) as Plan, fresh);
}

describe('a written plan still holds', () => {
  test('when nothing changed', () => {
    expect(stale(plan({ head }), plan({ head }))).toEqual([]);
  });

  test('when it was made from another commit of the same manifests', () => {
    const text = JSON.stringify(plan({ head, base: '' }));
    const older = JSON.parse(text.replaceAll('c0ffee', 'decade')) as Plan;
    expect(text).toContain('c0ffee');
    expect(stale(older, plan({ head, base: '' }))).toEqual([]);
  });

  test('when a manifest moved by a line or the fleet grew by a device', () => {
    const fresh = plan({ head: `# A comment.\n${head}` });
    const grown = fresh.changes.map((it) =>
      it.kind === 'Job' && it.action === 'create'
        ? { ...it, forecast: { sentence: 'Longer.', numbers: it.forecast!.numbers } }
        : it,
    );
    expect(stale(plan({ head }), { ...fresh, changes: grown })).toEqual([]);
  });
});

describe('a written plan no longer holds', () => {
  test('when somebody applied it', () => {
    expect(stale(plan({ head }), plan({ head, aws: held(head) }))).toEqual([
      'JobTemplate/standard was to create and is to none',
      'Job/fw-1 was to create and is to none',
      'Job/fw-2 was to create and is to none',
    ]);
  });

  test('when a request is written otherwise', () => {
    const other = head.replace('"update"', '"other"');
    expect(stale(plan({ head }), plan({ head: other }))).toEqual(['JobTemplate/standard would be written otherwise']);
  });

  test('when a tag of the manifest differs', () => {
    const other = head.replace('"team":"a"', '"team":"b"');
    expect(stale(plan({ head }), plan({ head: other }))).toEqual(['Job/fw-2 would be written otherwise']);
  });

  test('when a manifest came or went', () => {
    const more = file(head, job('fw-3'));
    expect(stale(plan({ head }), plan({ head: more }))).toEqual(['Job/fw-3 was to stay out and is to create']);
    expect(stale(plan({ head: more }), plan({ head }))).toEqual(['Job/fw-3 was to create and is to stay out']);
  });

  test.each([
    ['base', 'ba5e', 'base was ba5e and is null'],
    ['account', '999999999999', 'account was 999999999999 and is 123456789012'],
    ['region', 'us-east-1', 'region was us-east-1 and is eu-west-1'],
    ['source', 'acme/other', 'source was acme/other and is acme/firmware'],
  ])('when the %s is another', (member, value, phrase) => {
    const fresh = plan({ head });
    expect(stale({ ...fresh, basis: { ...fresh.basis, [member]: value } }, fresh)).toEqual([phrase]);
  });
});

describe('the digest of a plan', () => {
  test('is the same for the merge as for the pull request, whatever commits they come from', () => {
    const text = JSON.stringify(plan({ head, base: '' }));
    const older = JSON.parse(text.replaceAll('c0ffee', 'decade')) as Plan;
    expect(planDigest(older)).toBe(plan({ head, base: '' }).digest);
  });

  test('is the same when something else was merged and applied in between', () => {
    const both = file(head, job('other'));
    const meanwhile = plan({ head: both, base: both, aws: held(job('other')) });
    expect(plan({ head, base: head }).digest).toBe(meanwhile.digest);
  });

  test.each([
    ['a document', file(template('standard'), job('fw-1', { document: { operation: 'reboot' } }))],
    ['a target', file(template('standard'), job('fw-1', { template: 'standard', targets: ['thing/lab-2'] }))],
    ['a tag', file(template('standard'), job('fw-1', { template: 'standard', tags: { team: 'b' } }))],
  ])('is another one when %s differs', (_, other) => {
    expect(plan({ head: other }).digest).not.toBe(
      plan({ head: file(template('standard'), job('fw-1', { template: 'standard' })) }).digest,
    );
  });
});
