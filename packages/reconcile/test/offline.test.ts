/** A plan from Git alone: AWS is taken to hold what the base says, created from this repository. */
import { describe, expect, test } from 'vitest';
import { planRepository } from '../src/plan-repository.js';
import { source } from './support/in-memory.js';
import { type Files, file, job, load, manifestsOf, template } from './support/manifests.js';

async function offline(head: Files, base?: Files) {
  return planRepository({
    manifests: manifestsOf(head),
    ...(base !== undefined && { base: { commit: 'ba5e', loaded: load(base) } }),
    provenance: { source },
  });
}

async function actions(head: Files, base?: Files): Promise<readonly string[]> {
  return (await offline(head, base)).changes.map(({ name, action }) => `${name}: ${action}`);
}

const everything = file(
  template('standard', { tags: { team: 'climate' } }),
  job('from-template', { template: 'standard', targets: ['thinggroup/eu'] }),
  job('managed', { managedTemplate: 'AWS-Reboot', targets: ['thinggroup/eu'] }),
  job('own', { documentSource: 'https://s3.amazonaws.com/bucket/key', tags: { team: 'climate' } }),
  job('continuous', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'] }),
  job('retried', { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 3 }] } }),
);

test('says that AWS was not asked', async () => {
  expect((await offline(everything)).basis).toEqual({ source, base: null, head: null, region: null, account: null });
});

test('finds nothing to do where Git did not change', async () => {
  expect(new Set((await offline(everything, everything)).changes.map(({ action }) => action))).toEqual(
    new Set(['none']),
  );
});

test('creates what is new, and forecasts what names single things', async () => {
  expect(await actions(everything, '')).toEqual([
    'standard: create',
    'continuous: create',
    'from-template: create',
    'managed: create',
    'own: create',
    'retried: create',
  ]);
  const { changes } = await offline(job('fw-1', { targets: ['thing/a', 'thing/b'] }), '');
  expect(changes).toMatchObject([{ forecast: { numbers: { devices: 2 } } }]);
});

describe('an edit is told by what AWS could do about it', () => {
  test.each<[string, Files, Files, string]>([
    ['update', job('fw', { description: 'a' }), job('fw', { description: 'b' }), 'fw: update'],
    ['conflict', job('fw', { document: { a: 1 } }), job('fw', { document: { a: 2 } }), 'fw: conflict'],
    ['none', job('fw', { document: '{"a":1}' }), job('fw', { document: '{ "a": 1 }' }), 'fw: none'],
    [
      'update',
      job('fw', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'] }),
      job('fw', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu', 'thinggroup/us'] }),
      'fw: update',
    ],
    ['replace', template('t'), template('t', { description: 'b' }), 't: replace'],
    ['update', template('t'), template('t', { tags: { a: 'b' } }), 't: update'],
  ])('%s', async (_, before, after, expected) => {
    expect(await actions(after, before)).toEqual([expected]);
  });

  test('another template of the repository is a conflict', async () => {
    const head = (name: string) => file(template('a'), template('b'), job('fw', { template: name }));
    expect((await actions(head('b'), head('a'))).at(-1)).toBe('fw: conflict');
  });

  test('what was removed is an orphan', async () => {
    expect(await actions(template('t'), file(template('t'), job('fw')))).toEqual(['t: none', 'fw: orphan']);
  });

  test('what had an error at the base is not new', async () => {
    expect(await actions(job('fw'), job('fw', { surplus: 1 }))).toEqual(['fw: settled']);
  });
});
