/**
 * What a job will do to a fleet, before it runs: how long until everybody has it, and how many devices a bad image
 * reaches before the job stops itself. It uses the rates, windows, abort and retry arithmetic that the job engine runs.
 */
import type { AbortCriteria, EndBehavior, JobConfig } from './config.js';
import {
  type AbortForecast,
  abortForecast,
  type FailingRollout,
  type NoAbortReason,
  nthSucceeding,
} from './exposure.js';
import { rateSteps } from './rate.js';
import { maximumRetries } from './retry.js';
import { notificationRate, notificationSchedule, notificationTime, notifiedBy } from './schedule.js';
import { scheduleTime } from './schedule-time.js';
import { type Timeline, timelineOf } from './timeline.js';
import { type MaintenanceWindow, parseWindows, type WindowSchedule } from './windows.js';

/** A job's configuration with its schedule, by AWS's names. */
export interface ScheduledJobConfig extends JobConfig {
  readonly schedulingConfig?: SchedulingConfig | undefined;
  /** A template's windows, which a job without a `schedulingConfig` of its own takes over (JOB-CRE-16). */
  readonly maintenanceWindows?: readonly MaintenanceWindow[] | undefined;
}

export interface SchedulingConfig {
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly endBehavior?: EndBehavior | undefined;
  readonly maintenanceWindows?: readonly MaintenanceWindow[] | undefined;
}

/** What is known about the fleet and the moment. */
export interface ForecastOptions {
  /** How many things the targets hold; left out when nobody has asked AWS. */
  readonly devices?: number | undefined;
  /** Seconds from a thing's notification to its report; 60 when left out. */
  readonly runSeconds?: number | undefined;
  /** When the job is created, in milliseconds since the epoch. Left out, windows have no place in the calendar, but for those of a job with a `startTime`. */
  readonly at?: number | undefined;
  /** Percent of the devices that fail while the others succeed, for `whenSomeFail` and `whenSomeTimeOut`; two decimals count. */
  readonly failingPercentage?: number | undefined;
}

/** How a job will spread, if every device starts at once and takes `runSeconds`. */
export interface Forecast {
  readonly devices: number | undefined;
  readonly runSeconds: number;
  readonly startRatePerMinute: number;
  /** The highest rate reached while every device succeeds; with an unknown fleet, the highest that can be reached. */
  readonly peakRatePerMinute: number;
  /**
   * Minutes until the last device is notified while every device succeeds; undefined for an unknown fleet. Only the time
   * in which maintenance windows are open counts.
   */
  readonly minutesToNotifyAll: number | undefined;
  /** Undefined for a job without start, end and maintenance windows. */
  readonly schedule: ForecastSchedule | undefined;
  readonly abort: {
    /** When every device reports FAILED after `runSeconds`. */
    readonly whenAllFail: AbortForecast;
    /** When every device starts and then falls silent, so that only `timeoutConfig` ends its execution. */
    readonly whenAllTimeOut: AbortForecast;
    /** When `failingPercentage` of the devices report FAILED; undefined when no share is asked for. */
    readonly whenSomeFail: AbortForecast | undefined;
    /** When `failingPercentage` of the devices fall silent. */
    readonly whenSomeTimeOut: AbortForecast | undefined;
  };
  /** The criteria that can never stop the job, in list order. */
  readonly neverFire: readonly { readonly criterion: AbortCriteria; readonly reason: NoAbortReason }[];
}

/** Where a rollout lies in the calendar. Moments are milliseconds since the epoch, undefined when they are not known. */
export interface ForecastSchedule {
  readonly hasWindows: boolean;
  /** When the first thing may be notified. */
  readonly startsAt: number | undefined;
  readonly endsAt: number | undefined;
  /** When the last thing is notified; also undefined when the schedule ends before. */
  readonly notifiedAllAt: number | undefined;
  /** How many windows that takes, overlapping ones counted as one. */
  readonly windowsToNotifyAll: number | undefined;
  /** How many devices are notified by the end; undefined when it leaves time for all. */
  readonly devicesByEnd: number | undefined;
}

const secondMs = 1000;
const minuteMs = 60_000;

/** Returns how a job with this configuration will spread over a fleet. */
export function forecast(config: ScheduledJobConfig, options: ForecastOptions = {}): Forecast {
  const { devices, runSeconds = 60, failingPercentage } = options;
  const steps = rateSteps(config.jobExecutionsRolloutConfig);
  const canRise = steps.notifiedPerStep !== undefined || steps.succeededPerStep !== undefined;
  const calendar = calendarOf(config, options.at);
  const succeeding = notificationSchedule(steps, { afterMs: runSeconds * secondMs, nth: (n) => n }, calendar.timeline);
  const lastAt = devices === undefined ? undefined : devices === 0 ? 0 : notificationTime(succeeding, devices);
  const exposure = (outcome: 'FAILED' | 'TIMED_OUT', percentage: number) =>
    exposureOf(config, calendar, outcome, percentage, { devices, runSeconds });
  return {
    devices,
    runSeconds,
    startRatePerMinute: steps.perMinute[0]!,
    peakRatePerMinute:
      devices !== undefined
        ? notificationRate(succeeding, devices)
        : steps.perMinute[canRise ? steps.perMinute.length - 1 : 0]!,
    minutesToNotifyAll: lastAt === undefined ? undefined : lastAt / minuteMs,
    schedule: isScheduled(config) ? forecastSchedule(calendar, lastAt, (at) => notifiedBy(succeeding, at)) : undefined,
    abort: {
      whenAllFail: exposure('FAILED', 100),
      whenAllTimeOut: exposure('TIMED_OUT', 100),
      whenSomeFail: failingPercentage === undefined ? undefined : exposure('FAILED', failingPercentage),
      whenSomeTimeOut: failingPercentage === undefined ? undefined : exposure('TIMED_OUT', failingPercentage),
    },
    neverFire: (config.abortConfig?.criteriaList ?? []).flatMap((criterion) => {
      const reason = neverFires(criterion, config, devices);
      return reason === undefined ? [] : [{ criterion, reason }];
    }),
  };
}

/** The schedule of a job, as far as it is known when things happen. */
interface Calendar {
  readonly timeline: Timeline;
  /** False when calendar time counts from the start of the rollout, because nobody knows when that is. */
  readonly isDated: boolean;
  readonly windows: WindowSchedule | undefined;
  readonly endsAt: number;
  readonly endBehavior: EndBehavior;
}

function isScheduled({ schedulingConfig, maintenanceWindows }: ScheduledJobConfig): boolean {
  const { startTime, endTime, maintenanceWindows: own } = schedulingConfig ?? { maintenanceWindows };
  return startTime !== undefined || endTime !== undefined || (own ?? []).length > 0;
}

/** What cannot be read counts as left out: that a manifest is right is for others to say. */
function calendarOf({ schedulingConfig, maintenanceWindows }: ScheduledJobConfig, at: number | undefined): Calendar {
  const { startTime, endTime, endBehavior = 'STOP_ROLLOUT' } = schedulingConfig ?? {};
  const parsed = parseWindows((schedulingConfig ? schedulingConfig.maintenanceWindows : maintenanceWindows) ?? []);
  const recurring = 'message' in parsed ? [] : parsed;
  const startAt = timeOf(startTime);
  const from = startAt === undefined ? at : Math.max(startAt, at ?? startAt);
  const endsAt = (from === undefined ? undefined : timeOf(endTime)) ?? Number.POSITIVE_INFINITY;
  const windows =
    recurring.length === 0
      ? undefined
      : { windows: recurring, from: startAt ?? Number.NEGATIVE_INFINITY, until: endsAt };
  const timeline = timelineOf(from ?? 0, endsAt, from === undefined ? undefined : windows);
  return { timeline, isDated: from !== undefined, windows, endsAt, endBehavior };
}

function timeOf(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : scheduleTime(text);
  return Number.isNaN(at) ? undefined : at;
}

function forecastSchedule(
  { timeline, isDated, windows, endsAt }: Calendar,
  lastAt: number | undefined,
  notified: (rolloutMs: number) => number,
): ForecastSchedule {
  const hasWindows = windows !== undefined;
  const endTime = endsAt === Number.POSITIVE_INFINITY ? undefined : endsAt;
  const known = { hasWindows, startsAt: finite(timeline.startsAt), endsAt: endTime };
  const unknown = { notifiedAllAt: undefined, windowsToNotifyAll: undefined, devicesByEnd: undefined };
  if (!isDated) return { ...known, ...unknown, startsAt: undefined };
  if (lastAt === undefined) return { ...known, ...unknown };
  const at = finite(timeline.calendarAt(lastAt));
  const devicesByEnd = at === undefined && endTime !== undefined ? notified(timeline.rolloutBy(endTime)) : undefined;
  const windowsToNotifyAll = hasWindows && at !== undefined ? timeline.openingsBy(at) : undefined;
  return { ...known, notifiedAllAt: at, windowsToNotifyAll, devicesByEnd };
}

function finite(at: number): number | undefined {
  return Number.isFinite(at) ? at : undefined;
}

function exposureOf(
  config: JobConfig,
  { timeline, isDated, windows, endsAt, endBehavior }: Calendar,
  outcome: 'FAILED' | 'TIMED_OUT',
  percentage: number,
  { devices, runSeconds }: Pick<Forecast, 'devices' | 'runSeconds'>,
): AbortForecast {
  const timeoutMinutes = config.timeoutConfig?.inProgressTimeoutInMinutes;
  if (outcome === 'TIMED_OUT' && timeoutMinutes === undefined)
    return { fires: false, reason: config.abortConfig === undefined ? 'no-criteria' : 'no-timeout' };
  const succeedAfterMs = runSeconds * secondMs;
  const share = { perTenThousand: Math.min(10_000, Math.max(0, Math.round(percentage * 100))) };
  const successes = { afterMs: succeedAfterMs, nth: (count: number) => nthSucceeding(share, count) };
  const rollout: FailingRollout = {
    config,
    schedule: notificationSchedule(rateSteps(config.jobExecutionsRolloutConfig), successes, timeline),
    timeline,
    hasWindows: isDated && windows !== undefined,
    endsAt,
    endBehavior,
    devices: devices ?? Number.POSITIVE_INFINITY,
    share,
    outcome,
    failAfterMs: outcome === 'FAILED' ? succeedAfterMs : (timeoutMinutes ?? 0) * minuteMs,
    succeedAfterMs,
  };
  return abortForecast(rollout);
}

/**
 * Returns why a criterion can never stop a job over this fleet, or undefined if it can (JOB-ABT-15). Retries count as
 * executions, so a small fleet with retries can reach a minimum that is above its number of devices.
 */
export function neverFires(criterion: AbortCriteria, config: JobConfig, devices?: number): NoAbortReason | undefined {
  if (devices !== undefined && devices * (1 + mostRetries(config)) < criterion.minNumberOfExecutedThings)
    return 'too-few-devices';
  const timesOut = config.timeoutConfig?.inProgressTimeoutInMinutes !== undefined;
  return criterion.failureType === 'TIMED_OUT' && !timesOut ? 'no-timeout' : undefined;
}

/** Returns how often a device can be tried again, whatever its failures. */
function mostRetries({ jobExecutionsRetryConfig }: JobConfig): number {
  const counts = (jobExecutionsRetryConfig?.criteriaList ?? []).map(({ numberOfRetries }) => numberOfRetries);
  return Math.min(
    maximumRetries,
    counts.reduce((total, count) => total + count, 0),
  );
}
