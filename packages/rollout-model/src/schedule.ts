/**
 * The moments at which things are notified, in closed form: a list of stretches with one rate each. A forecast reads it
 * instead of running the engine, so its cost depends on the number of rate steps and not on the size of the fleet.
 */
import { dueAt, dueBy, type Pace, type RateSteps, startPace, withRate } from './rate.js';
import type { Timeline } from './timeline.js';

interface Stretch {
  /** Notifications before this stretch. */
  readonly before: number;
  /** Set when the stretch begins with a notification that the new rate made overdue. */
  readonly overdueAt: number | undefined;
  readonly pace: Pace;
}

/** When things are notified, for a fleet of any size. Times are milliseconds of rollout time. */
export interface NotificationSchedule {
  readonly stretches: readonly Stretch[];
}

/** Which things succeed, and when. */
export interface Successes {
  /** Milliseconds of the calendar from a thing's notification to its success. */
  readonly afterMs: number;
  /** Returns which notification (from 1) is the `count`-th whose thing succeeds; infinite when there is none. */
  readonly nth: (count: number) => number;
}

/**
 * Returns the schedule of a rollout whose rate rises with its notifications and these successes. Its times are rollout
 * time; the timeline tells when things that succeed in calendar time raise the rate.
 */
export function notificationSchedule(
  steps: RateSteps,
  successes: Successes | undefined,
  timeline: Timeline,
): NotificationSchedule {
  const stretches: Stretch[] = [{ before: 0, overdueAt: undefined, pace: startPace(0, steps.perMinute[0]!) }];
  const schedule = { stretches };
  for (let increases = 1; increases < steps.perMinute.length; increases += 1) {
    const byNotified = steps.notifiedPerStep && notificationTime(schedule, increases * steps.notifiedPerStep);
    const succeededAt =
      steps.succeededPerStep && successes !== undefined
        ? timeline.calendarAt(notificationTime(schedule, successes.nth(increases * steps.succeededPerStep))) +
          successes.afterMs
        : Number.POSITIVE_INFINITY;
    const bySucceeded = succeededAt === Number.POSITIVE_INFINITY ? succeededAt : timeline.rolloutFrom(succeededAt);
    const at = Math.min(byNotified ?? Number.POSITIVE_INFINITY, bySucceeded);
    if (at === Number.POSITIVE_INFINITY) break;
    // A notification and a success of the same instant: the notification counts first, as in the engine.
    const notified =
      at === byNotified ? increases * steps.notifiedPerStep! : notifiedBy(schedule, timeline.rolloutBy(succeededAt));
    const next = nextStretch(schedule, notified, at, steps.perMinute[increases]!);
    if (next !== undefined) stretches.push(next);
  }
  return schedule;
}

function nextStretch(schedule: NotificationSchedule, notified: number, at: number, rate: number): Stretch | undefined {
  const current = schedule.stretches[schedule.stretches.length - 1]!;
  if (rate === current.pace.ratePerMinute) return undefined;
  const count = notified - current.before - (current.overdueAt === undefined ? 0 : 1);
  const lastAt = notified === 0 ? 0 : notificationTime(schedule, notified);
  const pace = withRate({ ...current.pace, count, lastAt }, rate);
  if (dueAt(pace, 1) >= at) return { before: notified, overdueAt: undefined, pace };
  return { before: notified, overdueAt: at, pace: startPace(at, rate) };
}

/** Returns when the n-th thing (from 1) is notified, in milliseconds. */
export function notificationTime(schedule: NotificationSchedule, n: number): number {
  const { before, overdueAt, pace } = stretchOf(schedule, n);
  if (overdueAt === undefined) return dueAt(pace, n - before);
  return n === before + 1 ? overdueAt : dueAt(pace, n - before - 1);
}

/** Returns the rate, in things per minute, at which the n-th thing is notified. */
export function notificationRate(schedule: NotificationSchedule, n: number): number {
  return stretchOf(schedule, n).pace.ratePerMinute;
}

function stretchOf({ stretches }: NotificationSchedule, n: number): Stretch {
  return stretches.findLast((stretch) => stretch.before < n) ?? stretches[0]!;
}

/** Returns how many things are notified by `at` (milliseconds, inclusive). */
export function notifiedBy({ stretches }: NotificationSchedule, at: number): number {
  let notified = 0;
  for (const [index, { before, overdueAt, pace }] of stretches.entries()) {
    const end = stretches[index + 1]?.before ?? Infinity;
    const overdue = overdueAt !== undefined && overdueAt <= at ? 1 : 0;
    notified = Math.min(end, before + overdue + dueBy(pace, at));
    if (notified < end) break;
  }
  return notified;
}
