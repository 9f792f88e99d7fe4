/** Things that join and leave the targets of a CONTINUOUS job. A SNAPSHOT job keeps the things it began with (JOB-CRE-11). */
import type { ActionResult } from './actions.js';
import { advance } from './advance.js';
import { noRow } from './columns.js';
import { statusOf } from './execution.js';
import type { JobState } from './job-state.js';
import { isTerminal } from './status.js';
import { addThingRow, awaits } from './thing-table.js';
import { isActive, moveExecution, queueExecution } from './transition.js';

/**
 * Adds things to a CONTINUOUS job. Those of a new target are rolled out at the job's rate (JOB-ASC-04); those that join a
 * target's group get the job at once (JOB-ROL-30), or at the rate once a job that is SCHEDULED goes on. A thing that
 * comes back gets a new execution with all its retries (JOB-EXE-15, JOB-RTY-10). One that is a target is left alone.
 */
export function addThings(
  state: JobState,
  thingNames: Iterable<string>,
  pacing: 'at-the-rate' | 'at-once',
  at: number,
): ActionResult {
  const events = advance(state, at);
  if (state.targetSelection !== 'CONTINUOUS' || state.ended || !isActive(state)) return { events }; // JOB-SCH-12
  for (const thingName of thingNames) {
    const { things } = state;
    const known = things.rows.get(thingName);
    if (known !== undefined && things.targeted[known] === 1) continue;
    const thing = known ?? addThingRow(things, thingName);
    things.targeted[thing] = 1;
    things.failed[thing] = 0;
    things.timedOut[thing] = 0;
    const atOnce = (pacing === 'at-once' || known !== undefined) && state.status === 'IN_PROGRESS';
    if (atOnce) events.push(...queueExecution(state, thing, 0, at));
    else {
      things.awaits[thing] = awaits.notification;
      state.queue.push(thing);
      state.waiting += 1;
    }
  }
  return { events };
}

/**
 * Takes a thing out of the targets of a CONTINUOUS job: its open executions become REMOVED (JOB-EXE-15, 17) and it is not
 * tried again (JOB-RTY-10).
 */
export function removeThing(state: JobState, thingName: string, at: number): ActionResult {
  const events = advance(state, at);
  const { things } = state;
  const thing = things.rows.get(thingName);
  if (state.targetSelection !== 'CONTINUOUS' || thing === undefined) return { events };
  if (things.awaits[thing] === awaits.notification) state.waiting -= 1;
  things.awaits[thing] = awaits.nothing;
  things.targeted[thing] = 0;
  const row = things.latest[thing]!;
  if (row === noRow) things.rows.delete(thingName);
  else if (!isTerminal(statusOf(state.executions, row))) events.push(...moveExecution(state, row, 'REMOVED', at));
  return { events };
}
