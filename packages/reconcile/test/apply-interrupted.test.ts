/** Killed at any call and run again: the end state is that of an undisturbed run, and no job was started twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IotPort, ServiceError } from '../src/port.js';
import { type Account, apply, holdings, intercepted, openAccount, planAgainst } from './support/account.js';
import { file, job, template } from './support/manifests.js';

const names = [
  'created',
  'replaced',
  'tagged',
  'deleted',
  'first',
  'edited',
  'grown',
  'removed',
  'from-template',
  'own',
];

const base = file(
  template('replaced', { tags: { team: 'a' } }),
  template('tagged', { tags: { team: 'a', stage: 'beta' } }),
  template('deleted'),
  job('edited', { tags: { team: 'a', stage: 'beta' } }),
  job('grown', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu'] }),
  job('removed'),
);
const head = file(
  template('created'),
  template('replaced', { description: 'Other', tags: { team: 'b' } }),
  template('tagged', { tags: { team: 'b' } }),
  job('edited', { tags: { team: 'b' }, timeoutConfig: { inProgressTimeoutInMinutes: 5 } }),
  job('grown', { targetSelection: 'CONTINUOUS', targets: ['thinggroup/eu', 'thinggroup/us'], description: 'Grown' }),
  job('from-template', { template: 'replaced' }),
  job('own', { targets: ['thinggroup/us'] }),
);
const options = { prune: ['cancel', 'delete'] as const };

/** What a call that is cut off looks like: the process dies, or the connection does. */
const cuts = {
  'the process is killed': () => new Error('killed'),
  'the connection is lost': () => new ServiceError('Call', 'NetworkError', 'AWS IoT could not be reached'),
};

let account: Account;
let undisturbed: unknown;
let calls = 0;

beforeAll(async () => {
  account = await openAccount();
  await startFromBase();
  const counting = intercepted(account.port, (_, call) => {
    calls += 1;
    return call();
  });
  const plan = await planAgainst(account.port, head, base, options);
  await apply(plan, counting);
  undisturbed = await holdings(account.port, names);
});
afterAll(() => account.close());

async function startFromBase(): Promise<void> {
  await account.reset();
  await apply(await planAgainst(account.port, base), account.port);
}

/** A port whose n-th call is cut off, before it is made or before its answer comes back. */
function cutOff(port: IotPort, at: number, moment: 'before' | 'after', error: () => Error): IotPort {
  let count = 0;
  return intercepted(port, async (_, call) => {
    count += 1;
    if (count !== at) return call();
    if (moment === 'after') await call();
    throw error();
  });
}

test('the undisturbed run does every kind of change', async () => {
  await startFromBase();
  const plan = await planAgainst(account.port, head, base, options);
  expect(plan.changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'create created',
    'orphan deleted',
    'replace replaced',
    'update tagged',
    'update edited',
    'create from-template',
    'update grown',
    'create own',
    'orphan removed',
  ]);
  expect(calls).toBe(15);
});

describe.each(Object.entries(cuts))('when %s', (_, error) => {
  test.each(['before', 'after'] as const)('%s any one call is carried out, a second run ends alike', async (moment) => {
    for (let at = 1; at <= calls; at += 1) {
      await startFromBase();
      const created: string[] = [];
      const watched = intercepted(account.port, async (method, call, args) => {
        const answer = await call();
        if (method === 'createJob') created.push((args[0] as { jobId: string }).jobId);
        return answer;
      });
      const plan = await planAgainst(account.port, head, base, options);
      await apply(plan, cutOff(watched, at, moment, error)).catch((thrown: Error) => {
        expect(thrown.message).toBe('killed');
      });
      const again = await planAgainst(account.port, head, base, options);
      const { report } = await apply(again, watched);

      expect([at, report.failed, report.skipped]).toEqual([at, [], []]);
      expect(created.sort()).toEqual(['from-template', 'own']);
      expect(await holdings(account.port, names)).toEqual(undisturbed);
      const third = await planAgainst(account.port, head, base, options);
      expect(new Set(third.changes.map(({ action }) => action))).toEqual(new Set(['none']));
    }
  });
});

test('the very same plan, applied once more, changes nothing and starts nothing', async () => {
  await startFromBase();
  const plan = await planAgainst(account.port, head, base, options);
  await apply(plan, account.port);
  const { report } = await apply(plan, account.port);
  expect(report.failed).toEqual([]);
  expect(await holdings(account.port, names)).toEqual(undisturbed);
});
