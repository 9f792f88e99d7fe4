import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RateSteps, ratePerMinute, rateSteps } from '../src/rate.js';
import { notificationSchedule, notificationTime, notifiedBy } from '../src/schedule.js';
import { timelineOf } from '../src/timeline.js';
import { rolloutConfigs } from './arbitraries.js';

const always = timelineOf(0, Infinity, undefined);

/** The schedule when every thing succeeds so many milliseconds after its notification, or none does. */
function schedule(steps: RateSteps, afterMs: number | undefined) {
  return notificationSchedule(steps, afterMs === undefined ? undefined : { afterMs, nth: (n) => n }, always);
}

const exponentialRate = {
  baseRatePerMinute: 50,
  incrementFactor: 2,
  rateIncreaseCriteria: { numberOfNotifiedThings: 1000 },
};

describe('ratePerMinute', () => {
  it('is 1000 without a configuration', () => {
    expect(ratePerMinute(rateSteps(undefined), { notified: 0, succeeded: 0 })).toBe(1000);
    expect(ratePerMinute(rateSteps({ maximumPerMinute: 7 }), { notified: 99, succeeded: 99 })).toBe(7);
  });

  it('doubles at every thousand and stops at the maximum', () => {
    const steps = rateSteps({ exponentialRate });
    const rates = [0, 999, 1000, 2000, 3000, 4000, 5000, 99_000].map((notified) =>
      ratePerMinute(steps, { notified, succeeded: 0 }),
    );
    expect(rates).toEqual([50, 50, 100, 200, 400, 800, 1000, 1000]);
  });

  it('takes whichever threshold is further ahead', () => {
    const criteria = { numberOfNotifiedThings: 1000, numberOfSucceededThings: 10 };
    const steps = rateSteps({ exponentialRate: { ...exponentialRate, rateIncreaseCriteria: criteria } });
    expect(ratePerMinute(steps, { notified: 500, succeeded: 20 })).toBe(200);
    expect(ratePerMinute(steps, { notified: 3000, succeeded: 20 })).toBe(400);
  });

  it('rounds the exact decimal product down', () => {
    const rates = (base: number, incrementFactor: number) =>
      rateSteps({ exponentialRate: { ...exponentialRate, baseRatePerMinute: base, incrementFactor } }).perMinute;
    expect(rates(100, 2.3).slice(0, 2)).toEqual([100, 230]); // 229.99… in floating point
    expect(rates(75, 1.5).slice(0, 4)).toEqual([75, 112, 168, 253]); // 253.125, not 1.5 × 168
  });

  it('never starts above the maximum', () => {
    expect(rateSteps({ exponentialRate, maximumPerMinute: 20 }).perMinute).toEqual([20]);
  });
});

describe('notificationSchedule', () => {
  it('gives the worked numbers: 20, 10, 5, 2.5 and 1.25 minutes at 50, 100, 200, 400 and 800', () => {
    const rollout = schedule(rateSteps({ exponentialRate }), undefined);
    const minutes = [1000, 2000, 3000, 4000, 5000].map((n) => notificationTime(rollout, n) / 60_000);
    expect(minutes).toEqual([20, 30, 35, 37.5, 38.75]);
  });

  it('never notifies more things in any 60 seconds than the rate of that moment', () => {
    fc.assert(
      fc.property(rolloutConfigs, fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }), (config, run) => {
        const steps = rateSteps(config);
        const rollout = schedule(steps, run);
        for (let n = 1; n <= 3000; n += 1) {
          const at = notificationTime(rollout, n);
          const totals = { notified: n - 1, succeeded: run === undefined ? 0 : notifiedBy(rollout, at - run) };
          const inWindow = n - notifiedBy(rollout, at - 60_000);
          if (inWindow > ratePerMinute(steps, totals)) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });

  it('counts the things that its own times say', () => {
    fc.assert(
      fc.property(rolloutConfigs, fc.integer({ min: 1, max: 5000 }), (config, n) => {
        const rollout = schedule(rateSteps(config), 30_000);
        const at = notificationTime(rollout, n);
        expect(notifiedBy(rollout, at)).toBeGreaterThanOrEqual(n);
        expect(notifiedBy(rollout, at - 1)).toBeLessThan(n);
      }),
    );
  });
});
