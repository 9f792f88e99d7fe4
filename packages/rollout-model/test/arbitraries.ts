import fc from 'fast-check';
import type { JobExecutionsRolloutConfig } from '../src/config.js';

const exponentialRate = fc.record({
  baseRatePerMinute: fc.integer({ min: 1, max: 1000 }),
  incrementFactor: fc.integer({ min: 11, max: 50 }).map((tenths) => tenths / 10),
  rateIncreaseCriteria: fc.record(
    {
      numberOfNotifiedThings: fc.integer({ min: 1, max: 500 }),
      numberOfSucceededThings: fc.integer({ min: 1, max: 500 }),
    },
    { requiredKeys: [] },
  ),
});

/** Rollout configurations that AWS accepts. */
export const rolloutConfigs: fc.Arbitrary<JobExecutionsRolloutConfig> = fc.record(
  { maximumPerMinute: fc.integer({ min: 1, max: 1000 }), exponentialRate },
  { requiredKeys: [] },
);
