import { expect, it } from 'vitest';
import {
  advance,
  createJob,
  executionsOfJob,
  holdRollout,
  isRollingOut,
  type JobState,
  parseWindows,
  releaseRollout,
} from '../src/index.js';

const minute = 60_000;

it('notifies nobody while a rollout is held back, and goes on at its pace when it is released', () => {
  const things = ['a', 'b', 'c'];
  const jobExecutionsRolloutConfig = { maximumPerMinute: 1 };
  const { state } = createJob({ targetSelection: 'SNAPSHOT', things, jobExecutionsRolloutConfig }, 0);
  advance(state, minute);
  expect(state.counts.QUEUED).toBe(1);
  holdRollout(state, minute);
  expect(isRollingOut(state)).toBe(false);
  expect(advance(state, 60 * minute)).toEqual([]);
  releaseRollout(state, 60 * minute);
  expect(advance(state, 61 * minute - 1)).toEqual([]);
  expect(advance(state, 61 * minute)).toMatchObject([{ kind: 'execution', to: 'QUEUED' }]);
});

/** When the next thing is notified after a moment. */
function nextNotification(state: JobState, after: number): number | undefined {
  advance(state, after + 10 * minute);
  return [...executionsOfJob(state)].map(({ queuedAt }) => queuedAt).find((at) => at >= after);
}

it('counts the time once in which a rollout is held back and no window is open', () => {
  const windows = parseWindows([{ startTime: 'cron(0/10 * * * ? *)', durationInMinutes: 5 }]);
  if ('message' in windows) throw new Error(windows.message);
  const things = ['a', 'b', 'c', 'd', 'e', 'f'];
  const spec = { targetSelection: 'CONTINUOUS', jobExecutionsRolloutConfig: { maximumPerMinute: 1 } } as const;
  for (const [held, released, next] of [
    [1.5, 13, 13.5], // Half a minute of the pace was left.
    [1.5, 7, 10.5],
    [7, 13, 13], // The fifth thing was due when the window closed.
  ] as const) {
    const { state } = createJob({ ...spec, things, windows }, 0);
    holdRollout(state, held * minute);
    releaseRollout(state, released * minute);
    expect(nextNotification(state, released * minute)).toBe(next * minute);
  }
});
