/** Quotas that AWS raises on request, so a test may set them too. Those that nobody can raise stand beside their checks. */

export interface Limits {
  /** Jobs that are SCHEDULED or IN_PROGRESS, per region (JOB-QUO-01, 02). */
  readonly activeJobs: number;
  /** Jobs that roll out at the same time, per region; others wait their turn (JOB-ROL-31). */
  readonly concurrentJobs: number;
  /** Job templates per region (JOB-TPL-10). */
  readonly jobTemplates: number;
  /** Executions that a job may create per minute (JOB-ROL-04). */
  readonly rolloutRatePerMinute: number;
  /** Dynamic thing groups per region (JOB-QUO-01). */
  readonly dynamicThingGroups: number;
  /** Days that a job is kept after it was completed or canceled (JOB-JST-09). */
  readonly inactiveJobRetentionDays: number;
  /** `aws` holds requests to the published rates of their operations; `none` answers as fast as it can. */
  readonly rates: 'aws' | 'none';
}

/** An account's limits as AWS sets them at first, but for request rates, which are off. */
export const defaultLimits: Limits = {
  activeJobs: 100_000,
  concurrentJobs: 500,
  jobTemplates: 100,
  rolloutRatePerMinute: 1000,
  dynamicThingGroups: 100,
  inactiveJobRetentionDays: 730,
  rates: 'none',
};
