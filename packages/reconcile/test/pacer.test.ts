import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pacer } from '../src/aws/pacer.js';

/** When each call of one operation may begin, for calls that come at the given times. */
async function turns(callsPerSecond: number, arrivals: readonly number[]): Promise<readonly number[]> {
  let now = 0;
  const begun: number[] = [];
  let waited = 0;
  const turn = pacer(callsPerSecond, {
    now: () => now,
    sleep: async (ms) => {
      waited = ms;
    },
  });
  for (const arrival of arrivals) {
    now = arrival;
    waited = 0;
    await turn('CreateJob');
    begun.push(arrival + waited);
  }
  return begun;
}

test('in no second do more calls begin than the rate and its burst allow, whenever they come', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(gaps, fc.constantFrom(1, 10, 25), async (between, rate) => {
      let time = 0;
      const begun = await turns(
        rate,
        between.map((gap) => (time += gap)),
      );
      for (const start of begun) {
        const within = begun.filter((at) => at >= start && at < start + 1000).length;
        expect(within).toBeLessThanOrEqual(Math.ceil(rate + Math.max(1, rate * 0.5)));
      }
    }),
  );
});

test('calls that come slower than the rate never wait', async () => {
  expect(await turns(10, [0, 100, 200, 350])).toEqual([0, 100, 200, 350]);
});

test('a thousand calls at once take what the rate dictates, less the burst', async () => {
  expect((await turns(10, Array(1000).fill(0))).at(-1)).toBeCloseTo(99_500);
});

test('operations do not wait for each other', async () => {
  const waits: number[] = [];
  const turn = pacer(1, {
    now: () => 0,
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  for (const operation of ['CreateJob', 'TagResource', 'DescribeJob']) await turn(operation);
  expect(waits).toEqual([]);
});
