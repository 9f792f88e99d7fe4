import * as iot from '@aws-sdk/client-iot';
import { afterEach, describe, expect, it } from 'vitest';
import { type Fleet, parseFleet } from '../src/index.js';
import { arn, type Bench, bench, minute } from './clients.js';

let open: Bench[] = [];

afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

function parsed(value: unknown): Fleet {
  const result = parseFleet(value);
  if ('messages' in result) throw new Error(result.messages.join(' '));
  return result.fleet;
}

async function outcomes(fleet: Fleet): Promise<iot.JobProcessDetails> {
  const at = await bench({ region: 'eu-west-1', fleet });
  open.push(at);
  const targets = fleet.groups.map(({ name }) => arn(`thinggroup/${name}`));
  const timeoutConfig = { inProgressTimeoutInMinutes: 5 };
  await at.iot.send(new iot.CreateJobCommand({ jobId: 'ota', targets, document: '{}', timeoutConfig }));
  at.emulator.clock.advance(30 * minute);
  return (await at.iot.send(new iot.DescribeJobCommand({ jobId: 'ota' }))).job!.jobProcessDetails!;
}

describe('a simulated fleet', () => {
  it('ends executions in the shares that it was given, the same way at every run', async () => {
    const fleet = parsed({
      seed: 7,
      groups: [
        {
          name: 'mixed',
          things: 1000,
          outcomes: { succeed: 0.7, fail: 0.1, reject: 0.1, silent: 0.1 },
          runSeconds: { min: 1, max: 60 },
        },
      ],
    });
    const first = await outcomes(fleet);
    expect(first.numberOfSucceededThings).toBeGreaterThan(640);
    expect(first.numberOfSucceededThings).toBeLessThan(760);
    for (const count of [first.numberOfFailedThings, first.numberOfRejectedThings, first.numberOfTimedOutThings]) {
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
    expect(await outcomes(fleet)).toEqual(first);
    expect(await outcomes({ ...fleet, seed: 8 })).not.toEqual(first);
  });

  it('works through several jobs one after another, and stands again after a reset', async () => {
    const at = await bench({
      region: 'eu-west-1',
      fleet: parsed({ groups: [{ name: 'lab', things: 2, runSeconds: 60 }] }),
    });
    open.push(at);
    const targets = [arn('thinggroup/lab')];
    for (const jobId of ['a', 'b']) await at.iot.send(new iot.CreateJobCommand({ jobId, targets, document: '{}' }));
    const status = async (jobId: string) => (await at.iot.send(new iot.DescribeJobCommand({ jobId }))).job?.status;
    at.emulator.clock.advance(minute + 1000);
    expect([await status('a'), await status('b')]).toEqual(['COMPLETED', 'IN_PROGRESS']);
    at.emulator.clock.advance(minute);
    expect(await status('b')).toBe('COMPLETED');
    at.emulator.reset();
    await at.iot.send(new iot.CreateJobCommand({ jobId: 'a', targets, document: '{}' }));
    at.emulator.clock.advance(2 * minute);
    expect(await status('a')).toBe('COMPLETED');
  });
});

describe('parseFleet', () => {
  it('says what is wrong and what to write', () => {
    const messages = (value: unknown) => {
      const result = parseFleet(value);
      return 'messages' in result ? result.messages : [];
    };
    expect(messages(null)).toEqual([expect.stringContaining('A fleet is an object')]);
    expect(messages({ groups: [{ name: 'a b', things: -1 }] })).toHaveLength(3);
    expect(messages({ groups: [{ name: 'a', things: 1, outcomes: { succeed: 0.5 } }] })).toEqual([
      'The shares of groups[0].outcomes add up to 0.5; they must add up to 1.',
    ]);
    expect(messages({ groups: [{ name: 'a', things: 1, color: 'red' }] })).toEqual([
      "groups[0] has no member 'color'; it can have name, things, prefix, outcomes, runSeconds.",
    ]);
    expect(
      messages({
        groups: [
          { name: 'a', things: 1 },
          { name: 'a', things: 1 },
        ],
      }),
    ).toHaveLength(2);
    expect(messages({ groups: [{ name: 'a', things: 2_000_000 }] })).toHaveLength(1);
    expect(messages({ seed: 3, groups: [{ name: 'a', things: 1, runSeconds: { min: 5, max: 9 } }] })).toEqual([]);
  });
});
