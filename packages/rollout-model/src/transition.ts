/** The only functions that change a status. They keep the counters, and do what follows from an execution's end. */
import { abortingCriterion } from './abort.js';
import { noRow } from './columns.js';
import { placeDeadline } from './deadline-queue.js';
import { executionAt, statusOf } from './execution.js';
import { addExecutionRow, never } from './execution-table.js';
import type { JobEvent, JobState } from './job-state.js';
import { ratePerMinute, withRate } from './rate.js';
import { retries } from './retry.js';
import {
  executionStatuses,
  executionTransitions,
  isTerminal,
  type JobExecutionStatus,
  type JobStatus,
  jobTransitions,
  openExecutions,
} from './status.js';
import { awaits } from './thing-table.js';
import { inProgressDeadline } from './timeout.js';

/** The `reasonCode` of a job that its abort criteria stopped. AWS sets one but does not publish it (JOB-ABT-13). */
export const abortReasonCode = 'ABORT_CRITERIA_MET';

/** Returns whether an execution may move to `to`. */
export function mayMove(state: JobState, row: number, to: JobExecutionStatus): boolean {
  return executionTransitions[statusOf(state.executions, row)].includes(to);
}

/** Moves an execution along the status graph, and a job after it. A move that the graph lacks is a defect. */
export function moveExecution(state: JobState, row: number, to: JobExecutionStatus, at: number): JobEvent[] {
  const { executions } = state;
  const from = statusOf(executions, row);
  if (!executionTransitions[from].includes(to)) throw new Error(`No transition from ${from} to ${to}.`);
  state.counts[from] -= 1;
  state.counts[to] += 1;
  executions.status[row] = executionStatuses.indexOf(to);
  executions.versionNumber[row]! += 1; // JOB-EXE-06: every change counts.
  executions.lastUpdatedAt[row] = at;
  const byDevice = to !== 'CANCELED' && to !== 'REMOVED';
  if (from === 'QUEUED' && byDevice) {
    executions.startedAt[row] = at; // JOB-EXE-14; also when it ends without having been IN_PROGRESS (JOB-EXE-04).
    if (to === 'IN_PROGRESS') {
      executions.inProgressDeadline[row] = inProgressDeadline(state.config.timeoutConfig, at) ?? never;
      placeDeadline(state.deadlines, executions, row);
    }
  }
  const moved: JobEvent = { kind: 'execution', at, execution: executionAt(state, row), from, to };
  return isTerminal(to) ? [moved, ...afterEnd(state, row, to, at)] : [moved];
}

function afterEnd(state: JobState, row: number, status: JobExecutionStatus, at: number): JobEvent[] {
  stopTimers(state, row); // JOB-TMO-12
  if (status === 'SUCCEEDED') {
    state.succeeded += 1;
    adjustPace(state);
  }
  countFailure(state, row, status);
  // JOB-ABT-09, 10: looked at after every execution that ends, retried ones included.
  const aborted = abortIfMet(state, at);
  const retried = retryExecution(state, row, at);
  return [...aborted, ...retried, ...completeIfDone(state, at)];
}

function stopTimers({ executions, deadlines }: JobState, row: number): void {
  executions.inProgressDeadline[row] = never;
  executions.stepDeadline[row] = never;
  placeDeadline(deadlines, executions, row);
}

function countFailure({ things, executions }: JobState, row: number, status: JobExecutionStatus): void {
  const thing = executions.thing[row]!;
  if (status === 'FAILED') things.failed[thing]! += 1;
  if (status === 'TIMED_OUT') things.timedOut[thing]! += 1;
}

/** Executions of a job go on between maintenance windows, so a job that is SCHEDULED can be aborted too (JOB-JST-01). */
function abortIfMet(state: JobState, at: number): JobEvent[] {
  if (!isActive(state) || isCanceledByEnd(state)) return [];
  const criterion = abortingCriterion(state.config.abortConfig, state.counts);
  if (criterion === undefined) return [];
  state.reasonCode = abortReasonCode;
  state.comment = `Abort criteria met: ${criterion.failureType} at or above ${criterion.thresholdPercentage} percent`;
  return stopJob(state, false, at);
}

/** Returns whether a job has neither ended nor been canceled. */
export function isActive({ status }: JobState): boolean {
  return status === 'SCHEDULED' || status === 'IN_PROGRESS';
}

function isCanceledByEnd(state: JobState): boolean {
  return state.ended && state.endBehavior !== 'STOP_ROLLOUT';
}

/** Tries a thing again, at once (JOB-RTY-07) or, between maintenance windows, when the next one opens (JOB-RTY-11). */
function retryExecution(state: JobState, row: number, at: number): JobEvent[] {
  const thing = state.executions.thing[row]!;
  if (!isActive(state) || isCanceledByEnd(state) || !isRetried(state, thing, row)) return [];
  if (state.ended && state.windows !== undefined) return []; // JOB-MW-16: no window opens any more.
  if (state.status === 'IN_PROGRESS') return queueExecution(state, thing, retryAttemptAfter(state, row), at);
  state.things.awaits[thing] = awaits.retry;
  state.retryQueue.push(thing);
  return [];
}

/** Returns whether the configuration wants another execution after the latest one of a thing. */
function isRetried({ config, executions, things }: JobState, thing: number, row: number): boolean {
  const status = statusOf(executions, row);
  if (status !== 'FAILED' && status !== 'TIMED_OUT') return false; // JOB-RTY-04
  if (things.targeted[thing] !== 1 || things.latest[thing] !== row) return false;
  const failures = { failed: things.failed[thing]!, timedOut: things.timedOut[thing]! };
  return retries(config.jobExecutionsRetryConfig, status, failures);
}

function retryAttemptAfter({ executions }: JobState, row: number): number {
  return executions.retryAttempt[row]! + 1;
}

/** Creates the retries that waited for a window; none when they were taken back meanwhile (JOB-RTY-13). */
export function queueWaitingRetries(state: JobState, at: number): JobEvent[] {
  const { things } = state;
  const queue = state.retryQueue;
  state.retryQueue = [];
  const events: JobEvent[] = [];
  for (const thing of queue) {
    if (things.awaits[thing] !== awaits.retry) continue;
    things.awaits[thing] = awaits.nothing;
    const row = things.latest[thing]!;
    if (row !== noRow && isRetried(state, thing, row))
      events.push(...queueExecution(state, thing, retryAttemptAfter(state, row), at));
  }
  return events;
}

/** Creates an execution of a thing: QUEUED, version 1, the next number (JOB-EXE-06, 09). */
export function queueExecution(state: JobState, thing: number, retryAttempt: number, at: number): JobEvent[] {
  const { things, executions } = state;
  const previous = things.latest[thing]!;
  const executionNumber = previous === noRow ? 1 : executions.executionNumber[previous]! + 1;
  const row = addExecutionRow(executions, { thing, executionNumber, retryAttempt, previous, queuedAt: at });
  things.latest[thing] = row;
  things.awaits[thing] = awaits.nothing;
  state.counts.QUEUED += 1;
  return [{ kind: 'execution', at, execution: executionAt(state, row), from: undefined, to: 'QUEUED' }];
}

/** Deletes an execution's record. Its number may be used again (JOB-EXE-10). */
export function deleteExecutionRow(state: JobState, row: number, at: number): JobEvent {
  const { things, executions } = state;
  const thing = executions.thing[row]!;
  const from = statusOf(executions, row);
  stopTimers(state, row);
  executions.deleted[row] = 1;
  state.counts[from] -= 1;
  const previous = executions.previous[row]!;
  if (things.latest[thing] === row) things.latest[thing] = previous;
  else {
    let later = things.latest[thing]!;
    while (executions.previous[later] !== row) later = executions.previous[later]!;
    executions.previous[later] = previous;
  }
  return { kind: 'execution', at, execution: executionAt(state, row), from, to: 'DELETED' };
}

/** Takes up the rate that holds at the present totals. */
export function adjustPace(state: JobState): void {
  state.pace = withRate(state.pace, ratePerMinute(state.rateSteps, state));
}

/** Cancels a job: nothing new, QUEUED executions end, and with force those IN_PROGRESS too (JOB-CAN-02). */
export function stopJob(state: JobState, force: boolean, at: number): JobEvent[] {
  state.forceCanceled = force;
  const moved = moveJob(state, 'CANCELED', at);
  dropWaiting(state);
  return [...moved, ...cancelExecutions(state, force, at)];
}

/** Drops the things that still wait for their notification or for a retry. */
export function dropWaiting(state: JobState): void {
  if (state.waiting > 0) {
    for (let index = state.queueHead; index < state.queue.length; index += 1)
      state.things.awaits[state.queue[index]!] = awaits.nothing;
  }
  for (const thing of state.retryQueue) state.things.awaits[thing] = awaits.nothing;
  state.queue = [];
  state.queueHead = 0;
  state.waiting = 0;
  state.retryQueue = [];
}

/** Cancels the QUEUED executions of a job and, with force, those IN_PROGRESS. */
export function cancelExecutions(state: JobState, force: boolean, at: number): JobEvent[] {
  const events: JobEvent[] = [];
  for (const row of openRows(state)) {
    if (!force && statusOf(state.executions, row) === 'IN_PROGRESS') continue;
    state.executions.forceCanceled[row] = force ? 1 : 0;
    for (const event of moveExecution(state, row, 'CANCELED', at)) events.push(event);
  }
  return events;
}

/** Returns the rows of the executions that are QUEUED or IN_PROGRESS, in the order of their queueing. */
export function* openRows({ executions, counts }: JobState): Generator<number> {
  let left = openExecutions(counts);
  for (let row = 0; row < executions.length && left > 0; row += 1) {
    if (executions.deleted[row] === 1 || isTerminal(statusOf(executions, row))) continue;
    left -= 1;
    yield row;
  }
}

/** Completes a job that has nothing left to do: SNAPSHOT always, CONTINUOUS only after its end (JOB-JST-03, 04). */
export function completeIfDone(state: JobState, at: number): JobEvent[] {
  const idle = state.waiting === 0 && openExecutions(state.counts) === 0;
  if (state.status !== 'IN_PROGRESS' || !idle || (state.targetSelection === 'CONTINUOUS' && !state.ended)) return [];
  state.completedAt = at;
  return moveJob(state, 'COMPLETED', at);
}

/** Moves a job along the status graph. A move that the graph lacks is a defect. */
export function moveJob(state: JobState, to: JobStatus, at: number): JobEvent[] {
  if (!jobTransitions[state.status].includes(to)) throw new Error(`No transition from ${state.status} to ${to}.`);
  const from = state.status;
  state.status = to;
  state.lastUpdatedAt = at;
  return [{ kind: 'job', at, from, to }];
}
