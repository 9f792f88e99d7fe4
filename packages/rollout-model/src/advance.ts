/** The passage of time: what a job does by itself, in order of time. */
import { firstDeadline } from './deadline-queue.js';
import { deadlineOf } from './execution-table.js';
import { isRollingOut, type JobEvent, type JobSpec, type JobState, newJob } from './job-state.js';
import { afterNotification, delayedPace, dueAt } from './rate.js';
import { awaits } from './thing-table.js';
import {
  adjustPace,
  cancelExecutions,
  completeIfDone,
  dropWaiting,
  isActive,
  moveExecution,
  moveJob,
  queueExecution,
  queueWaitingRetries,
} from './transition.js';
import { nextWindowStart, openUntil } from './windows.js';

/** Returns a new job at `now` (milliseconds) and what its creation did: an empty snapshot completes at once. */
export function createJob(
  spec: JobSpec,
  now: number,
): { readonly state: JobState; readonly events: readonly JobEvent[] } {
  const state = newJob(spec, now);
  const created: JobEvent = { kind: 'job', at: now, from: undefined, to: state.status };
  return { state, events: [created, ...completeIfDone(state, now)] };
}

/** Returns when the job next does something by itself, in milliseconds, or undefined. */
export function nextEventAt(state: JobState): number | undefined {
  if (state.status === 'DELETION_IN_PROGRESS') return undefined;
  const at = Math.min(openingDue(state), closingDue(state), endDue(state), notificationDue(state), timeoutDue(state));
  return at === Number.POSITIVE_INFINITY ? undefined : at;
}

/**
 * Lets time pass up to `until` (milliseconds) and returns what happened, in order of time.
 *
 * At one instant the start or the opening of a window comes first, then its closing, the end, notifications, and
 * timeouts. How an interval is cut into calls makes no difference.
 */
export function advance(state: JobState, until: number): JobEvent[] {
  const events: JobEvent[] = [];
  for (let at = nextEventAt(state); at !== undefined && at <= until; at = nextEventAt(state)) {
    state.now = Math.max(state.now, at);
    for (const event of step(state, at)) events.push(event);
  }
  state.now = Math.max(state.now, until);
  return events;
}

function step(state: JobState, at: number): JobEvent[] {
  if (openingDue(state) === at) return open(state, at);
  if (closingDue(state) === at) return close(state, at);
  if (endDue(state) === at) return end(state, at);
  if (notificationDue(state) === at) return notifyNext(state, at);
  return timeOut(state, at);
}

// Each of these is infinite when the thing is not going to happen.

function openingDue(state: JobState): number {
  return state.status === 'SCHEDULED' ? (state.opensAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function closingDue({ status, ended, closesAt, endAt = Number.POSITIVE_INFINITY }: JobState): number {
  // JOB-SCH-11: a job whose end lies in a window does not become SCHEDULED again.
  const closes = status === 'IN_PROGRESS' && !ended && closesAt !== undefined && closesAt < endAt;
  return closes ? closesAt : Number.POSITIVE_INFINITY;
}

function endDue(state: JobState): number {
  return isActive(state) && !state.ended ? (state.endAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function notificationDue(state: JobState): number {
  return isRollingOut(state) ? Math.max(dueAt(state.pace), state.now) : Number.POSITIVE_INFINITY;
}

function timeoutDue({ deadlines, executions }: JobState): number {
  const row = firstDeadline(deadlines);
  return row === undefined ? Number.POSITIVE_INFINITY : deadlineOf(executions, row);
}

/** The start of a job, or the opening of a maintenance window (JOB-MW-14, 16). */
function open(state: JobState, at: number): JobEvent[] {
  resume(state, at);
  state.closesAt = state.windows === undefined ? undefined : openUntil(state.windows, at);
  const moved = moveJob(state, 'IN_PROGRESS', at);
  return [...moved, ...queueWaitingRetries(state, at), ...completeIfDone(state, at)];
}

/** The pace goes on, unless the rollout is held back: then the pause is part of the hold. */
function resume(state: JobState, at: number): void {
  const pausedAt = state.pausedAt ?? at;
  if (state.heldSince === undefined) state.pace = delayedPace(state.pace, at - pausedAt);
  else state.heldSince = Math.min(state.heldSince, pausedAt);
  state.pausedAt = undefined;
  state.opensAt = undefined;
}

/** The end of a maintenance window: rollout stops, running executions go on (JOB-MW-14). */
function close(state: JobState, at: number): JobEvent[] {
  if (state.windows === undefined) return [];
  state.closesAt = openUntil(state.windows, at);
  if (state.closesAt !== undefined) return []; // The next window has opened already.
  state.opensAt = nextWindowStart(state.windows, at);
  state.pausedAt = at;
  return moveJob(state, 'SCHEDULED', at);
}

/**
 * The end of the schedule (JOB-SCH-09, 10). Between windows the job becomes IN_PROGRESS for it, to wait for executions
 * that are not canceled or to complete: the status graph has no other way from SCHEDULED to COMPLETED.
 */
function end(state: JobState, at: number): JobEvent[] {
  const moved = state.status === 'SCHEDULED' ? moveJob(state, 'IN_PROGRESS', at) : [];
  resume(state, at);
  state.ended = true;
  dropWaiting(state);
  const stops = state.endBehavior !== 'STOP_ROLLOUT';
  const canceled = stops ? cancelExecutions(state, state.endBehavior === 'FORCE_CANCEL', at) : [];
  return [...moved, ...canceled, ...completeIfDone(state, at)];
}

function notifyNext(state: JobState, at: number): JobEvent[] {
  const { things } = state;
  while (state.queueHead < state.queue.length) {
    const thing = state.queue[state.queueHead]!;
    state.queueHead += 1;
    if (things.awaits[thing] !== awaits.notification) continue; // It has left.
    state.waiting -= 1;
    state.notified += 1;
    state.pace = afterNotification(state.pace, at);
    adjustPace(state);
    if (state.waiting === 0) state.lastUpdatedAt = at; // JOB-JST-10
    return queueExecution(state, thing, 0, at);
  }
  throw new Error('The queue of a rollout holds fewer things than are waiting.');
}

function timeOut(state: JobState, at: number): JobEvent[] {
  const row = firstDeadline(state.deadlines);
  if (row === undefined) throw new Error('No deadline is due.');
  return moveExecution(state, row, 'TIMED_OUT', at);
}
