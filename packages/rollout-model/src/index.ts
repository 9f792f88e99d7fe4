/** How an AWS IoT job spreads over a fleet. Everything here is pure: no clock, no disk, no network, no imports. */
export { abortingCriterion, criterionText } from './abort.js';
export {
  type ActionResult,
  addThings,
  type CancelReason,
  cancelExecution,
  cancelJob,
  type DeviceReport,
  deleteExecution,
  deleteJob,
  type ExecutionCancel,
  type Refusal,
  removeThing,
  reportExecution,
  updateJobConfig,
} from './actions.js';
export { advance, createJob, nextEventAt } from './advance.js';
export type {
  AbortConfig,
  AbortCriteria,
  EndBehavior,
  ExponentialRolloutRate,
  JobConfig,
  JobExecutionsRetryConfig,
  JobExecutionsRolloutConfig,
  RateIncreaseCriteria,
  RetryCriteria,
  TargetSelection,
  TimeoutConfig,
} from './config.js';
export {
  type AbortForecast,
  type Forecast,
  type ForecastOptions,
  forecast,
  forecastSentence,
  type NoAbortReason,
  neverFires,
} from './forecast.js';
export {
  effectiveDeadline,
  executionsOf,
  isRollingOut,
  type JobEvent,
  type JobExecution,
  type JobSpec,
  type JobState,
  latestExecution,
} from './job-state.js';
export { defaultMaximumPerMinute, type RateSteps, type RolloutTotals, ratePerMinute, rateSteps } from './rate.js';
export {
  type DeviceStatus,
  type ExecutionCounts,
  isDeviceStatus,
  isTerminal,
  type JobExecutionStatus,
  type JobStatus,
} from './status.js';
export { abortReasonCode } from './transition.js';
