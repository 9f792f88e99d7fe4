import * as iot from '@aws-sdk/client-iot';
import { GetPendingJobExecutionsCommand } from '@aws-sdk/client-iot-jobs-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseFaults, takeFaults } from '../src/faults.js';
import { createRandom } from '../src/random.js';
import { type Bench, bench } from './clients.js';

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

async function plan(...faults: readonly object[]): Promise<void> {
  const body = JSON.stringify({ faults });
  const response = await fetch(`${at.emulator.endpoint}/_emulator/faults`, { method: 'POST', body });
  expect(await response.json()).toEqual({ planned: faults.length });
}

async function left(): Promise<unknown> {
  return (await fetch(`${at.emulator.endpoint}/_emulator/faults`)).json();
}

const create = (thingName: string) => at.iot.send(new iot.CreateThingCommand({ thingName }));
const exists = async (thingName: string) => {
  const { things = [] } = await at.iot.send(new iot.ListThingsCommand({}));
  return things.some((thing) => thing.thingName === thingName);
};

describe('faults', () => {
  it('that throttle come before the operation', async () => {
    await plan({ kind: 'throttle', operation: 'CreateThing', count: 1 });
    await expect(create('a')).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await exists('a')).toBe(false);
    await create('a');
  });

  it.each([
    ['error', {}, 'InternalFailureException'],
    ['error', { status: 503 }, 'ServiceUnavailableException'],
    ['drop', {}, /./],
  ])(
    'of kind %s %j fail before the operation, or after it, so that only the answer is lost',
    async (kind, more, name) => {
      await plan({ kind, ...more, operation: 'CreateThing', count: 1 });
      await expect(create('a')).rejects.toMatchObject({ name: expect.stringMatching(name) });
      expect(await exists('a')).toBe(false);
      await plan({ kind, ...more, operation: 'CreateThing', count: 1, moment: 'after' });
      await expect(create('b')).rejects.toMatchObject({ name: expect.stringMatching(name) });
      expect(await exists('b')).toBe(true);
      await create('c');
    },
  );

  it('hit the operations of devices, too', async () => {
    await create('a');
    await plan({ kind: 'error', operation: 'GetPendingJobExecutions' });
    const pending = () => at.devices.send(new GetPendingJobExecutionsCommand({ thingName: 'a' }));
    await expect(pending()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await plan();
    expect(await pending()).toMatchObject({ queuedJobs: [] });
  });

  it('wait for their turn: one request meets every delay and one failure', async () => {
    await plan(
      { kind: 'delay', delayMs: 1, count: 2 },
      { kind: 'throttle', operation: 'CreateThing', count: 1 },
      { kind: 'error', count: 1 },
      { kind: 'drop', operation: 'ListJobs' },
    );
    await expect(create('a')).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await left()).toEqual({
      faults: [
        { kind: 'delay', share: 1, remaining: 1 },
        { kind: 'throttle', operation: 'CreateThing', share: 1, remaining: 0 },
        { kind: 'error', share: 1, remaining: 1 },
        { kind: 'drop', operation: 'ListJobs', share: 1 },
      ],
    });
    await expect(create('a')).rejects.toMatchObject({ name: 'InternalFailureException' });
    await create('a');
  });

  it('hit a share of the requests, the same ones for the same seed', () => {
    const hits = (seed: number) => {
      const parsed = parseFaults({ faults: [{ kind: 'throttle', share: 0.25 }] });
      if ('message' in parsed) throw new Error(parsed.message);
      const { fraction } = createRandom(seed);
      return Array.from({ length: 4000 }, () => takeFaults(parsed.faults, 'ListJobs', fraction).fault !== undefined);
    };
    const first = hits(1);
    expect(first.filter(Boolean).length / first.length).toBeCloseTo(0.25, 1);
    expect(hits(1)).toEqual(first);
    expect(hits(2)).not.toEqual(first);
  });

  it('are gone after a reset', async () => {
    await plan({ kind: 'throttle' });
    at.emulator.reset();
    await create('a');
  });
});

describe('a plan of faults', () => {
  it.each([
    [{}, 'Give {"faults": [...]}'],
    [{ faults: ['throttle'] }, 'faults[0] is not an object'],
    [{ faults: [{ kind: 'drop' }, {}] }, 'faults[1] needs a kind: throttle, error, drop, delay'],
    [{ faults: [{ kind: 'drop', often: 1 }] }, "has no member 'often'; a drop can have kind, operation, count"],
    [{ faults: [{ kind: 'drop', status: 500 }] }, "has no member 'status'"],
    [
      { faults: [{ kind: 'delay', moment: 'after', delayMs: 1 }] },
      "has no member 'moment'; a delay can have kind, operation, count, share, delayMs.",
    ],
    [
      { faults: [{ kind: 'throttle', moment: 'after' }] },
      "has no member 'moment'; a throttle can have kind, operation, count, share.",
    ],
    [{ faults: [{ kind: 'delay' }] }, 'must have a delayMs between 1 and 600000'],
    [{ faults: [{ kind: 'throttle', operation: 'CreateJobs' }] }, "'CreateJobs'; did you mean CreateJob?"],
    [{ faults: [{ kind: 'throttle', operation: 7 }] }, 'must name its operation by a string'],
    [{ faults: [{ kind: 'throttle', count: 1.5 }] }, 'a whole number of at least 1'],
    [{ faults: [{ kind: 'throttle', share: 2 }] }, 'must have a share between 0 and 1'],
    [{ faults: [{ kind: 'error', status: 404 }] }, 'must have a status between 500 and 599'],
    [{ faults: [{ kind: 'drop', moment: 'later' }] }, "must have the moment 'before' or 'after'"],
    [{ faults: Array.from({ length: 101 }, () => ({ kind: 'drop' })) }, 'at most 100 faults'],
  ])('that is %j is refused by a message', (value, message) => {
    expect(parseFaults(value)).toEqual({ message: expect.stringContaining(message) });
  });
});
