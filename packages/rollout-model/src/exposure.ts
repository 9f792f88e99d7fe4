/**
 * How far a bad image gets: when the abort criteria stop a rollout in which a share of the devices fails, and how many
 * devices have the job by then. It is the engine's arithmetic without the engine: it looks only at the executions that
 * end about the time of the abort, so its cost does not grow with the fleet.
 */
import { abortingCriterion } from './abort.js';
import type { AbortCriteria, EndBehavior, JobConfig } from './config.js';
import { maximumRetries } from './retry.js';
import { type NotificationSchedule, notificationTime, notifiedBy } from './schedule.js';
import { noExecutions } from './status.js';
import type { Timeline } from './timeline.js';

/**
 * Why no criterion stops the job: there is none; none counts this outcome; the outcome never comes, because no timeout is
 * configured; the fleet is too small for every minimum; too few devices fail for every threshold; or the schedule ends
 * first.
 */
export type NoAbortReason =
  | 'no-criteria'
  | 'no-matching-criterion'
  | 'no-timeout'
  | 'too-few-devices'
  | 'share-too-small'
  | 'ends-first';

/** Whether and when the abort criteria stop a job. */
export type AbortForecast =
  | {
      readonly fires: true;
      readonly criterion: AbortCriteria;
      readonly devicesNotified: number;
      /** Minutes since the rollout began, those included in which no window is open. */
      readonly afterMinutes: number;
    }
  | { readonly fires: false; readonly reason: NoAbortReason };

/** Which devices fail: of every 10,000 in the order of notification, so many, evenly spread. */
export interface FailingShare {
  readonly perTenThousand: number;
}

/** Returns how many of the first `n` devices fail. */
export function failingAmong({ perTenThousand }: FailingShare, n: number): number {
  return perTenThousand === 10_000 ? n : Math.floor((n * perTenThousand) / 10_000);
}

/** Returns which device is the `count`-th that fails, infinite when none does. */
export function nthFailing(share: FailingShare, count: number): number {
  return share.perTenThousand === 0 ? Number.POSITIVE_INFINITY : Math.ceil((count * 10_000) / share.perTenThousand);
}

/** Returns which device is the `count`-th that does not fail, infinite when all do. */
export function nthSucceeding(share: FailingShare, count: number): number {
  if (share.perTenThousand === 10_000) return Number.POSITIVE_INFINITY;
  let n = Math.max(count, Math.floor(((count - 1) * 10_000) / (10_000 - share.perTenThousand)));
  while (n - failingAmong(share, n) < count) n += 1;
  return n;
}

/** A rollout in which some devices fail. Times are milliseconds. */
export interface FailingRollout {
  readonly config: JobConfig;
  readonly schedule: NotificationSchedule;
  readonly timeline: Timeline;
  readonly hasWindows: boolean;
  /** Calendar time; infinite without an end. */
  readonly endsAt: number;
  readonly endBehavior: EndBehavior;
  /** Infinite when nobody has asked AWS. */
  readonly devices: number;
  readonly share: FailingShare;
  readonly outcome: 'FAILED' | 'TIMED_OUT';
  /** From the notification of a device to its failure, and of another to its success. */
  readonly failAfterMs: number;
  readonly succeedAfterMs: number;
}

const minuteMs = 60_000;
/** After so many executions the shares have long settled; what has not fired by then does not. */
const maximumLooks = 1_000_000;

/** Returns whether and when the abort criteria stop this rollout. */
export function abortForecast(rollout: FailingRollout): AbortForecast {
  const { config, timeline, schedule, outcome, devices } = rollout;
  const criteria = config.abortConfig?.criteriaList ?? [];
  if (criteria.length === 0) return { fires: false, reason: 'no-criteria' };
  const matching = criteria.filter((criterion) => matches(criterion, outcome));
  if (matching.length === 0) return { fires: false, reason: 'no-matching-criterion' };
  const attempts = 1 + retriesOf(config, outcome);
  const most = devices === Infinity ? Infinity : devices + failingAmong(rollout.share, devices) * (attempts - 1);
  const enough = matching.filter(({ minNumberOfExecutedThings }) => minNumberOfExecutedThings <= most);
  if (enough.length === 0) return { fires: false, reason: 'too-few-devices' };
  const reachable = enough.filter(({ thresholdPercentage }) => thresholdPercentage <= highestShare(rollout, attempts));
  if (reachable.length === 0) return { fires: false, reason: 'share-too-small' };
  const minimum = Math.min(...reachable.map(({ minNumberOfExecutedThings }) => minNumberOfExecutedThings));
  const found = firstAbort(rollout, attempts, minimum);
  if (found === undefined)
    return { fires: false, reason: rollout.endsAt === Number.POSITIVE_INFINITY ? 'share-too-small' : 'ends-first' };
  return {
    fires: true,
    criterion: found.criterion,
    devicesNotified: Math.min(devices, notifiedBy(schedule, timeline.rolloutBy(found.at))),
    afterMinutes: (found.at - timeline.startsAt) / minuteMs,
  };
}

function matches({ failureType, thresholdPercentage }: AbortCriteria, outcome: 'FAILED' | 'TIMED_OUT'): boolean {
  return failureType === outcome || failureType === 'ALL' || thresholdPercentage <= 0;
}

/** Returns how often a device that always ends in `outcome` is tried again (JOB-RTY-02). */
export function retriesOf({ jobExecutionsRetryConfig }: JobConfig, outcome: 'FAILED' | 'TIMED_OUT'): number {
  const counts = (jobExecutionsRetryConfig?.criteriaList ?? [])
    .filter(({ failureType }) => failureType === outcome || failureType === 'ALL')
    .map(({ numberOfRetries }) => numberOfRetries);
  return Math.min(maximumRetries, Math.max(0, ...counts));
}

/** Returns the highest percentage of failed executions that this share of devices can ever make. */
function highestShare({ share: { perTenThousand } }: FailingRollout, attempts: number): number {
  const failed = perTenThousand * attempts;
  return (100 * failed) / (failed + 10_000 - perTenThousand);
}

/** Executions that end in the order of their devices: all successes, or one attempt of the failing devices. */
interface Stream {
  readonly failing: boolean;
  /** How many of them there are. */
  readonly size: number;
  /** Which device the `count`-th of them is of. */
  readonly device: (count: number) => number;
  /** When an execution of a device that was notified at `at` ends; all in calendar time. */
  readonly endOf: (at: number) => number;
  /** How many of them have ended by a moment. */
  readonly endedBy: (at: number) => number;
}

function firstAbort(rollout: FailingRollout, attempts: number, minimum: number) {
  const { config, schedule, timeline } = rollout;
  const streams = streamsOf(rollout, attempts);
  const from = momentOf(streams, minimum, timeline.startsAt, latestOf(rollout, attempts, minimum));
  if (from === undefined) return undefined;
  const ended = streams.map(({ endedBy }) => endedBy(from - 1));
  const nextEnd = (index: number) => {
    const { size, device, endOf } = streams[index]!;
    const next = ended[index]! + 1;
    return next > size ? Infinity : endOf(timeline.calendarAt(notificationTime(schedule, device(next))));
  };
  const due = streams.map((_, index) => nextEnd(index));
  const counts = noExecutions();
  for (let look = 0; look < maximumLooks; look += 1) {
    const index = earliest(due, (stream) => streams[stream]!.device(ended[stream]! + 1));
    const at = due[index]!;
    if (at === Infinity || !canAbort(rollout, at)) return undefined;
    ended[index]! += 1;
    due[index] = nextEnd(index);
    counts.SUCCEEDED = sum(streams, ended, false);
    counts[rollout.outcome] = sum(streams, ended, true);
    const criterion = abortingCriterion(config.abortConfig, counts);
    if (criterion !== undefined) return { at, criterion };
  }
  return undefined;
}

/** After an end that cancels, nothing can be aborted any more (JOB-SCH-09). */
function canAbort({ endsAt, endBehavior }: FailingRollout, at: number): boolean {
  return endBehavior === 'STOP_ROLLOUT' || at < endsAt;
}

function sum(streams: readonly Stream[], ended: readonly number[], failing: boolean): number {
  return streams.reduce((total, stream, index) => total + (stream.failing === failing ? ended[index]! : 0), 0);
}

/** Executions that end in one instant are reported in the order of their devices. */
function earliest(due: readonly number[], deviceOf: (stream: number) => number): number {
  let first = 0;
  for (let index = 1; index < due.length; index += 1) {
    if (due[index]! > due[first]!) continue;
    if (due[index]! < due[first]! || deviceOf(index) < deviceOf(first)) first = index;
  }
  return first;
}

function streamsOf(rollout: FailingRollout, attempts: number): Stream[] {
  const { share, devices, timeline, hasWindows, schedule, failAfterMs, succeedAfterMs } = rollout;
  const notifiedAt = (at: number) => Math.min(devices, notifiedBy(schedule, timeline.rolloutBy(at)));
  const size = devices === Infinity ? Infinity : failingAmong(share, devices);
  // A retry waits for a window (JOB-RTY-11); without windows it follows at once, also after the end.
  const [resumes, settled] = hasWindows
    ? [timeline.openFrom, timeline.openBy]
    : [(at: number) => at, (at: number) => at];
  const failures = Array.from({ length: attempts }, (_, attempt): Stream => {
    const endOf = (at: number): number =>
      attempt === 0 ? at + failAfterMs : resumes(failures[attempt - 1]!.endOf(at)) + failAfterMs;
    const endedBy = (at: number): number =>
      attempt === 0
        ? failingAmong(share, notifiedAt(at - failAfterMs))
        : failures[attempt - 1]!.endedBy(settled(at - failAfterMs));
    return { failing: true, size, device: (count) => nthFailing(share, count), endOf, endedBy };
  });
  if (share.perTenThousand === 10_000) return failures;
  const successes: Stream = {
    failing: false,
    size: devices - size,
    device: (count) => nthSucceeding(share, count),
    endOf: (at) => at + succeedAfterMs,
    endedBy(at) {
      const notified = notifiedAt(at - succeedAfterMs);
      return notified - failingAmong(share, notified);
    },
  };
  return [...failures, { ...successes, size: devices === Infinity ? Infinity : devices - size }];
}

/** Returns a moment by which the minimum has certainly been reached, or the last at which anything happens. */
function latestOf(rollout: FailingRollout, attempts: number, minimum: number): number {
  const { timeline, schedule, devices, hasWindows, endsAt } = rollout;
  const runMs = Math.max(rollout.failAfterMs, rollout.succeedAfterMs);
  let at = timeline.calendarAt(notificationTime(schedule, Math.min(minimum, devices)));
  for (let attempt = 0; attempt < attempts; attempt += 1)
    at = (attempt > 0 && hasWindows ? timeline.openFrom(at) : at) + runMs;
  return at !== Infinity ? at : timeline.openBy(Math.min(endsAt, Number.MAX_SAFE_INTEGER)) + attempts * runMs;
}

/** Returns the first whole millisecond at which so many executions have ended, or undefined if they have not by `latest`. */
function momentOf(streams: readonly Stream[], minimum: number, from: number, latest: number): number | undefined {
  const ended = (at: number) => streams.reduce((total, { endedBy }) => total + endedBy(at), 0);
  let [low, high] = [from, Math.ceil(latest)];
  if (!(ended(high) >= minimum)) return undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ended(middle) >= minimum) high = middle;
    else low = middle + 1;
  }
  return high;
}
