/** The abort decision: which criterion, if any, stops a job at these counts. */
import type { AbortConfig, AbortCriteria } from './config.js';
import { completedExecutions, type ExecutionCounts } from './status.js';

/**
 * Returns the first criterion, in list order, that stops the job, or undefined (JOB-ABT-05 to 08).
 *
 * The unit is completed executions. Canceled and removed ones are completed but match no criterion (JOB-ABT-07).
 */
export function abortingCriterion(config: AbortConfig | undefined, counts: ExecutionCounts): AbortCriteria | undefined {
  const completed = completedExecutions(counts);
  return config?.criteriaList.find(
    (criterion) =>
      completed >= criterion.minNumberOfExecutedThings &&
      10_000 * matchingExecutions(criterion, counts) >= hundredths(criterion.thresholdPercentage) * completed,
  );
}

/** A threshold has at most two decimals (JOB-ABT-03); whole numbers keep 0.07 % of 10,000 from being a little over 7. */
function hundredths(percentage: number): number {
  return Math.round(percentage * 100);
}

function matchingExecutions({ failureType }: AbortCriteria, counts: ExecutionCounts): number {
  return failureType === 'ALL' ? counts.FAILED + counts.REJECTED + counts.TIMED_OUT : counts[failureType];
}

/** Returns a criterion as people say it: "FAILED ≥ 10 % of at least 50" executions that have ended. */
export function criterionText({ failureType, thresholdPercentage, minNumberOfExecutedThings }: AbortCriteria): string {
  return `${failureType} ≥ ${thresholdPercentage} % of at least ${minNumberOfExecutedThings}`;
}
