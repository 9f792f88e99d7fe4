/**
 * What a job will do to a fleet, before it runs: how long until everybody has it, and how many devices a bad image
 * reaches before the job stops itself. It uses the rates, abort and retry arithmetic that the job engine runs.
 */
import { criterionText } from './abort.js';
import type { AbortCriteria, JobConfig } from './config.js';
import { rateSteps } from './rate.js';
import { maximumRetries } from './retry.js';
import {
  type NotificationSchedule,
  notificationRate,
  notificationSchedule,
  notificationTime,
  notifiedBy,
} from './schedule.js';

/** What is known about the fleet. */
export interface ForecastOptions {
  /** How many things the targets hold; left out when nobody has asked AWS. */
  readonly devices?: number | undefined;
  /** Seconds from a thing's notification to its report; 60 when left out. */
  readonly runSeconds?: number | undefined;
}

/** How a job will spread, if every device starts at once and takes `runSeconds`. */
export interface Forecast {
  readonly devices: number | undefined;
  readonly runSeconds: number;
  readonly startRatePerMinute: number;
  /** The highest rate reached while every device succeeds; with an unknown fleet, the highest that can be reached. */
  readonly peakRatePerMinute: number;
  /** Minutes until the last device is notified while every device succeeds; undefined for an unknown fleet. */
  readonly minutesToNotifyAll: number | undefined;
  readonly abort: {
    /** When every device reports FAILED after `runSeconds`. */
    readonly whenAllFail: AbortForecast;
    /** When every device starts and then falls silent, so that only `timeoutConfig` ends its execution. */
    readonly whenAllTimeOut: AbortForecast;
  };
}

/** Whether and when the abort criteria stop a job. */
export type AbortForecast =
  | {
      readonly fires: true;
      readonly criterion: AbortCriteria;
      readonly devicesNotified: number;
      readonly afterMinutes: number;
    }
  | { readonly fires: false; readonly reason: NoAbortReason };

/**
 * Why no criterion stops the job: there is none; none counts this outcome; the outcome never comes, because no timeout is
 * configured; or the fleet is too small for every minimum.
 */
export type NoAbortReason = 'no-criteria' | 'no-matching-criterion' | 'no-timeout' | 'too-few-devices';

const secondMs = 1000;
const minuteMs = 60_000;

/** Returns how a job with this configuration will spread over a fleet. */
export function forecast(config: JobConfig, options: ForecastOptions = {}): Forecast {
  const { devices, runSeconds = 60 } = options;
  const steps = rateSteps(config.jobExecutionsRolloutConfig);
  const canRise = steps.notifiedPerStep !== undefined || steps.succeededPerStep !== undefined;
  const succeeding = notificationSchedule(steps, runSeconds * secondMs);
  const failing = notificationSchedule(steps, undefined);
  const timeoutMinutes = config.timeoutConfig?.inProgressTimeoutInMinutes;
  return {
    devices,
    runSeconds,
    startRatePerMinute: steps.perMinute[0]!,
    peakRatePerMinute:
      devices !== undefined
        ? notificationRate(succeeding, devices)
        : steps.perMinute[canRise ? steps.perMinute.length - 1 : 0]!,
    minutesToNotifyAll:
      devices === undefined ? undefined : devices === 0 ? 0 : notificationTime(succeeding, devices) / minuteMs,
    abort: {
      whenAllFail: abortForecast(config, failing, 'FAILED', runSeconds * secondMs, devices),
      whenAllTimeOut:
        timeoutMinutes === undefined
          ? { fires: false, reason: config.abortConfig === undefined ? 'no-criteria' : 'no-timeout' }
          : abortForecast(config, failing, 'TIMED_OUT', timeoutMinutes * minuteMs, devices),
    },
  };
}

function abortForecast(
  config: JobConfig,
  schedule: NotificationSchedule,
  outcome: 'FAILED' | 'TIMED_OUT',
  runMs: number,
  devices: number = Infinity,
): AbortForecast {
  const criteria = config.abortConfig?.criteriaList ?? [];
  if (criteria.length === 0) return { fires: false, reason: 'no-criteria' };
  // Every execution has the same outcome, so a criterion sees 100 % or 0 % and only its minimum delays it.
  const matching = criteria.filter(
    ({ failureType, thresholdPercentage }) =>
      failureType === outcome || failureType === 'ALL' || thresholdPercentage <= 0,
  );
  if (matching.length === 0) return { fires: false, reason: 'no-matching-criterion' };
  const criterion = matching.reduce((a, b) => (b.minNumberOfExecutedThings < a.minNumberOfExecutedThings ? b : a));
  const attempts = 1 + retriesOf(config, outcome);
  const minimum = criterion.minNumberOfExecutedThings;
  if (devices * attempts < minimum) return { fires: false, reason: 'too-few-devices' };
  const completedBy = (at: number): number => {
    let completed = 0;
    for (let attempt = 1; attempt <= attempts; attempt += 1)
      completed += Math.min(devices, notifiedBy(schedule, at - attempt * runMs));
    return completed;
  };
  const latest = notificationTime(schedule, Math.min(minimum, devices)) + attempts * runMs;
  const at = firstMillisecond(latest, (ms) => completedBy(ms) >= minimum);
  return {
    fires: true,
    criterion,
    devicesNotified: Math.min(devices, notifiedBy(schedule, at)),
    afterMinutes: at / minuteMs,
  };
}

/** Returns how often a device that always ends in `outcome` is tried again. */
function retriesOf({ jobExecutionsRetryConfig }: JobConfig, outcome: 'FAILED' | 'TIMED_OUT'): number {
  const counts = (jobExecutionsRetryConfig?.criteriaList ?? [])
    .filter(({ failureType }) => failureType === outcome || failureType === 'ALL')
    .map(({ numberOfRetries }) => numberOfRetries);
  return Math.min(maximumRetries, Math.max(0, ...counts));
}

/** Returns the first whole millisecond up to `latest` at which a monotonous condition holds. */
function firstMillisecond(latest: number, holds: (ms: number) => boolean): number {
  let [low, high] = [0, Math.ceil(latest)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** Returns why a criterion can never stop a job over this fleet, or undefined if it can (JOB-ABT-15). */
export function neverFires(criterion: AbortCriteria, config: JobConfig, devices?: number): NoAbortReason | undefined {
  const attempts =
    criterion.failureType === 'REJECTED'
      ? 1
      : 1 + Math.max(retriesOf(config, 'FAILED'), retriesOf(config, 'TIMED_OUT'));
  if (devices !== undefined && devices * attempts < criterion.minNumberOfExecutedThings) return 'too-few-devices';
  const timesOut = config.timeoutConfig?.inProgressTimeoutInMinutes !== undefined;
  return criterion.failureType === 'TIMED_OUT' && !timesOut ? 'no-timeout' : undefined;
}

/** Returns a forecast in one plain sentence, for a pull request. */
export function forecastSentence(forecast: Forecast): string {
  return `${reachClause(forecast)}; ${abortClause(forecast)}.`;
}

function reachClause({ devices, minutesToNotifyAll, startRatePerMinute, peakRatePerMinute }: Forecast): string {
  const rate =
    startRatePerMinute === peakRatePerMinute
      ? `at up to ${count(peakRatePerMinute)} a minute`
      : `at ${count(startRatePerMinute)} a minute rising to ${count(peakRatePerMinute)}`;
  if (devices === undefined || minutesToNotifyAll === undefined) return `Reaches devices ${rate}`;
  if (devices === 0) return 'Reaches no device now, because its targets are empty';
  return `Reaches ${plural(devices, 'device')} in about ${duration(minutesToNotifyAll)} ${rate}`;
}

function abortClause({ abort: { whenAllFail }, devices, runSeconds }: Forecast): string {
  const condition = `if every device fails after ${duration(runSeconds / 60)}`;
  if (whenAllFail.fires) {
    const notified = plural(whenAllFail.devicesNotified, 'device');
    const exposure =
      devices !== undefined && whenAllFail.devicesNotified >= devices
        ? `only when all ${notified} have it`
        : `after about ${notified}`;
    return `${condition}, the abort criterion ${criterionText(whenAllFail.criterion)} stops it ${exposure}`;
  }
  switch (whenAllFail.reason) {
    case 'no-criteria':
      return 'nothing stops it when devices fail, because it has no abortConfig';
    case 'too-few-devices':
      return `no abort criterion can stop it, because each wants more executions than ${plural(devices ?? 0, 'device')} can give`;
    case 'no-matching-criterion':
    case 'no-timeout':
      return 'no abort criterion stops it when devices report FAILED';
  }
}

function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

function duration(minutes: number): string {
  if (minutes < 1) return plural(Math.ceil(minutes * 60), 'second');
  if (minutes < 120) return plural(Math.round(minutes * 10) / 10, 'minute');
  return minutes < 48 * 60
    ? plural(Math.round(minutes / 6) / 10, 'hour')
    : plural(Math.round(minutes / 144) / 10, 'day');
}
