/** What holds for every plan. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressText } from '../src/address.js';
import { isOurs } from '../src/ownership.js';
import { hasChanges, type Prune, writes } from '../src/plan/plan.js';
import { type Account, apply, openAccount, planAgainst } from './support/account.js';
import { repository } from './support/arbitraries.js';
import { type Held, held, planOf, source } from './support/in-memory.js';
import { load, manifestsOf } from './support/manifests.js';

let account: Account;

beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const options = fc.record({
  prune: fc.constantFrom<readonly Prune[]>([], ['cancel', 'delete']),
  correctDrift: fc.boolean(),
  recreate: fc.subarray(['j1', 'j2', 'j3']),
});

/** AWS as an arbitrary repository left it, each resource in an arbitrary status and somebody's. */
const aws: fc.Arbitrary<readonly Held[]> = fc
  .tuple(
    repository,
    fc.constantFrom('SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED', 'DELETION_IN_PROGRESS'),
    fc.array(fc.constantFrom(source, 'acme/other', null), { minLength: 5, maxLength: 5 }),
  )
  .map(([text, status, sources]) => {
    const everything = sources.map((creator) => held(text, { status, source: creator }));
    return (everything[0] ?? []).map((_, index) => everything[index % 5]?.[index] as Held);
  });

const situation = fc.record({ head: repository, base: fc.option(repository), aws, options });

test('nothing without our tag is ever written, whatever is asked for', () => {
  fc.assert(
    fc.property(situation, (it) => {
      const base = it.base === null ? undefined : load(it.base);
      const { changes } = planOf(manifestsOf(it.head), base, it.aws, {}, it.options);
      const present = new Map(it.aws.map(({ actual }) => [addressText(actual), actual]));
      for (const change of changes.filter(writes)) {
        const actual = present.get(addressText(change));
        if (actual === undefined) expect(change.action).toBe('create');
        else expect([change.name, isOurs(actual.tags, source)]).toEqual([change.name, true]);
      }
    }),
    { numRuns: 200 },
  );
});

test('a job that is in AWS is never created, and one of the base only by its exact name', () => {
  fc.assert(
    fc.property(situation, (it) => {
      const base = it.base === null ? undefined : load(it.base);
      const { changes } = planOf(manifestsOf(it.head), base, it.aws, {}, it.options);
      const present = new Set(it.aws.map(({ actual }) => addressText(actual)));
      const known = new Set((base?.identities ?? []).map(addressText));
      for (const change of changes) {
        if (change.kind !== 'Job' || change.action !== 'create') continue;
        expect(present.has(addressText(change))).toBe(false);
        if (known.has(addressText(change))) expect(it.options.recreate).toContain(change.name);
      }
    }),
    { numRuns: 200 },
  );
});

test('every desired resource has one change, and the same situation always the same plan', () => {
  fc.assert(
    fc.property(situation, (it) => {
      const once = () => planOf(manifestsOf(it.head), load(it.base ?? ''), it.aws, {}, it.options);
      const { changes } = once();
      const addresses = changes.map(addressText);
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const manifest of manifestsOf(it.head)) expect(addresses).toContain(addressText(manifest));
      expect(JSON.stringify(once())).toBe(JSON.stringify({ ...once(), changes }));
    }),
  );
});

test('a plan that was applied leaves nothing to do', async () => {
  await fc.assert(
    fc.asyncProperty(repository, repository, options, async (first, second, asked) => {
      await account.reset();
      const { port } = account;
      const { report } = await apply(await planAgainst(port, first), port);
      expect(report.failed).toEqual([]);
      const again = await planAgainst(port, first);
      expect(again.changes.map(({ action }) => action).filter((action) => action !== 'none')).toEqual([]);

      const edited = { prune: asked.prune, correctDrift: asked.correctDrift };
      const next = await apply(await planAgainst(port, second, first, edited), port);
      expect(next.report.failed).toEqual([]);
      expect(hasChanges(await planAgainst(port, second, first, edited))).toBe(false);
    }),
    { numRuns: 25 },
  );
}, 60_000);
