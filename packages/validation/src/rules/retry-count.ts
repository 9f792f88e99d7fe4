/** How often one device may try again. */
import type { JobExecutionsRetryConfig } from '@iot-rollouts/schemas/iot';
import type { Draft } from '../spec.js';

/** Retries of one device over all failure types (JOB-RTY-02). */
export const retriesMax = 10;

/** The most retries that a device can get for an end of its executions; for ALL, for any of them together. */
export function retriesOf(
  retry: Draft<JobExecutionsRetryConfig> | undefined,
  end: 'FAILED' | 'TIMED_OUT' | 'ALL',
): number {
  const counts = (retry?.criteriaList ?? [])
    .filter((criterion) => end === 'ALL' || criterion?.failureType === end || criterion?.failureType === 'ALL')
    .map((criterion) => criterion?.numberOfRetries ?? 0);
  return Math.min(
    retriesMax,
    counts.reduce((sum, count) => sum + count, 0),
  );
}
