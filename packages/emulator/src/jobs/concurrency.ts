/** An account rolls out only so many jobs at a time; the others wait their turn (JOB-ROL-31, JOB-QUO-02). */
import { cancelJob, holdRollout, type JobEvent, releaseRollout } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { JobRecord } from './record.js';

/** A job that the limit changed, and what happened to it. */
export interface Followed {
  readonly record: JobRecord;
  readonly events: readonly JobEvent[];
}

/** How the limit's cancellation of a scheduled job can be told from others. AWS's own words are not known. */
const reasonCode = 'CONCURRENT_JOBS_LIMIT';

/**
 * Gives a job that begins to roll out a place, holds it back when there is none, or hands on its place when it is done.
 * Returns the jobs that this changed. A job that comes to its start when there is no place is canceled (JOB-ROL-33).
 */
export function followLimit(
  { jobIndex: { rolling, held } }: RegionState,
  { record, events }: Followed,
  limit: number,
  at: number,
): readonly Followed[] {
  const wantsPlace = record.state.status === 'IN_PROGRESS' && record.state.waiting > 0;
  if (!wantsPlace) {
    if (held.delete(record)) return [{ record, ...releaseRollout(record.state, at) }];
    if (!rolling.delete(record)) return [];
    const [next] = held;
    if (next === undefined) return [];
    held.delete(next);
    rolling.add(next);
    return [{ record: next, ...releaseRollout(next.state, at) }];
  }
  if (rolling.has(record) || held.has(record)) return [];
  if (rolling.size < limit) rolling.add(record);
  else if (events.some(({ kind, from }) => kind === 'job' && from === 'SCHEDULED'))
    return [{ record, ...cancelJob(record.state, { reasonCode }, at) }];
  else {
    held.add(record);
    return [{ record, ...holdRollout(record.state, at) }];
  }
  return [];
}
