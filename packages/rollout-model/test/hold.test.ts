import { expect, it } from 'vitest';
import { advance, createJob, holdRollout, isRollingOut, releaseRollout } from '../src/index.js';

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
