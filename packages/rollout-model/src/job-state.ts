/**
 * The state of one job, as plain data. The engine's functions own the object and change it in place: a job over 100,000
 * things cannot be copied at every notification. Times are milliseconds since the epoch.
 */

import { emptyWords } from './columns.js';
import type { EndBehavior, JobConfig, TargetSelection } from './config.js';
import type { DeadlineQueue } from './deadline-queue.js';
import type { JobExecution } from './execution.js';
import { type ExecutionTable, newExecutionTable } from './execution-table.js';
import { type Pace, type RateSteps, rateSteps, startPace } from './rate.js';
import { type JobExecutionStatus, type JobStatus, noExecutions } from './status.js';
import { newThingTable, type ThingTable } from './thing-table.js';
import { nextOccurrences, nextWindowStart, openUntil, type RecurringWindow, type WindowSchedule } from './windows.js';

/** What a job is created from. */
export interface JobSpec extends JobConfig {
  readonly targetSelection: TargetSelection;
  /** The things of all targets; a thing named twice gets the job once (JOB-CRE-03). */
  readonly things: Iterable<string>;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  readonly endBehavior?: EndBehavior | undefined;
  /** Made by `parseWindows`; AWS takes them for CONTINUOUS jobs only (JOB-MW-02). */
  readonly windows?: readonly RecurringWindow[] | undefined;
}

export interface JobState {
  readonly targetSelection: TargetSelection;
  readonly createdAt: number;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly endBehavior: EndBehavior;
  /** Undefined for a job that may roll out at any time. */
  readonly windows: WindowSchedule | undefined;
  /** Everything due up to this moment has happened. */
  now: number;
  status: JobStatus;
  config: JobConfig;
  lastUpdatedAt: number;
  completedAt: number | undefined;
  forceCanceled: boolean;
  reasonCode: string | undefined;
  comment: string | undefined;
  /** True once `endAt` has passed: nothing new is rolled out. */
  ended: boolean;
  /** When a SCHEDULED job goes on: its start or its next window; undefined when it never does. */
  opensAt: number | undefined;
  /** When the window closes that is open, or when to look again whether it does. */
  closesAt: number | undefined;
  /** Since when the pace stands still, because the job is SCHEDULED. */
  pausedAt: number | undefined;
  /** Since when the rollout is held back, because the account rolls out too many jobs; undefined otherwise. */
  heldSince: number | undefined;
  readonly things: ThingTable;
  /** Rows of things in order of notification, from `queueHead` on; a thing that no longer waits is skipped. */
  queue: number[];
  queueHead: number;
  /** How many things wait for their notification. */
  waiting: number;
  /** Rows of things that get a retry when a window opens; a thing that no longer waits for one is skipped. */
  retryQueue: number[];
  readonly executions: ExecutionTable;
  readonly counts: Record<JobExecutionStatus, number>;
  /** Totals that raise the rate; deleting an execution does not lower them. */
  notified: number;
  succeeded: number;
  rateSteps: RateSteps;
  pace: Pace;
  readonly deadlines: DeadlineQueue;
}

/** What happened to a job or to one of its executions. */
export type JobEvent =
  | {
      readonly kind: 'execution';
      readonly at: number;
      readonly execution: JobExecution;
      readonly from: JobExecutionStatus | undefined;
      readonly to: JobExecutionStatus | 'DELETED';
    }
  | {
      readonly kind: 'job';
      readonly at: number;
      readonly from: JobStatus | undefined;
      readonly to: JobStatus;
    };

/** Returns the state of a new job at `now`, before anything is rolled out. */
export function newJob(spec: JobSpec, now: number): JobState {
  const things = newThingTable(spec.things);
  const size = things.names.length;
  const steps = rateSteps(spec.jobExecutionsRolloutConfig);
  const windows = windowsOf(spec);
  const starts = spec.startAt !== undefined && spec.startAt > now;
  // A job created while a window is open joins it (JOB-MW-17).
  const closesAt = windows === undefined || starts ? undefined : openUntil(windows, now);
  const scheduled = starts || (windows !== undefined && closesAt === undefined);
  const opensAt = windows === undefined ? spec.startAt : nextWindowStart(windows, now);
  return {
    targetSelection: spec.targetSelection,
    createdAt: now,
    startAt: spec.startAt,
    endAt: spec.endAt,
    endBehavior: spec.endBehavior ?? 'STOP_ROLLOUT',
    windows,
    now,
    status: scheduled ? 'SCHEDULED' : 'IN_PROGRESS',
    config: {
      jobExecutionsRolloutConfig: spec.jobExecutionsRolloutConfig,
      abortConfig: spec.abortConfig,
      timeoutConfig: spec.timeoutConfig,
      jobExecutionsRetryConfig: spec.jobExecutionsRetryConfig,
    },
    lastUpdatedAt: now,
    completedAt: undefined,
    forceCanceled: false,
    reasonCode: undefined,
    comment: undefined,
    ended: false,
    opensAt: scheduled ? opensAt : undefined,
    closesAt,
    pausedAt: scheduled ? now : undefined,
    heldSince: undefined,
    things,
    queue: Array.from({ length: size }, (_, row) => row),
    queueHead: 0,
    waiting: size,
    retryQueue: [],
    executions: newExecutionTable(),
    counts: noExecutions(),
    notified: 0,
    succeeded: 0,
    rateSteps: steps,
    pace: startPace(now, steps.perMinute[0]!),
    deadlines: { rows: emptyWords, length: 0 },
  };
}

function windowsOf({ windows = [], startAt, endAt }: JobSpec): WindowSchedule | undefined {
  if (windows.length === 0) return undefined;
  return { windows, from: startAt ?? Number.NEGATIVE_INFINITY, until: endAt ?? Number.POSITIVE_INFINITY };
}

/** Returns whether the job is creating executions now, which AWS calls concurrent (JOB-ROL-31, 32). */
export function isRollingOut(state: JobState): boolean {
  return state.status === 'IN_PROGRESS' && state.waiting > 0 && state.heldSince === undefined;
}

/**
 * Returns whether devices see and may start the job's QUEUED executions. They may not while its maintenance windows are
 * closed (JOB-MW-15); executions that are IN_PROGRESS go on all the same.
 */
export function isOpenToDevices({ status }: JobState): boolean {
  return status !== 'SCHEDULED' && status !== 'DELETION_IN_PROGRESS';
}

/** Returns when the job's maintenance windows next start after `after`, seven of them or fewer (JOB-MW-18). */
export function nextWindowStarts({ windows, status, ended }: JobState, after: number): readonly number[] {
  const active = status === 'SCHEDULED' || status === 'IN_PROGRESS';
  return windows === undefined || ended || !active ? [] : nextOccurrences(windows, after);
}

/** Returns how many executions the job has made, those included that were deleted. */
export function executionsMade({ executions }: JobState): number {
  return executions.length;
}
