import * as iot from '@aws-sdk/client-iot';
import { afterEach, describe, expect, it } from 'vitest';
import { drawRunMs, type RunTime } from '../src/fleet/run-time.js';
import { type Fleet, parseFleet } from '../src/index.js';
import { createRandom } from '../src/random.js';
import { arn, type Bench, bench, minute } from './clients.js';

let open: Bench[] = [];

afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

function parsed(value: unknown): Fleet {
  const result = parseFleet(value);
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join(' '));
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

describe('run times', () => {
  const times = (runTime: RunTime) => {
    const random = createRandom(5);
    return Array.from({ length: 20_000 }, () => drawRunMs(runTime, random) / 1000).sort((a, b) => a - b);
  };
  const share = (seconds: readonly number[], from: number, to: number) =>
    seconds.filter((second) => second >= from && second <= to).length / seconds.length;

  it('are all the same, or spread evenly', () => {
    expect(new Set(times({ min: 45, max: 45 }))).toEqual(new Set([45]));
    const even = times({ min: 20, max: 60 });
    expect([even[0], even.at(-1)]).toEqual([expect.closeTo(20, 1), expect.closeTo(60, 1)]);
    expect(share(even, 20, 30)).toBeCloseTo(0.25, 1);
  });

  it('follow a normal distribution, cut off at 0', () => {
    const normal = times({ distribution: 'normal', mean: 60, standardDeviation: 10 });
    expect(share(normal, 50, 70)).toBeCloseTo(0.683, 1.5);
    expect(share(normal, 40, 80)).toBeCloseTo(0.954, 1.5);
    expect(times({ distribution: 'normal', mean: 1, standardDeviation: 10 })[0]).toBe(0);
  });

  it('follow a lognormal distribution, with its median and its long tail', () => {
    const lognormal = times({ distribution: 'lognormal', median: 60, sigma: 0.5 });
    expect(share(lognormal, 0, 60)).toBeCloseTo(0.5, 1.5);
    expect(share(lognormal, 60 / Math.exp(0.5), 60 * Math.exp(0.5))).toBeCloseTo(0.683, 1.5);
    expect(lognormal.at(-1)).toBeGreaterThan(250);
  });
});

describe('parseFleet', () => {
  const problems = (value: unknown) => {
    const result = parseFleet(value);
    return 'problems' in result ? result.problems.map(({ path, message }) => [path.join('/'), message]) : [];
  };
  const group = (members: object) => problems({ groups: [{ name: 'a', things: 1, ...members }] });

  it('takes every form of run time', () => {
    for (const runSeconds of [
      0,
      45.5,
      { min: 5, max: 9 },
      { distribution: 'uniform', min: 5, max: 5 },
      { distribution: 'normal', mean: 45, standardDeviation: 10 },
      { distribution: 'lognormal', median: 45, sigma: 0.5 },
    ])
      expect(group({ runSeconds })).toEqual([]);
    expect(problems({ seed: 3, groups: [] })).toEqual([]);
  });

  it('says what is wrong, where, and what to write', () => {
    for (const value of [null, [], 'x', {}, { groups: 1 }])
      expect(problems(value)).toEqual([['', expect.stringContaining('A fleet is an object')]]);
    expect(group({ name: 'a b', things: -1 })).toEqual([
      ['groups/0/name', 'groups[0].name must have 1 to 128 letters, digits, ":", "_" or "-".'],
      ['groups/0/things', 'groups[0].things must be a whole number of at least 0.'],
    ]);
    expect(group({ outcomes: { succeed: 0.5, fail: 0.1 } })).toEqual([
      ['groups/0/outcomes', 'The shares of groups[0].outcomes add up to 0.6; they must add up to 1.'],
    ]);
    expect(group({ outcomes: { succeed: 90, fail: 0.1 } })).toEqual([
      ['groups/0/outcomes/succeed', 'groups[0].outcomes.succeed must be a share between 0 and 1.'],
    ]);
    expect(group({ color: 'red' })).toEqual([
      ['groups/0/color', "groups[0] has no member 'color'; it can have name, things, prefix, outcomes, runSeconds."],
    ]);
    expect(problems({ groups: [], size: 1 })).toEqual([
      ['size', "the fleet has no member 'size'; it can have seed, groups."],
    ]);
    const twice = { name: 'a', things: 1 };
    expect(problems({ groups: [twice, twice] }).map(([path]) => path)).toEqual(['groups/1', 'groups/1']);
    expect(group({ things: 2_000_000 })).toEqual([['groups', expect.stringContaining('at most 1000000 things')]]);
    expect(group({ prefix: 'lamp-1' })).toEqual([['groups/0/prefix', expect.stringContaining('end in a digit')]]);
  });

  it.each([
    ['soon', 'groups/0/runSeconds', 'must be a number of seconds from 0 to 1000000'],
    [-1, 'groups/0/runSeconds', 'must be a number of seconds'],
    [{ min: 60, max: 20 }, 'groups/0/runSeconds', 'min must not be above groups[0].runSeconds.max'],
    [{ min: 60 }, 'groups/0/runSeconds', 'groups[0].runSeconds.max must be a number'],
    [{ distribution: 'gauss' }, 'groups/0/runSeconds/distribution', 'must be one of uniform, normal, lognormal'],
    [
      { distribution: 'normal', mean: 1, standardDeviation: 1, min: 0 },
      'groups/0/runSeconds/min',
      "has no member 'min'; it can have distribution, mean, standardDeviation",
    ],
    [{ distribution: 'lognormal', median: 1, sigma: 'x' }, 'groups/0/runSeconds/sigma', 'must be a number'],
  ])('refuses the run time %j', (runSeconds, path, message) => {
    expect(group({ runSeconds })).toEqual([[path, expect.stringContaining(message)]]);
  });
});
