/**
 * The rate of a rollout, and when the next thing is due.
 *
 * AWS publishes rates per minute and leaves open how notifications spread inside one (JOB-ROL-17 marks it as a choice).
 * Here they are evenly spaced: the first comes one spacing after the start, so `rate` of them fill a minute exactly.
 * Times are whole milliseconds; spacings that are not are rounded up from a common origin, never added up.
 */
import type { JobExecutionsRolloutConfig } from './config.js';

/** The rate in things per minute when a job sets no `maximumPerMinute` (JOB-ROL-02: 1000). */
export const defaultMaximumPerMinute = 1000;

const minuteMs = 60_000;

/** A rollout configuration worked out once: the rate of every step, the last of which is kept for ever. */
export interface RateSteps {
  /** Things per minute after 0, 1, 2… increases; never empty. */
  readonly perMinute: readonly number[];
  readonly notifiedPerStep: number | undefined;
  readonly succeededPerStep: number | undefined;
}

/** What the increase thresholds count: things that got the job, and executions that succeeded. */
export interface RolloutTotals {
  readonly notified: number;
  readonly succeeded: number;
}

/**
 * Returns the rates that a configuration can reach, in order.
 *
 * Step k is `floor(base × factor^k)`, computed from the exact decimal factor because 100 × 2.3 is 229.99… in floating
 * point; it never passes the maximum (JOB-ROL-11, JOB-ROL-16, JOB-ROL-18: the smaller of base and maximum).
 */
export function rateSteps(config: JobExecutionsRolloutConfig | undefined): RateSteps {
  const cap = config?.maximumPerMinute ?? defaultMaximumPerMinute;
  const exponential = config?.exponentialRate;
  if (exponential === undefined) return { perMinute: [cap], notifiedPerStep: undefined, succeededPerStep: undefined };
  const { numberOfNotifiedThings, numberOfSucceededThings } = exponential.rateIncreaseCriteria;
  return {
    perMinute: exponentialSteps(exponential.baseRatePerMinute, exponential.incrementFactor, cap),
    notifiedPerStep: numberOfNotifiedThings,
    succeededPerStep: numberOfSucceededThings,
  };
}

function exponentialSteps(base: number, factor: number, cap: number): number[] {
  const steps = [Math.min(cap, base)];
  if (!(factor > 1 && base >= 1)) return steps; // would never reach the cap; AWS requires at least 1.1 and 1
  const decimals = (factor.toFixed(6).replace(/0+$/, '').split('.')[1] ?? '').length;
  const numerator = BigInt(Math.round(factor * 10 ** decimals));
  const denominator = 10n ** BigInt(decimals);
  let [dividend, divisor] = [BigInt(Math.floor(base)), 1n];
  while (steps[steps.length - 1]! < cap) {
    dividend *= numerator;
    divisor *= denominator;
    steps.push(Math.min(cap, Number(dividend / divisor)));
  }
  return steps;
}

/**
 * Returns how often the rate was raised at these totals: each threshold counts per step, and either one raises it
 * (JOB-ROL-12, JOB-ROL-15).
 */
export function rateIncreases(steps: RateSteps, totals: RolloutTotals): number {
  const byNotified = steps.notifiedPerStep === undefined ? 0 : Math.floor(totals.notified / steps.notifiedPerStep);
  const bySucceeded = steps.succeededPerStep === undefined ? 0 : Math.floor(totals.succeeded / steps.succeededPerStep);
  return Math.max(byNotified, bySucceeded);
}

/** Returns the rate, in things per minute, that holds at these totals. */
export function ratePerMinute(steps: RateSteps, totals: RolloutTotals): number {
  return steps.perMinute[Math.min(rateIncreases(steps, totals), steps.perMinute.length - 1)]!;
}

/**
 * Where a rollout stands in time. Notification n of the current pace is due at `origin + n` spacings; a pace begins when
 * the rate changes or when a notification came later than it was due.
 */
export interface Pace {
  readonly ratePerMinute: number;
  /** Milliseconds. */
  readonly origin: number;
  /** Notifications since `origin`. */
  readonly count: number;
  /** Milliseconds; the latest notification, or the start of the rollout. */
  readonly lastAt: number;
}

/** Returns the pace of a rollout that starts at `at` (milliseconds). */
export function startPace(at: number, rate: number): Pace {
  return { ratePerMinute: rate, origin: at, count: 0, lastAt: at };
}

/** Returns when notification number `n` of this pace is due, in milliseconds. */
export function dueAt(pace: Pace, n: number = pace.count + 1): number {
  return pace.origin + Math.ceil((n * minuteMs) / pace.ratePerMinute);
}

/** Returns how many notifications of this pace are due by `at` (milliseconds), from its origin. */
export function dueBy(pace: Pace, at: number): number {
  return Math.max(0, Math.floor(((at - pace.origin) * pace.ratePerMinute) / minuteMs));
}

/** Returns the pace after a notification at `at`, which is never before it was due. */
export function afterNotification(pace: Pace, at: number): Pace {
  if (at > dueAt(pace)) return startPace(at, pace.ratePerMinute);
  return { ratePerMinute: pace.ratePerMinute, origin: pace.origin, count: pace.count + 1, lastAt: at };
}

/**
 * Returns the pace after it stood still for `ms`, so that pauses do not count: a rollout in maintenance windows keeps
 * its level and its spacing, as if one window followed the other (JOB-MW-20 leaves this open).
 */
export function delayedPace(pace: Pace, ms: number): Pace {
  return { ...pace, origin: pace.origin + ms, lastAt: pace.lastAt + ms };
}

/**
 * Returns the pace after the rate has changed: the next notification keeps the new distance from the latest one.
 *
 * Rounded times can lie up to a millisecond too close to the next origin, so a pace with a fractional spacing hands over
 * one millisecond later; without it a window of 60 s across the change could hold one thing too many.
 */
export function withRate(pace: Pace, rate: number): Pace {
  if (rate === pace.ratePerMinute) return pace;
  if (pace.count === 0) return { ...pace, ratePerMinute: rate };
  const rounding = minuteMs % pace.ratePerMinute === 0 ? 0 : 1;
  return { ratePerMinute: rate, origin: pace.lastAt + rounding, count: 0, lastAt: pace.lastAt };
}
