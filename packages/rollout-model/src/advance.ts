/** The passage of time: what a job does by itself, in order of time. */
import { popDeadline } from './deadline-queue.js';
import {
  effectiveDeadline,
  type JobEvent,
  type JobExecution,
  type JobSpec,
  type JobState,
  newJob,
} from './job-state.js';
import { afterNotification, dueAt } from './rate.js';
import { earlierDeadline } from './timeout.js';
import {
  adjustPace,
  cancelExecutions,
  completeIfDone,
  dropWaiting,
  moveExecution,
  moveJob,
  queueExecution,
} from './transition.js';

/** Returns a new job at `now` (milliseconds) and what its creation did: an empty snapshot completes at once. */
export function createJob(
  spec: JobSpec,
  now: number,
): { readonly state: JobState; readonly events: readonly JobEvent[] } {
  const state = newJob(spec, now);
  const created: JobEvent = { kind: 'job', at: now, from: undefined, to: state.status };
  return { state, events: [created, ...completeIfDone(state, now)] };
}

/** Returns when the job next does something by itself, in milliseconds, or undefined. It drops outdated deadlines. */
export function nextEventAt(state: JobState): number | undefined {
  if (state.status === 'DELETION_IN_PROGRESS') return undefined;
  const times = [startDue(state), deadlineDue(state), endDue(state), notificationDue(state)];
  return times.reduce(earlierDeadline, undefined);
}

/**
 * Lets time pass up to `until` (milliseconds) and returns what happened, in order of time.
 *
 * At one instant the start comes first, then timeouts, the end, and notifications. How an interval is cut into calls
 * makes no difference.
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
  if (startDue(state) === at) return [...moveJob(state, 'IN_PROGRESS', at), ...completeIfDone(state, at)];
  if (deadlineDue(state) === at) return timeOut(state, at);
  if (endDue(state) === at) return end(state, at);
  return notifyNext(state, at);
}

function startDue(state: JobState): number | undefined {
  return state.status === 'SCHEDULED' ? state.startAt : undefined;
}

function endDue(state: JobState): number | undefined {
  return state.status === 'IN_PROGRESS' && !state.ended ? state.endAt : undefined;
}

function notificationDue(state: JobState): number | undefined {
  return state.status === 'IN_PROGRESS' && state.waiting > 0 ? Math.max(dueAt(state.pace), state.now) : undefined;
}

function deadlineDue(state: JobState): number | undefined {
  while (state.deadlines.length > 0 && expiring(state) === undefined) popDeadline(state.deadlines);
  return state.deadlines[0]?.at;
}

/** Returns the execution that the first deadline of the queue ends, or undefined when that deadline no longer holds. */
function expiring(state: JobState): JobExecution | undefined {
  const deadline = state.deadlines[0];
  const execution = state.things
    .get(deadline?.thingName ?? '')
    ?.executions.find(({ executionNumber }) => executionNumber === deadline?.executionNumber);
  if (execution?.status !== 'IN_PROGRESS') return undefined;
  return effectiveDeadline(execution) === deadline?.at ? execution : undefined;
}

function timeOut(state: JobState, at: number): JobEvent[] {
  const execution = expiring(state);
  popDeadline(state.deadlines);
  return execution === undefined ? [] : moveExecution(state, execution, 'TIMED_OUT', at);
}

/** The end of the schedule (JOB-SCH-09, 10). */
function end(state: JobState, at: number): JobEvent[] {
  state.ended = true;
  dropWaiting(state);
  const stops = state.endBehavior !== 'STOP_ROLLOUT';
  const events = stops ? cancelExecutions(state, state.endBehavior === 'FORCE_CANCEL', at) : [];
  return [...events, ...completeIfDone(state, at)];
}

function notifyNext(state: JobState, at: number): JobEvent[] {
  while (state.queueHead < state.queue.length) {
    const thingName = state.queue[state.queueHead]!;
    state.queueHead += 1;
    // A thing that left, or that left and came back further down the queue, no longer waits at this place.
    if (!state.things.has(thingName) || state.things.get(thingName) !== undefined) continue;
    const thing = { executions: [], targeted: true, seriesStart: 1 };
    state.things.set(thingName, thing);
    state.waiting -= 1;
    state.notified += 1;
    state.pace = afterNotification(state.pace, at);
    adjustPace(state);
    if (state.waiting === 0) state.lastUpdatedAt = at;
    return queueExecution(state, thingName, thing, 0, at);
  }
  throw new Error('The queue of a rollout holds fewer things than are waiting.');
}
