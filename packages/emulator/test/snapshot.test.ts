import * as iot from '@aws-sdk/client-iot';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { handleRequest } from '../src/handle-request.js';
import { createEmulator, type EmulatorSnapshot } from '../src/index.js';
import { createScheduler } from '../src/scheduler.js';
import { decodeGraph, encodeGraph } from '../src/snapshot/graph.js';
import { readSnapshot, takeSnapshot } from '../src/snapshot/snapshot.js';
import type { Task } from '../src/task.js';
import { restoredWorld, type World } from '../src/world.js';
import { arn, type Bench, bench, minute, start } from './clients.js';
import { newWorld, type TestWorld } from './worlds.js';

const fleet = {
  seed: 3,
  groups: [
    {
      name: 'lab',
      things: 40,
      prefix: 'lab-',
      outcomes: { succeed: 0.6, fail: 0.2, reject: 0.1, silent: 0.1 },
      runSeconds: { distribution: 'lognormal', median: 50, sigma: 1 },
    },
  ],
} as const;

type Step = (at: TestWorld) => unknown;

/** Sends a request and returns its answer. */
function send({ world }: TestWorld, method: string, target: string, body: unknown = {}, plane = 'iot'): unknown {
  return handleRequest(world, 'eu-west-1', {
    method,
    target,
    authorization: `AWS4-HMAC-SHA256 Credential=K/20260101/eu-west-1/${plane}/aws4_request`,
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
}

const jobId = fc.constantFrom('a', 'b', 'c');
const thing = fc.integer({ min: 1, max: 40 }).map((number) => `lab-${number}`);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 20 * minute }).map(
    (ms): Step =>
      (at) =>
        at.scheduler.runUntil(at.scheduler.now() + ms),
  ),
  fc
    .record({ jobId, rate: fc.integer({ min: 1, max: 30 }), selection: fc.constantFrom('SNAPSHOT', 'CONTINUOUS') })
    .map(({ jobId, rate, selection }): Step => {
      const body = {
        targets: [arn('thinggroup/lab')],
        document: '{}',
        targetSelection: selection,
        timeoutConfig: { inProgressTimeoutInMinutes: 4 },
        jobExecutionsRolloutConfig: { maximumPerMinute: rate },
        jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 2 }] },
        tags: [{ Key: 'rate', Value: String(rate) }],
      };
      return (at) => send(at, 'PUT', `/jobs/${jobId}`, body);
    }),
  jobId.map(
    (id): Step =>
      (at) =>
        send(at, 'PUT', `/jobs/${id}/cancel`),
  ),
  jobId.map(
    (id): Step =>
      (at) =>
        send(at, 'DELETE', `/jobs/${id}?force=true`),
  ),
  thing.map(
    (name): Step =>
      (at) =>
        send(at, 'DELETE', `/things/${name}`),
  ),
  thing.map(
    (thingName): Step =>
      (at) =>
        send(at, 'PUT', '/thing-groups/removeThingFromThingGroup', { thingGroupName: 'lab', thingName }),
  ),
  thing.map(
    (name): Step =>
      (at) =>
        send(at, 'PUT', `/things/${name}/jobs/$next`, {}, 'iot-jobs-data'),
  ),
  fc.constant<Step>((at) => send(at, 'POST', '/dynamic-thing-groups/dynamic', { queryString: 'thingName:lab-1*' })),
  fc.constant<Step>((at) => send(at, 'GET', '/jobs?maxResults=2')),
);

function restored(snapshot: EmulatorSnapshot): TestWorld {
  const { world: kept, waiting } = readSnapshot(JSON.parse(JSON.stringify(snapshot)) as EmulatorSnapshot);
  const scheduler = createScheduler<Task>(0, { perform: (task) => world.perform(task) });
  const world: World = restoredWorld(kept, undefined, scheduler, 'x');
  scheduler.restore(snapshot.now, waiting);
  return { world, scheduler };
}

function contentOf({ world, scheduler }: TestWorld): unknown {
  const { now, content } = takeSnapshot(world, scheduler);
  return { now, content: decodeGraph(content) };
}

describe('a snapshot', () => {
  it('goes on exactly as the emulator that it was taken of, whatever came before and comes after', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 12 }), (before, after) => {
        const at = newWorld({ fleet, limits: { rates: 'aws', concurrentJobs: 1, inactiveJobRetentionDays: 0.01 } });
        at.world.faults = [
          {
            kind: 'throttle',
            operation: 'CreateJob',
            remaining: Number.POSITIVE_INFINITY,
            moment: 'before',
            share: 0.2,
            status: 500,
            delayMs: 0,
          },
        ];
        for (const act of before) act(at);
        const taken = takeSnapshot(at.world, at.scheduler);
        const again = restored(taken);
        expect(takeSnapshot(again.world, again.scheduler)).toEqual(taken);
        for (const act of after) expect(act(again)).toEqual(act(at));
        expect(contentOf(again)).toEqual(contentOf(at));
      }),
      { numRuns: 30 },
    );
  });
});

describe('createEmulator', () => {
  const open: Bench[] = [];
  const opened = async (...options: Parameters<typeof bench>) => {
    const at = await bench(...options);
    open.push(at);
    return at;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((at) => at.close()));
  });

  const counts = async ({ iot: client }: Bench) =>
    (await client.send(new iot.DescribeJobCommand({ jobId: 'ota' }))).job?.jobProcessDetails;

  it('restores a job in the middle of its rollout, in itself and in another', async () => {
    const [first, second] = [await opened({ region: 'eu-west-1', fleet }), await opened()];
    const targets = [arn('thinggroup/lab')];
    const jobExecutionsRolloutConfig = { maximumPerMinute: 10 };
    await first.iot.send(
      new iot.CreateJobCommand({ jobId: 'ota', targets, document: '{}', jobExecutionsRolloutConfig }),
    );
    first.emulator.clock.advance(2 * minute);
    const midway = await counts(first);
    const snapshot = first.emulator.snapshot();
    const text = JSON.stringify(snapshot);
    first.emulator.clock.advance(10 * minute);
    const late = await counts(first);
    expect(late).not.toEqual(midway);
    expect(JSON.stringify(snapshot)).toBe(text);

    for (const at of [first, second]) {
      at.emulator.restore(JSON.parse(text) as EmulatorSnapshot);
      expect(at.emulator.clock.now()).toBe(start + 2 * minute);
      expect(await counts(at)).toEqual(midway);
      at.emulator.clock.advance(10 * minute);
      expect(await counts(at)).toEqual(late);
    }
    second.emulator.reset();
    await expect(counts(second)).rejects.toThrow(iot.ResourceNotFoundException);
  });

  it('lets time pass from the moment of the snapshot on when the clock is real', async () => {
    const at = await opened({ clock: { mode: 'accelerated', speed: 1 / 1e9 } });
    const snapshot = at.emulator.snapshot();
    at.emulator.restore({ ...snapshot, now: start });
    expect(at.emulator.clock.now()).toBe(start);
  });

  it('says what is wrong with what is no snapshot', async () => {
    const { emulator } = await opened();
    const snapshot = emulator.snapshot();
    // What a user without types could hand over.
    const restore = (value: unknown) => () => emulator.restore(value as EmulatorSnapshot);
    expect(restore(null)).toThrow('no snapshot of an emulator');
    expect(restore({ ...snapshot, formatVersion: 99 })).toThrow('format version 99; this emulator reads version 1');
    expect(restore({ ...snapshot, content: { world: {} } })).toThrow('damaged');
    expect(restore({ ...snapshot, content: { $ref: 7 } })).toThrow('refers to an object 7');
    expect(emulator.snapshot()).toEqual(snapshot);
  });

  it('stands several side by side, each ready in milliseconds', async () => {
    const began = performance.now();
    const many = await Promise.all(Array.from({ length: 20 }, () => createEmulator({ clock: { mode: 'manual' } })));
    expect(new Set(many.map(({ port }) => port)).size).toBe(20);
    // Generous: what is proved is that nothing waits for a second, on any machine.
    expect((performance.now() - began) / many.length).toBeLessThan(200);
    await Promise.all(many.map((emulator) => emulator.close()));
  });
});

describe('a graph of data', () => {
  it('comes back from JSON as it was: values of every kind, order, shared parts and circles', () => {
    const shared = { list: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, undefined, null, 2n, ''] };
    const circle: unknown[] = [shared];
    circle.push(circle);
    const map = new Map<unknown, unknown>([
      [shared, circle],
      ['$ref', { $ref: 1, $map: [], __proto__: null }],
    ]);
    const evil = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object;
    const columns = [new Uint8Array([1, 2, 3]).subarray(1), new Float64Array([1.5, Number.NaN]), new Int32Array(0)];
    const graph = { map, set: new Set([shared, 'x']), evil, columns, word: new Uint32Array([2 ** 32 - 1]) };
    const back = decodeGraph(JSON.parse(JSON.stringify(encodeGraph(graph))) as never) as typeof graph;
    expect(back).toEqual(graph);
    const [[key, list]] = [...back.map] as [[object, unknown[]]];
    expect(back.set.has(key as never)).toBe(true);
    expect(list[1]).toBe(list);
    expect(Object.keys(back.evil)).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('survives any JSON, also with keys that look like its own marks', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('$ref', '$map', '$shared', '$value', '$entries', '__proto__'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 0 }),
        fc.array(tie('tree')),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(encodeGraph(value));
        expect(JSON.stringify(encodeGraph(decodeGraph(JSON.parse(text) as never)))).toBe(text);
        expect(decodeGraph(JSON.parse(text) as never)).toEqual(value);
      }),
    );
  });

  it('refuses what is no data', () => {
    class Machine {}
    for (const value of [() => 1, Symbol('s'), new Machine(), new Date(0), { deep: [new Machine()] }])
      expect(() => encodeGraph(value)).toThrow('no data');
  });
});
