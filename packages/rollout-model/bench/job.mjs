/** The job of the figures: an exponential rollout over many things, with retries, a timeout and an abort criterion. */
import { createJob, parseWindows } from '@iot-rollouts/rollout-model';

export const hourMs = 3_600_000;
/** Midnight, UTC. */
export const start = Date.UTC(2026, 0, 5);

/** Returns the state of a new job over `size` things that opens for four hours every day. */
export function dailyJob(size) {
  const windows = parseWindows([{ startTime: 'cron(0 2 * * ? *)', durationInMinutes: 240 }]);
  return newJob(size, { windows, endAt: start + 7 * 24 * hourMs, endBehavior: 'CANCEL' });
}

/** Returns the state of a new job over `size` things that may roll out at any time. */
export function newJob(size, schedule = {}) {
  return createJob(
    {
      targetSelection: 'CONTINUOUS',
      things: names(size),
      jobExecutionsRolloutConfig: {
        maximumPerMinute: 1000,
        exponentialRate: {
          baseRatePerMinute: 10,
          incrementFactor: 1.5,
          rateIncreaseCriteria: { numberOfNotifiedThings: 2000, numberOfSucceededThings: 2000 },
        },
      },
      abortConfig: {
        criteriaList: [
          { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 500 },
        ],
      },
      timeoutConfig: { inProgressTimeoutInMinutes: 60 },
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 2 }] },
      ...schedule,
    },
    start,
  ).state;
}

function* names(size) {
  for (let index = 0; index < size; index += 1) yield `thermostat-${index}`;
}
