/** Whether an execution that failed is tried again. */
import type { JobExecutionsRetryConfig } from './config.js';

/** The most retries of one device over all failure types (JOB-RTY-02: 10). */
export const maximumRetries = 10;

/** The failures of one thing since it last became a target. */
export interface Failures {
  readonly failed: number;
  readonly timedOut: number;
}

/**
 * Returns whether another execution follows the one that has just ended in `failureType`, which `failures` includes.
 * Only FAILED and TIMED_OUT are retried (JOB-RTY-04).
 */
export function retries(
  config: JobExecutionsRetryConfig | undefined,
  failureType: 'FAILED' | 'TIMED_OUT',
  failures: Failures,
): boolean {
  if (failures.failed + failures.timedOut > maximumRetries) return false;
  return (config?.criteriaList ?? []).some((criterion) => {
    if (criterion.failureType === 'ALL') return failures.failed + failures.timedOut <= criterion.numberOfRetries;
    if (criterion.failureType !== failureType) return false;
    return (failureType === 'FAILED' ? failures.failed : failures.timedOut) <= criterion.numberOfRetries;
  });
}
