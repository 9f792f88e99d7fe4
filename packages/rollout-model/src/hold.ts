/** A rollout that waits for its turn: an account rolls out only so many jobs at a time (JOB-ROL-31). */
import type { ActionResult } from './actions.js';
import { advance } from './advance.js';
import type { JobState } from './job-state.js';
import { delayedPace } from './rate.js';

/** Holds a rollout back: no thing is notified until it is released; executions that exist go on. */
export function holdRollout(state: JobState, at: number): ActionResult {
  const events = advance(state, at);
  state.heldSince ??= at;
  return { events };
}

/** Lets a rollout go on that was held back, with the pace that it had; between windows it goes on when the next one opens. */
export function releaseRollout(state: JobState, at: number): ActionResult {
  const events = advance(state, at);
  const heldSince = state.heldSince ?? at;
  if (state.pausedAt === undefined) state.pace = delayedPace(state.pace, at - heldSince);
  else state.pausedAt = Math.min(state.pausedAt, heldSince);
  state.heldSince = undefined;
  return { events };
}
