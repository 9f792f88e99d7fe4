/** The rollout of a job as a curve, worked out from its executions: nothing has to be recorded while it runs. */
import { executionStatuses, type JobState } from '@iot-rollouts/rollout-model';

/** How many executions stood where, at evenly spaced moments. */
export interface RolloutCurve {
  /** Milliseconds since the epoch: the first moment and the last, at which something last happened. */
  readonly from: number;
  readonly to: number;
  /** Executions made, those that succeeded, that failed in any way, and that were canceled or removed. */
  readonly notified: readonly number[];
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
  readonly canceled: readonly number[];
}

const intervals = 80;

type Line = 'succeeded' | 'failed' | 'canceled';

/** The line that counts executions in each status, by its place in the columns of the engine. */
const lines: readonly (Line | undefined)[] = executionStatuses.map((status) => {
  if (status === 'SUCCEEDED') return 'succeeded';
  if (status === 'FAILED' || status === 'TIMED_OUT' || status === 'REJECTED') return 'failed';
  return status === 'CANCELED' || status === 'REMOVED' ? 'canceled' : undefined;
});

/** Returns the curve of a job from its creation, or from its start, to the last thing that happened to an execution. */
export function rolloutCurve(state: JobState): RolloutCurve {
  const { executions } = state;
  const from = Math.max(state.createdAt, state.startAt ?? 0);
  let to = from;
  for (let row = 0; row < executions.length; row += 1) to = Math.max(to, executions.lastUpdatedAt[row]!);
  const sums = { notified: zeros(), succeeded: zeros(), failed: zeros(), canceled: zeros() };
  const width = (to - from) / intervals;
  // What happened within an interval shows at its end.
  const placeOf = (at: number) => (width === 0 ? 0 : Math.min(intervals, Math.max(0, Math.ceil((at - from) / width))));
  for (let row = 0; row < executions.length; row += 1) {
    if (executions.deleted[row] === 1) continue;
    sums.notified[placeOf(executions.queuedAt[row]!)]! += 1;
    const line = lines[executions.status[row]!];
    if (line !== undefined) sums[line][placeOf(executions.lastUpdatedAt[row]!)]! += 1;
  }
  for (const sum of Object.values(sums))
    for (let place = 1; place <= intervals; place += 1) sum[place]! += sum[place - 1]!;
  return { from, to, ...sums };
}

function zeros(): number[] {
  return new Array<number>(intervals + 1).fill(0);
}

/** Returns a function that works out a job's curve anew only when something has happened to its executions. */
export function curveCache(): (state: JobState) => RolloutCurve {
  const known = new WeakMap<JobState, { readonly stamp: string; readonly curve: RolloutCurve }>();
  return (state) => {
    const stamp = `${state.executions.length} ${Object.values(state.counts).join(' ')}`;
    const cached = known.get(state);
    if (cached?.stamp === stamp) return cached.curve;
    const curve = rolloutCurve(state);
    known.set(state, { stamp, curve });
    return curve;
  };
}
