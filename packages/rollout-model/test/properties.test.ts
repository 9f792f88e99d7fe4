import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportExecution, updateJobConfig } from '../src/actions.js';
import { advance, createJob, nextEventAt } from '../src/advance.js';
import { executionsOf, executionsOfJob, isWaiting, thingNames } from '../src/execution.js';
import type { JobEvent, JobSpec, JobState } from '../src/job-state.js';
import {
  executionTransitions,
  isTerminal,
  type JobExecutionStatus,
  type JobStatus,
  jobTransitions,
  openExecutions,
} from '../src/status.js';
import { rolloutConfigs } from './arbitraries.js';
import { eventText, fleet, histories, minute, replay, specs } from './histories.js';

/** Checks every event against what was seen before it. */
function witness() {
  let job: JobStatus | undefined;
  let last = 0;
  const executions = new Map<number, JobExecutionStatus | 'DELETED'>();
  return (event: JobEvent) => {
    expect(event.at).toBeGreaterThanOrEqual(last);
    last = event.at;
    if (event.kind === 'job') {
      expect(event.from).toBe(job);
      if (event.from !== undefined) expect(jobTransitions[event.from]).toContain(event.to);
      job = event.to;
      return;
    }
    const { sequence } = event.execution;
    expect(event.from).toBe(executions.get(sequence));
    if (event.from === undefined) expect(event.to).toBe('QUEUED');
    else if (event.to !== 'DELETED') expect(executionTransitions[event.from]).toContain(event.to);
    executions.set(sequence, event.to);
  };
}

/** Checks that what the job counts is what it holds. */
function expectSound(state: JobState): void {
  const held = [...executionsOfJob(state)];
  for (const [status, count] of Object.entries(state.counts))
    expect(held.filter((execution) => execution.status === status)).toHaveLength(count);
  const names = [...thingNames(state)];
  expect(names.filter((name) => isWaiting(state, name))).toHaveLength(state.waiting);
  expect(names.flatMap((name) => executionsOf(state, name))).toHaveLength(held.length);
  for (const name of names) {
    const executions = executionsOf(state, name);
    const numbers = executions.map(({ executionNumber }) => executionNumber);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    // Only the latest execution of a thing is open.
    for (const execution of executions.slice(0, -1)) expect(isTerminal(execution.status)).toBe(true);
    for (const { retryAttempt } of executions) expect(retryAttempt).toBeLessThanOrEqual(3);
  }
  for (const { status, inProgressDeadline, stepDeadline } of held)
    if (status !== 'IN_PROGRESS') expect([inProgressDeadline, stepDeadline]).toEqual([undefined, undefined]);
  if (state.status === 'COMPLETED') expect(openExecutions(state.counts) + state.waiting).toBe(0);
  if (state.status === 'CANCELED') expect(state.waiting + state.counts.QUEUED).toBe(0);
  if (state.status === 'DELETION_IN_PROGRESS') expect(openExecutions(state.counts)).toBe(0);
}

describe('any history', () => {
  it('keeps to the status graphs, in order of time, with counters that add up', () => {
    fc.assert(
      fc.property(specs, histories, (spec, history) => {
        const { state, events } = createJob(spec, 0);
        const see = witness();
        events.forEach(see);
        let now = 0;
        for (const [wait, act] of history) {
          now += wait;
          act(state, now).forEach(see);
          expectSound(state);
        }
        advance(state, now + 3 * 60 * minute).forEach(see);
        expectSound(state);
      }),
      { numRuns: 250 },
    );
  });

  it('is the same in steps of a second as in one step', () => {
    fc.assert(
      fc.property(specs, histories, (spec, history) => {
        const [cut, whole] = [replay(spec, history, 1000), replay(spec, history, Infinity)];
        expect(cut.seen).toEqual(whole.seen);
        expect(cut.state).toEqual(whole.state);
      }),
      { numRuns: 120 },
    );
  });

  it('is the same when it is run again, also from a copy of a state in the middle', () => {
    fc.assert(
      fc.property(specs, histories, fc.nat({ max: 25 }), (spec, history, copyAfter) => {
        let { state } = createJob(spec, 0);
        const seen: string[] = [];
        let now = 0;
        for (const [index, [wait, act]] of history.entries()) {
          if (index === copyAfter) state = structuredClone(state);
          now += wait;
          seen.push(...act(state, now).map(eventText));
        }
        const again = createJob(spec, 0);
        now = 0;
        const expected = history.flatMap(([wait, act]) => {
          now += wait;
          return act(again.state, now).map(eventText);
        });
        expect(seen).toEqual(expected);
        expect(state).toEqual(again.state);
      }),
      { numRuns: 200 },
    );
  });

  it('says with nextEventAt when something happens next, and nothing happens before', () => {
    fc.assert(
      fc.property(specs, histories, (spec, history) => {
        const { state } = createJob(spec, 0);
        let now = 0;
        for (const [wait, act] of history) {
          const next = nextEventAt(state) ?? Infinity;
          const [first] = advance(state, now + wait);
          if (first !== undefined) expect(first.at).toBeGreaterThanOrEqual(next);
          if (next > now + wait) expect(first).toBeUndefined();
          now += wait;
          act(state, now);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** A job over more things than its rate can reach in a few minutes. */
const busySpecs: fc.Arbitrary<JobSpec> = fc
  .record({ spec: specs, size: fc.integer({ min: 20, max: 250 }), rollout: rolloutConfigs })
  .map(({ spec, size, rollout }) => ({
    ...spec,
    things: fleet(size),
    jobExecutionsRolloutConfig: { ...rollout, maximumPerMinute: Math.min(rollout.maximumPerMinute ?? 40, 97) },
    abortConfig: undefined,
  }));

/** Every notification of the rollout, with the highest rate in force since the one before. */
function notifications(
  spec: JobSpec,
  acts: readonly (readonly [at: number, act: (state: JobState, at: number) => void])[],
): { at: number; rate: number }[] {
  const { state } = createJob(spec, 0);
  const seen: { at: number; rate: number }[] = [];
  let rate = state.pace.ratePerMinute;
  const look = (run: () => void) => {
    const before = state.notified;
    run();
    rate = Math.max(rate, state.pace.ratePerMinute);
    if (state.notified > before) {
      seen.push({ at: state.now, rate });
      rate = state.pace.ratePerMinute;
    }
  };
  const passTo = (until: number) => {
    for (let at = nextEventAt(state); at !== undefined && at <= until; at = nextEventAt(state)) {
      const due = at;
      const before = state.notified;
      look(() => advance(state, due));
      expect(state.notified - before).toBeLessThanOrEqual(1); // Never two in one instant.
    }
  };
  for (const [at, act] of acts) {
    passTo(at - 1);
    look(() => act(state, at));
  }
  passTo(40 * minute);
  return seen;
}

describe('the rate', () => {
  it('is exceeded in no sixty seconds, whatever raises or lowers it and whenever windows open', () => {
    const success = fc.integer({ min: 0, max: 60 }).map((index) => (state: JobState, at: number) => {
      reportExecution(state, `thing-${index}`, { status: 'SUCCEEDED' }, at);
    });
    const change = rolloutConfigs.map((jobExecutionsRolloutConfig) => (state: JobState, at: number) => {
      updateJobConfig(state, { jobExecutionsRolloutConfig }, at);
    });
    const acts = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 20 * minute }), fc.oneof({ weight: 8, arbitrary: success }, change)), {
        maxLength: 40,
      })
      .map((list) => list.sort(([a], [b]) => a - b));
    fc.assert(
      fc.property(busySpecs, acts, (spec, list) => {
        const seen = notifications(spec, list);
        let first = 0;
        for (const [index, { at }] of seen.entries()) {
          while (seen[first]!.at <= at - minute) first += 1;
          const inWindow = seen.slice(first, index + 1);
          expect(inWindow.length).toBeLessThanOrEqual(Math.max(...inWindow.map(({ rate }) => rate)));
        }
      }),
      { numRuns: 150 },
    );
  });
});
