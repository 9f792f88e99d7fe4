/** Edits of the retries of a job that exists. */
import type { JobExecutionsRetryConfig } from '@iot-rollouts/schemas/iot';

/**
 * What AWS makes of new retries for a job that exists (JOB-RTY-13: a count cannot be changed, except to 0). `unclear`
 * where one failure type goes to 0 and another keeps its count, of which nothing is documented.
 */
export function retryEdit(
  before: JobExecutionsRetryConfig | undefined,
  after: JobExecutionsRetryConfig,
): 'accepted' | 'unclear' | 'refused' {
  const counts = new Map((before?.criteriaList ?? []).map((it) => [it.failureType, it.numberOfRetries]));
  const kept = (after.criteriaList ?? []).filter(({ numberOfRetries }) => numberOfRetries !== 0);
  if (kept.length === 0) return 'accepted';
  return kept.every((it) => counts.get(it.failureType) === it.numberOfRetries) ? 'unclear' : 'refused';
}
