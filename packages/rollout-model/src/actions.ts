/**
 * What devices and operators do to a job. Each action first lets time pass up to its own moment, so an action cannot
 * overtake a deadline. A refused action changes nothing but time, and says why; it is not an error of the program.
 */
import { advance } from './advance.js';
import type { JobConfig } from './config.js';
import { effectiveDeadline, type JobEvent, type JobExecution, type JobState, latestExecution } from './job-state.js';
import { rateSteps } from './rate.js';
import { type DeviceStatus, isTerminal } from './status.js';
import { stepDeadline } from './timeout.js';
import {
  adjustPace,
  completeIfDone,
  mayMove,
  moveExecution,
  moveJob,
  queueExecution,
  stopJob,
  watchDeadline,
} from './transition.js';

/** Why an action was refused. */
export type Refusal = 'execution-not-found' | 'version-mismatch' | 'illegal-transition';

/** What an action did, or why it did nothing. `events` holds also what time brought before the action. */
export interface ActionResult {
  readonly events: readonly JobEvent[];
  readonly refused?: Refusal;
}

/** What a device reports about an execution. */
export interface DeviceReport {
  readonly status: DeviceStatus;
  readonly statusDetails?: Readonly<Record<string, string>> | undefined;
  /** Minutes; -1 cancels the step timer. */
  readonly stepTimeoutInMinutes?: number | undefined;
  readonly expectedVersion?: number | undefined;
  /** Left out, the latest execution is meant (JOB-EXE-09). */
  readonly executionNumber?: number | undefined;
}

/** Records a device's report. Details replace the old ones; left out, they stay (JOB-EXE-11). */
export function reportExecution(state: JobState, thingName: string, report: DeviceReport, at: number): ActionResult {
  const events = advance(state, at);
  const execution = reportable(state, thingName, report.executionNumber);
  if (execution === undefined) return { events, refused: 'execution-not-found' };
  if (!mayMove(execution, report.status)) return { events, refused: 'illegal-transition' };
  if (isOtherVersion(execution, report.expectedVersion)) return { events, refused: 'version-mismatch' };
  if (report.statusDetails !== undefined) execution.statusDetails = nonEmpty(report.statusDetails);
  const watched = effectiveDeadline(execution);
  const moved = moveExecution(state, execution, report.status, at);
  if (execution.status === 'IN_PROGRESS') {
    execution.stepDeadline = stepDeadline(execution.stepDeadline, report.stepTimeoutInMinutes, at);
    if (effectiveDeadline(execution) !== watched) watchDeadline(state, execution);
  }
  return { events: [...events, ...moved] };
}

function nonEmpty(details: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(details).length > 0 ? details : undefined;
}

function reportable(state: JobState, thingName: string, executionNumber: number | undefined): JobExecution | undefined {
  if (state.status === 'DELETION_IN_PROGRESS') return undefined;
  const latest = latestExecution(state, thingName);
  const named = executionNumber ?? latest?.executionNumber;
  return latest?.executionNumber === named ? latest : undefined;
}

function isOtherVersion(execution: JobExecution, expectedVersion: number | undefined): boolean {
  return expectedVersion !== undefined && expectedVersion !== execution.versionNumber;
}

/** Why an operator cancels a job. */
export interface CancelReason {
  readonly force?: boolean | undefined;
  readonly reasonCode?: string | undefined;
  readonly comment?: string | undefined;
}

/** Cancels a job that is SCHEDULED or IN_PROGRESS. */
export function cancelJob(state: JobState, reason: CancelReason, at: number): ActionResult {
  const events = advance(state, at);
  if (state.status !== 'SCHEDULED' && state.status !== 'IN_PROGRESS') return { events, refused: 'illegal-transition' };
  state.reasonCode = reason.reasonCode;
  state.comment = reason.comment;
  return { events: [...events, ...stopJob(state, reason.force ?? false, at)] };
}

/** Begins the deletion of a job: one that has ended or, with force, any that is not being deleted yet (JOB-DEL-01). */
export function deleteJob(state: JobState, force: boolean, at: number): ActionResult {
  const events = advance(state, at);
  if (state.status === 'DELETION_IN_PROGRESS') return { events, refused: 'illegal-transition' };
  const active = state.status === 'SCHEDULED' || state.status === 'IN_PROGRESS';
  if (active && !force) return { events, refused: 'illegal-transition' };
  const stopped = active ? stopJob(state, true, at) : [];
  return { events: [...events, ...stopped, ...moveJob(state, 'DELETION_IN_PROGRESS', at)] };
}

/** How an operator cancels one execution. */
export interface ExecutionCancel {
  readonly force?: boolean | undefined;
  readonly expectedVersion?: number | undefined;
  readonly statusDetails?: Readonly<Record<string, string>> | undefined;
}

/** Cancels the latest execution of a thing; one IN_PROGRESS needs force (JOB-CAN-07, 08). */
export function cancelExecution(state: JobState, thingName: string, cancel: ExecutionCancel, at: number): ActionResult {
  const events = advance(state, at);
  const execution = reportable(state, thingName, undefined);
  if (execution === undefined) return { events, refused: 'execution-not-found' };
  const needsForce = execution.status === 'IN_PROGRESS' && !cancel.force;
  if (!mayMove(execution, 'CANCELED') || needsForce) return { events, refused: 'illegal-transition' };
  if (isOtherVersion(execution, cancel.expectedVersion)) return { events, refused: 'version-mismatch' };
  execution.forceCanceled = cancel.force ?? false;
  if (cancel.statusDetails !== undefined) execution.statusDetails = nonEmpty(cancel.statusDetails);
  return { events: [...events, ...moveExecution(state, execution, 'CANCELED', at)] };
}

/** Deletes an execution's record; one IN_PROGRESS needs force (JOB-DEL-06). The last open one completes a snapshot. */
export function deleteExecution(
  state: JobState,
  thingName: string,
  executionNumber: number,
  force: boolean,
  at: number,
): ActionResult {
  const events = advance(state, at);
  const thing = state.things.get(thingName);
  const index = thing?.executions.findIndex((execution) => execution.executionNumber === executionNumber) ?? -1;
  const execution = thing?.executions[index];
  if (thing === undefined || execution === undefined) return { events, refused: 'execution-not-found' };
  if (execution.status === 'IN_PROGRESS' && !force) return { events, refused: 'illegal-transition' };
  thing.executions.splice(index, 1);
  state.counts[execution.status] -= 1;
  events.push({ kind: 'execution', at, execution, from: execution.status, to: 'DELETED' });
  return { events: [...events, ...completeIfDone(state, at)] };
}

/** Takes up new configurations; those left out stay (JOB-UPD-03). Totals are kept, the rate is worked out anew. */
export function updateJobConfig(state: JobState, config: JobConfig, at: number): ActionResult {
  const events = advance(state, at);
  if (state.status !== 'SCHEDULED' && state.status !== 'IN_PROGRESS') return { events, refused: 'illegal-transition' };
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  state.config = { ...state.config, ...given };
  state.rateSteps = rateSteps(state.config.jobExecutionsRolloutConfig);
  state.lastUpdatedAt = at;
  adjustPace(state);
  return { events };
}

/**
 * Adds things to a CONTINUOUS job. Those of a new target are rolled out at the job's rate; those that join a target's
 * group get the job at once (JOB-ROL-30). A thing that already is a target is left alone.
 */
export function addThings(
  state: JobState,
  thingNames: Iterable<string>,
  pacing: 'at-the-rate' | 'at-once',
  at: number,
): ActionResult {
  const events = advance(state, at);
  const takesMore = state.targetSelection === 'CONTINUOUS' && !state.ended;
  if (!takesMore || (state.status !== 'IN_PROGRESS' && state.status !== 'SCHEDULED')) return { events };
  for (const thingName of thingNames) {
    const thing = state.things.get(thingName);
    if (thing?.targeted || (thing === undefined && state.things.has(thingName))) continue;
    if (thing !== undefined) {
      thing.targeted = true;
      events.push(...queueExecution(state, thingName, thing, 0, at));
    } else if (pacing === 'at-once' && state.status === 'IN_PROGRESS') {
      const joined = { executions: [], targeted: true, seriesStart: 1 };
      state.things.set(thingName, joined);
      events.push(...queueExecution(state, thingName, joined, 0, at));
    } else {
      state.things.set(thingName, undefined);
      state.queue.push(thingName);
      state.waiting += 1;
    }
  }
  return { events };
}

/** Takes a thing out of the targets of a CONTINUOUS job: its open executions become REMOVED (JOB-EXE-15, 17). */
export function removeThing(state: JobState, thingName: string, at: number): ActionResult {
  const events = advance(state, at);
  if (state.targetSelection !== 'CONTINUOUS' || !state.things.has(thingName)) return { events };
  const thing = state.things.get(thingName);
  if (thing === undefined) {
    state.things.delete(thingName);
    state.waiting -= 1;
    return { events };
  }
  thing.targeted = false;
  for (const execution of thing.executions)
    if (!isTerminal(execution.status)) events.push(...moveExecution(state, execution, 'REMOVED', at));
  return { events };
}
