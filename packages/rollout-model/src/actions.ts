/**
 * What devices and operators do to a job. Each action first lets time pass up to its own moment, so an action cannot
 * overtake a deadline. A refused action changes nothing but time, and says why; it is not an error of the program.
 */
import { advance } from './advance.js';
import type { JobConfig } from './config.js';
import { placeDeadline } from './deadline-queue.js';
import { latestRow, rowsOf, statusOf } from './execution.js';
import { never } from './execution-table.js';
import { isOpenToDevices, type JobEvent, type JobState } from './job-state.js';
import { rateSteps } from './rate.js';
import { type DeviceStatus, isTerminal } from './status.js';
import { stepDeadline } from './timeout.js';
import {
  adjustPace,
  completeIfDone,
  deleteExecutionRow,
  isActive,
  mayMove,
  moveExecution,
  moveJob,
  openRows,
  stopJob,
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

/**
 * Records a device's report. Details replace the old ones; left out, they stay (JOB-EXE-11).
 *
 * Between maintenance windows a QUEUED execution cannot be started (JOB-MW-15). One that a device worked on without
 * having said so may still be ended then, so that its outcome is not lost; AWS does not say.
 */
export function reportExecution(state: JobState, thingName: string, report: DeviceReport, at: number): ActionResult {
  const events = advance(state, at);
  const row = reportable(state, thingName, report.executionNumber);
  if (row === undefined) return { events, refused: 'execution-not-found' };
  const { executions } = state;
  const starts = statusOf(executions, row) === 'QUEUED' && report.status === 'IN_PROGRESS';
  if (!mayMove(state, row, report.status) || (starts && !isOpenToDevices(state)))
    return { events, refused: 'illegal-transition' };
  if (isOtherVersion(state, row, report.expectedVersion)) return { events, refused: 'version-mismatch' };
  setDetails(state, row, report.statusDetails);
  const moved = moveExecution(state, row, report.status, at);
  if (!isTerminal(report.status) && report.stepTimeoutInMinutes !== undefined) {
    executions.stepDeadline[row] = stepDeadline(report.stepTimeoutInMinutes, at) ?? never;
    placeDeadline(state.deadlines, executions, row);
  }
  return { events: [...events, ...moved] };
}

function setDetails({ executions }: JobState, row: number, details: DeviceReport['statusDetails']): void {
  if (details === undefined) return;
  if (Object.keys(details).length === 0) executions.statusDetails.delete(row);
  else executions.statusDetails.set(row, details);
}

/** Returns the row of the latest execution of a thing, if it is the one that is meant (JOB-EXE-22). */
function reportable(state: JobState, thingName: string, executionNumber: number | undefined): number | undefined {
  if (state.status === 'DELETION_IN_PROGRESS') return undefined; // JOB-DEL-04
  const row = latestRow(state, thingName);
  if (row === undefined) return undefined;
  return (executionNumber ?? state.executions.executionNumber[row]) === state.executions.executionNumber[row]
    ? row
    : undefined;
}

function isOtherVersion({ executions }: JobState, row: number, expectedVersion: number | undefined): boolean {
  return expectedVersion !== undefined && expectedVersion !== executions.versionNumber[row];
}

/** Why an operator cancels a job. */
export interface CancelReason {
  readonly force?: boolean | undefined;
  readonly reasonCode?: string | undefined;
  readonly comment?: string | undefined;
}

/** Cancels a job that is SCHEDULED or IN_PROGRESS (JOB-CAN-02, 04). */
export function cancelJob(state: JobState, reason: CancelReason, at: number): ActionResult {
  const events = advance(state, at);
  if (!isActive(state)) return { events, refused: 'illegal-transition' };
  state.reasonCode = reason.reasonCode;
  state.comment = reason.comment;
  return { events: [...events, ...stopJob(state, reason.force ?? false, at)] };
}

/**
 * Begins the deletion of a job: one that has ended or, with force, any that is not being deleted yet (JOB-DEL-01, 03).
 * Open executions are deleted at once, so that devices can neither see nor report them (JOB-DEL-04); `deleteExecutions`
 * deletes the rest.
 */
export function deleteJob(state: JobState, force: boolean, at: number): ActionResult {
  const events = advance(state, at);
  if (state.status === 'DELETION_IN_PROGRESS' || (isActive(state) && !force))
    return { events, refused: 'illegal-transition' };
  events.push(...moveJob(state, 'DELETION_IN_PROGRESS', at));
  for (const row of openRows(state)) events.push(deleteExecutionRow(state, row, at));
  return { events };
}

/** Deletes what executions a job in DELETION_IN_PROGRESS still has (JOB-DEL-02), and says of each that it is gone. */
export function deleteExecutions(state: JobState, at: number): ActionResult {
  const events = advance(state, at);
  if (state.status !== 'DELETION_IN_PROGRESS') return { events, refused: 'illegal-transition' };
  // Latest first: then no search is needed for the execution that points at the deleted one.
  for (let row = state.executions.length - 1; row >= 0; row -= 1)
    if (state.executions.deleted[row] !== 1) events.push(deleteExecutionRow(state, row, at));
  return { events };
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
  const row = reportable(state, thingName, undefined);
  if (row === undefined) return { events, refused: 'execution-not-found' };
  const needsForce = statusOf(state.executions, row) === 'IN_PROGRESS' && !cancel.force;
  if (!mayMove(state, row, 'CANCELED') || needsForce) return { events, refused: 'illegal-transition' };
  if (isOtherVersion(state, row, cancel.expectedVersion)) return { events, refused: 'version-mismatch' };
  state.executions.forceCanceled[row] = cancel.force ? 1 : 0;
  setDetails(state, row, cancel.statusDetails);
  return { events: [...events, ...moveExecution(state, row, 'CANCELED', at)] };
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
  const { executions } = state;
  const row = rowsOf(state, thingName).find((other) => executions.executionNumber[other] === executionNumber);
  if (row === undefined) return { events, refused: 'execution-not-found' };
  if (statusOf(executions, row) === 'IN_PROGRESS' && !force) return { events, refused: 'illegal-transition' };
  events.push(deleteExecutionRow(state, row, at));
  return { events: [...events, ...completeIfDone(state, at)] };
}

/** Takes up new configurations; those left out stay (JOB-UPD-03). Totals are kept, the rate is worked out anew. */
export function updateJobConfig(state: JobState, config: JobConfig, at: number): ActionResult {
  const events = advance(state, at);
  if (!isActive(state)) return { events, refused: 'illegal-transition' };
  const { jobExecutionsRolloutConfig, abortConfig, timeoutConfig, jobExecutionsRetryConfig } = config;
  state.config = {
    jobExecutionsRolloutConfig: jobExecutionsRolloutConfig ?? state.config.jobExecutionsRolloutConfig,
    abortConfig: abortConfig ?? state.config.abortConfig,
    // JOB-TMO-11: timers that run keep their length.
    timeoutConfig: timeoutConfig ?? state.config.timeoutConfig,
    jobExecutionsRetryConfig: jobExecutionsRetryConfig ?? state.config.jobExecutionsRetryConfig,
  };
  state.rateSteps = rateSteps(state.config.jobExecutionsRolloutConfig);
  state.lastUpdatedAt = at;
  adjustPace(state);
  return { events };
}
