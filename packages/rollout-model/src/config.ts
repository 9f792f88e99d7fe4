/**
 * The parts of a job's configuration that the model reads, by AWS's names.
 *
 * The types are structural on purpose: a CreateJob input, a DescribeJob answer and a manifest's spec can all be given
 * as they are. Optional members admit `undefined` because SDK types write it out.
 */

/** How fast executions are created: a constant ceiling, an exponential ramp under it, or neither. */
export interface JobExecutionsRolloutConfig {
  readonly maximumPerMinute?: number | undefined;
  readonly exponentialRate?: ExponentialRolloutRate | undefined;
}

export interface ExponentialRolloutRate {
  readonly baseRatePerMinute: number;
  readonly incrementFactor: number;
  readonly rateIncreaseCriteria: RateIncreaseCriteria;
}

export interface RateIncreaseCriteria {
  readonly numberOfNotifiedThings?: number | undefined;
  readonly numberOfSucceededThings?: number | undefined;
}

export interface AbortConfig {
  readonly criteriaList: readonly AbortCriteria[];
}

export interface AbortCriteria {
  readonly failureType: 'FAILED' | 'REJECTED' | 'TIMED_OUT' | 'ALL';
  readonly action: 'CANCEL';
  /** Percent of the completed executions, 0 to 100. */
  readonly thresholdPercentage: number;
  readonly minNumberOfExecutedThings: number;
}

export interface TimeoutConfig {
  readonly inProgressTimeoutInMinutes?: number | undefined;
}

export interface JobExecutionsRetryConfig {
  readonly criteriaList: readonly RetryCriteria[];
}

export interface RetryCriteria {
  readonly failureType: 'FAILED' | 'TIMED_OUT' | 'ALL';
  readonly numberOfRetries: number;
}

/** The configurations of a job that decide how it spreads and when it stops. */
export interface JobConfig {
  readonly jobExecutionsRolloutConfig?: JobExecutionsRolloutConfig | undefined;
  readonly abortConfig?: AbortConfig | undefined;
  readonly timeoutConfig?: TimeoutConfig | undefined;
  readonly jobExecutionsRetryConfig?: JobExecutionsRetryConfig | undefined;
}

export type EndBehavior = 'STOP_ROLLOUT' | 'CANCEL' | 'FORCE_CANCEL';
export type TargetSelection = 'SNAPSHOT' | 'CONTINUOUS';
