/** Quotas that a job's configurations must keep. */
import type { Limits } from '../limits.js';
import { invalid, type Refused } from '../refusal.js';
import type { JobConfigurations } from './record.js';

/** The most retries of one thing, over all types of failure (JOB-RTY-02). */
const mostRetries = 10;

/** Returns which quota the configurations break, or undefined. */
export function quotaFault(
  { jobExecutionsRolloutConfig, jobExecutionsRetryConfig }: JobConfigurations,
  { rolloutRatePerMinute }: Limits,
): Refused<'InvalidRequestException'> | undefined {
  if ((jobExecutionsRolloutConfig?.maximumPerMinute ?? 0) > rolloutRatePerMinute)
    return invalid(`maximumPerMinute is above the account's roll-out rate of ${rolloutRatePerMinute} a minute.`);
  const retries = jobExecutionsRetryConfig?.criteriaList ?? [];
  const types = retries.map(({ failureType }) => failureType);
  if (types.length > 1 && (types.includes('ALL') || new Set(types).size < types.length))
    return invalid('Give one retry criterion for ALL, or one each for FAILED and TIMED_OUT.'); // JOB-RTY-03
  if (retries.reduce((sum, { numberOfRetries }) => sum + numberOfRetries, 0) > mostRetries)
    return invalid(`A thing can have at most ${mostRetries} retries of a job, over all types of failure.`);
  return undefined;
}
