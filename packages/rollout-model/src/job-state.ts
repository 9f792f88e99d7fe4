/**
 * The state of one job, as plain data. The engine's functions own the object and change it in place: a job over 100,000
 * things cannot be copied at every notification. Times are milliseconds since the epoch.
 */
import type { EndBehavior, JobConfig, TargetSelection } from './config.js';
import type { Deadline } from './deadline-queue.js';
import { type Pace, type RateSteps, rateSteps, startPace } from './rate.js';
import { type JobExecutionStatus, type JobStatus, noExecutions } from './status.js';
import { earlierDeadline } from './timeout.js';

/** What a job is created from. */
export interface JobSpec extends JobConfig {
  readonly targetSelection: TargetSelection;
  /** The things of all targets; a thing named twice gets the job once (JOB-CRE-03). */
  readonly things: Iterable<string>;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  readonly endBehavior?: EndBehavior | undefined;
}

/** One attempt of one thing. A retry is a new execution (JOB-RTY-06). */
export interface JobExecution {
  readonly thingName: string;
  readonly executionNumber: number;
  /** 0 for the first execution of a series. */
  readonly retryAttempt: number;
  /** Order of queueing within the job, which breaks ties of `queuedAt`. */
  readonly sequence: number;
  readonly queuedAt: number;
  status: JobExecutionStatus;
  versionNumber: number;
  lastUpdatedAt: number;
  startedAt: number | undefined;
  statusDetails: Readonly<Record<string, string>> | undefined;
  forceCanceled: boolean;
  inProgressDeadline: number | undefined;
  stepDeadline: number | undefined;
}

/** A thing that got the job. */
export interface NotifiedThing {
  /** Oldest first. */
  executions: JobExecution[];
  /** False after the thing has left the targets of a CONTINUOUS job. */
  targeted: boolean;
  /** The execution number that began the present series of retries (JOB-RTY-10). */
  seriesStart: number;
}

export interface JobState {
  readonly targetSelection: TargetSelection;
  readonly createdAt: number;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly endBehavior: EndBehavior;
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
  /** Targeted things; undefined while a thing waits for its notification. */
  readonly things: Map<string, NotifiedThing | undefined>;
  /** Names in order of notification, from `queueHead` on; a name that no longer waits is skipped. */
  queue: string[];
  queueHead: number;
  /** How many things wait for their notification. */
  waiting: number;
  readonly counts: Record<JobExecutionStatus, number>;
  /** Totals that raise the rate; deleting an execution does not lower them. */
  notified: number;
  succeeded: number;
  rateSteps: RateSteps;
  pace: Pace;
  readonly deadlines: Deadline[];
  sequence: number;
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
  const things = new Map<string, NotifiedThing | undefined>();
  for (const thingName of spec.things) things.set(thingName, undefined);
  const scheduled = spec.startAt !== undefined && spec.startAt > now;
  const steps = rateSteps(spec.jobExecutionsRolloutConfig);
  return {
    targetSelection: spec.targetSelection,
    createdAt: now,
    startAt: spec.startAt,
    endAt: spec.endAt,
    endBehavior: spec.endBehavior ?? 'STOP_ROLLOUT',
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
    things,
    queue: [...things.keys()],
    queueHead: 0,
    waiting: things.size,
    counts: noExecutions(),
    notified: 0,
    succeeded: 0,
    rateSteps: steps,
    pace: startPace(scheduled ? spec.startAt : now, steps.perMinute[0]!),
    deadlines: [],
    sequence: 0,
  };
}

/** Returns the executions of a thing, oldest first. */
export function executionsOf(state: JobState, thingName: string): readonly JobExecution[] {
  return state.things.get(thingName)?.executions ?? [];
}

/** Returns the latest execution of a thing, or undefined. */
export function latestExecution(state: JobState, thingName: string): JobExecution | undefined {
  return executionsOf(state, thingName).at(-1);
}

/** Returns when an execution in progress times out, in milliseconds, or undefined for never (JOB-TMO-08). */
export function effectiveDeadline(execution: JobExecution): number | undefined {
  return earlierDeadline(execution.inProgressDeadline, execution.stepDeadline);
}

/** Returns whether the job is creating executions now, which AWS calls concurrent (JOB-ROL-31, 32). */
export function isRollingOut(state: JobState): boolean {
  return state.status === 'IN_PROGRESS' && state.waiting > 0;
}
