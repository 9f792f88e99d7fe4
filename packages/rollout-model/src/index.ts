/** How an AWS IoT job spreads over a fleet. Everything here is pure: no clock, no disk, no network, no imports. */
export { abortingCriterion, criterionText } from './abort.js';
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
export { defaultMaximumPerMinute, type RateSteps, type RolloutTotals, ratePerMinute, rateSteps } from './rate.js';
