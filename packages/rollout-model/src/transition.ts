/** The only functions that change a status. They keep the counters, and do what follows from an execution's end. */
import { abortingCriterion } from './abort.js';
import { pushDeadline } from './deadline-queue.js';
import { effectiveDeadline, type JobEvent, type JobExecution, type JobState, type NotifiedThing } from './job-state.js';
import { ratePerMinute, withRate } from './rate.js';
import { type Failures, retries } from './retry.js';
import {
  executionTransitions,
  isTerminal,
  type JobExecutionStatus,
  type JobStatus,
  jobTransitions,
  openExecutions,
} from './status.js';
import { inProgressDeadline } from './timeout.js';

/** The `reasonCode` of a job that its abort criteria stopped. AWS sets one but does not publish it (JOB-ABT-13). */
export const abortReasonCode = 'ABORT_CRITERIA_MET';

/** Returns whether an execution may move to `to`. */
export function mayMove(execution: JobExecution, to: JobExecutionStatus): boolean {
  return executionTransitions[execution.status].includes(to);
}

/** Moves an execution along the status graph, and a job after it. A move that the graph lacks is a defect. */
export function moveExecution(
  state: JobState,
  execution: JobExecution,
  to: JobExecutionStatus,
  at: number,
): JobEvent[] {
  if (!mayMove(execution, to)) throw new Error(`No transition from ${execution.status} to ${to}.`);
  const from = execution.status;
  state.counts[from] -= 1;
  state.counts[to] += 1;
  execution.status = to;
  execution.versionNumber += 1;
  execution.lastUpdatedAt = at;
  const byDevice = to !== 'CANCELED' && to !== 'REMOVED';
  if (from === 'QUEUED' && byDevice) {
    execution.startedAt = at;
    if (to === 'IN_PROGRESS') execution.inProgressDeadline = inProgressDeadline(state.config.timeoutConfig, at);
  }
  const moved: JobEvent = { kind: 'execution', at, execution, from, to };
  return isTerminal(to) ? [moved, ...afterEnd(state, execution, to, at)] : [moved];
}

function afterEnd(state: JobState, execution: JobExecution, status: JobExecutionStatus, at: number): JobEvent[] {
  execution.inProgressDeadline = undefined;
  execution.stepDeadline = undefined;
  if (status === 'SUCCEEDED') {
    state.succeeded += 1;
    adjustPace(state);
  }
  const aborted = abortIfMet(state, at);
  const failed = status === 'FAILED' || status === 'TIMED_OUT';
  const retried = failed ? retryExecution(state, execution, status, at) : [];
  return [...aborted, ...retried, ...completeIfDone(state, at)];
}

function abortIfMet(state: JobState, at: number): JobEvent[] {
  if (state.status !== 'IN_PROGRESS' || isCanceledByEnd(state)) return [];
  const criterion = abortingCriterion(state.config.abortConfig, state.counts);
  if (criterion === undefined) return [];
  state.reasonCode = abortReasonCode;
  state.comment = `Abort criteria met: ${criterion.failureType} at or above ${criterion.thresholdPercentage} percent`;
  return stopJob(state, false, at);
}

function isCanceledByEnd(state: JobState): boolean {
  return state.ended && state.endBehavior !== 'STOP_ROLLOUT';
}

function retryExecution(state: JobState, ended: JobExecution, type: 'FAILED' | 'TIMED_OUT', at: number): JobEvent[] {
  const thing = state.things.get(ended.thingName);
  if (thing === undefined || !thing.targeted || state.status !== 'IN_PROGRESS' || isCanceledByEnd(state)) return [];
  if (thing.executions.at(-1) !== ended) return [];
  if (!retries(state.config.jobExecutionsRetryConfig, type, failuresOf(thing))) return [];
  return queueExecution(state, ended.thingName, thing, ended.retryAttempt + 1, at);
}

function failuresOf(thing: NotifiedThing): Failures {
  const series = thing.executions.filter(({ executionNumber }) => executionNumber >= thing.seriesStart);
  const having = (status: JobExecutionStatus) => series.filter((execution) => execution.status === status).length;
  return { failed: having('FAILED'), timedOut: having('TIMED_OUT') };
}

/** Creates an execution of a thing: QUEUED, version 1, the next number (JOB-EXE-06, 09). */
export function queueExecution(
  state: JobState,
  thingName: string,
  thing: NotifiedThing,
  retryAttempt: number,
  at: number,
): JobEvent[] {
  const executionNumber = (thing.executions.at(-1)?.executionNumber ?? 0) + 1;
  if (retryAttempt === 0) thing.seriesStart = executionNumber;
  state.sequence += 1;
  const execution: JobExecution = {
    thingName,
    executionNumber,
    retryAttempt,
    sequence: state.sequence,
    queuedAt: at,
    status: 'QUEUED',
    versionNumber: 1,
    lastUpdatedAt: at,
    startedAt: undefined,
    statusDetails: undefined,
    forceCanceled: false,
    inProgressDeadline: undefined,
    stepDeadline: undefined,
  };
  thing.executions.push(execution);
  state.counts.QUEUED += 1;
  return [{ kind: 'execution', at, execution, from: undefined, to: 'QUEUED' }];
}

/** Puts the execution's effective deadline, if it has one, into the queue. */
export function watchDeadline(state: JobState, execution: JobExecution): void {
  const at = effectiveDeadline(execution);
  if (at === undefined) return;
  state.sequence += 1;
  const { thingName, executionNumber } = execution;
  pushDeadline(state.deadlines, { at, sequence: state.sequence, thingName, executionNumber });
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

/** Drops the things that still wait for their notification. */
export function dropWaiting(state: JobState): void {
  for (let index = state.queueHead; index < state.queue.length; index += 1) {
    const thingName = state.queue[index]!;
    if (state.things.get(thingName) === undefined) state.things.delete(thingName);
  }
  state.queue = [];
  state.queueHead = 0;
  state.waiting = 0;
}

/** Cancels the QUEUED executions of a job and, with force, those IN_PROGRESS. */
export function cancelExecutions(state: JobState, force: boolean, at: number): JobEvent[] {
  const events: JobEvent[] = [];
  for (const thing of state.things.values()) {
    for (const execution of thing?.executions ?? []) {
      const running = execution.status === 'IN_PROGRESS';
      if (execution.status !== 'QUEUED' && !(running && force)) continue;
      execution.forceCanceled = force;
      events.push(...moveExecution(state, execution, 'CANCELED', at));
    }
  }
  return events;
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
