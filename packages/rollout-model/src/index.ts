/** How an AWS IoT job spreads over a fleet. Everything here is pure: no clock, no disk, no network, no imports. */
export { abortingCriterion, criterionText } from './abort.js';
export {
  type ActionResult,
  type CancelReason,
  cancelExecution,
  cancelJob,
  type DeviceReport,
  deleteExecution,
  deleteExecutions,
  deleteJob,
  type ExecutionCancel,
  type Refusal,
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
export { type Cron, type CronFault, isCronFault, parseCron } from './cron.js';
export { nextStart } from './cron-starts.js';
export {
  effectiveDeadline,
  executionsOf,
  executionsOfJob,
  hasThing,
  isWaiting,
  type JobExecution,
  latestExecution,
  thingNames,
} from './execution.js';
export type { AbortForecast, NoAbortReason } from './exposure.js';
export {
  type Forecast,
  type ForecastOptions,
  type ForecastSchedule,
  forecast,
  neverFires,
  type ScheduledJobConfig,
  type SchedulingConfig,
} from './forecast.js';
export { forecastSentence } from './forecast-sentence.js';
export { holdRollout, releaseRollout } from './hold.js';
export {
  executionsMade,
  isOpenToDevices,
  isRollingOut,
  type JobEvent,
  type JobSpec,
  type JobState,
  nextWindowStarts,
} from './job-state.js';
export { addThings, removeThing } from './membership.js';
export { defaultMaximumPerMinute, type RateSteps, type RolloutTotals, ratePerMinute, rateSteps } from './rate.js';
export { scheduleTime } from './schedule-time.js';
export {
  type DeviceStatus,
  type ExecutionCounts,
  executionStatuses,
  isDeviceStatus,
  isTerminal,
  type JobExecutionStatus,
  type JobStatus,
} from './status.js';
export { abortReasonCode } from './transition.js';
export { type MaintenanceWindow, parseWindows, type RecurringWindow } from './windows.js';
