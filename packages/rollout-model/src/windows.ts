/**
 * Maintenance windows: when a job may roll out. Windows that overlap or touch are one window. Times are milliseconds
 * since the epoch; a window holds its opening moment and not its closing moment.
 */
import { type Cron, type CronFault, isCronFault, parseCron } from './cron.js';
import { lastStart, nextStart } from './cron-starts.js';

/** A maintenance window by AWS's names. */
export interface MaintenanceWindow {
  /** A cron expression, UTC. */
  readonly startTime: string;
  /** 1 to 1430 (JOB-MW-03). */
  readonly durationInMinutes: number;
}

/** A window that opens again and again. */
export interface RecurringWindow {
  readonly cron: Cron;
  readonly durationMs: number;
}

/** The windows of a job. */
export interface WindowSchedule {
  readonly windows: readonly RecurringWindow[];
  /** Occurrences that start before this moment do not count: the job's `startTime` (JOB-MW-16). */
  readonly from: number;
  /** Occurrences that start at this moment or later do not count: the job's `endTime` (JOB-MW-16). */
  readonly until: number;
}

/** How many occurrences DescribeJob shows (JOB-MW-18: 7). */
export const shownOccurrences = 7;

const minuteMs = 60_000;
/** How often windows may follow each other without a gap before somebody has to ask again. */
const longestChain = 100;

/** Returns the windows as data, or what is wrong with the first bad cron expression. */
export function parseWindows(windows: readonly MaintenanceWindow[]): readonly RecurringWindow[] | CronFault {
  const parsed: RecurringWindow[] = [];
  for (const { startTime, durationInMinutes } of windows) {
    const cron = parseCron(startTime);
    if (isCronFault(cron)) return { message: `${startTime}: ${cron.message}` };
    parsed.push({ cron, durationMs: durationInMinutes * minuteMs });
  }
  return parsed;
}

/**
 * Returns when the window that is open at `at` closes, or undefined when none is open.
 *
 * Where windows follow each other without end, the answer is a moment at which one is still open: ask again then.
 */
export function openUntil(schedule: WindowSchedule, at: number): number | undefined {
  let until = coveredUntil(schedule, at);
  for (let links = 0; until !== undefined && links < longestChain; links += 1) {
    const further = coveredUntil(schedule, until);
    if (further === undefined) break;
    until = further;
  }
  return until;
}

function coveredUntil({ windows, from, until }: WindowSchedule, at: number): number | undefined {
  let covered: number | undefined;
  // Nothing starts at the end or later, but a window that is open then goes on.
  const latest = Math.min(at, until - 1);
  for (const { cron, durationMs } of windows) {
    const start = lastStart(cron, latest, at - durationMs);
    if (start !== undefined && start >= from) covered = Math.max(covered ?? at, start + durationMs);
  }
  return covered;
}

/** Returns when a window next starts after `after`, or undefined when none does. */
export function nextWindowStart({ windows, from, until }: WindowSchedule, after: number): number | undefined {
  let next: number | undefined;
  for (const { cron } of windows) {
    const start = nextStart(cron, Math.max(after, from - 1));
    if (start !== undefined && start < until && start < (next ?? Number.POSITIVE_INFINITY)) next = start;
  }
  return next;
}

/** Returns the next starts after `after`, in order, each once; seven as DescribeJob shows them, unless told otherwise. */
export function nextOccurrences(schedule: WindowSchedule, after: number, count: number = shownOccurrences): number[] {
  const starts: number[] = [];
  for (let at = nextWindowStart(schedule, after); at !== undefined; at = nextWindowStart(schedule, at)) {
    starts.push(at);
    if (starts.length >= count) break;
  }
  return starts;
}
