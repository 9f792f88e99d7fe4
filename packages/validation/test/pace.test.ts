import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutesUntil, paceOf } from '../src/rules/pace.js';

const ramp = {
  maximumPerMinute: 1000,
  exponentialRate: {
    baseRatePerMinute: 50,
    incrementFactor: 2,
    rateIncreaseCriteria: { numberOfNotifiedThings: 1000, numberOfSucceededThings: 500 },
  },
};

describe('the pace of a rollout', () => {
  it("takes as long as in AWS's table: 20, 10 and 5 minutes for the first three thousand things", () => {
    const pace = paceOf(ramp, 'never');
    if (pace === undefined) throw new Error('a whole configuration has a pace');
    expect([1000, 2000, 3000, 4000].map((things) => minutesUntil(things, pace))).toEqual([20, 30, 35, 37.5]);
    // From the fifth increase on the rate is the maximum.
    expect(minutesUntil(6000, pace) - minutesUntil(5000, pace)).toBe(1);
  });

  it('counts successes only where every device is taken to succeed', () => {
    expect(paceOf(ramp, 'at-once')?.thingsPerStep).toBe(500);
    expect(paceOf(ramp, 'never')?.thingsPerStep).toBe(1000);
  });

  it('is unknown when a number is missing', () => {
    const { baseRatePerMinute: _, ...incomplete } = ramp.exponentialRate;
    expect(paceOf({ exponentialRate: incomplete }, 'never')).toBeUndefined();
  });

  it('takes longer for more things, and never less than the maximum allows nor more than the base needs', () => {
    const config = fc.record({
      base: fc.integer({ min: 1, max: 1000 }),
      factor: fc.integer({ min: 11, max: 50 }).map((tenths) => tenths / 10),
      maximum: fc.integer({ min: 1, max: 1000 }),
      step: fc.integer({ min: 1, max: 5000 }),
    });
    const things = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(config, things, things, ({ base, factor, maximum, step }, a, b) => {
        const pace = paceOf(
          {
            maximumPerMinute: maximum,
            exponentialRate: {
              baseRatePerMinute: base,
              incrementFactor: factor,
              rateIncreaseCriteria: { numberOfNotifiedThings: step },
            },
          },
          'never',
        );
        if (pace === undefined) throw new Error('a whole configuration has a pace');
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
        expect(minutesUntil(fewer, pace)).toBeLessThanOrEqual(minutesUntil(more, pace));
        expect(minutesUntil(more, pace)).toBeGreaterThanOrEqual(more / maximum - 1e-6);
        expect(minutesUntil(more, pace)).toBeLessThanOrEqual(more / Math.min(base, maximum) + 1e-6);
      }),
    );
  });
});
