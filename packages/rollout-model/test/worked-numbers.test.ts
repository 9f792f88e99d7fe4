/** The numbers that AWS's own pages work out, and those that follow from them. */
import { describe, expect, it } from 'vitest';
import { cancelJob, reportExecution, updateJobConfig } from '../src/actions.js';
import { advance, createJob, nextEventAt } from '../src/advance.js';
import type { AbortCriteria } from '../src/config.js';
import { executionsOf, latestExecution } from '../src/execution.js';
import type { JobSpec, JobState } from '../src/job-state.js';
import { addThings, removeThing } from '../src/membership.js';
import { fleet, minute } from './histories.js';

function job(size: number, spec: Partial<JobSpec> = {}): JobState {
  return createJob({ targetSelection: 'SNAPSHOT', things: fleet(size), ...spec }, 0).state;
}

/** Reports one status for the things from `first` to `last`. */
function report(state: JobState, first: number, last: number, status: 'FAILED' | 'SUCCEEDED', at: number): void {
  for (let index = first; index <= last; index += 1) reportExecution(state, `thing-${index}`, { status }, at);
}

describe('the exponential rollout of the guide: base 50, factor 2, a step every 1,000', () => {
  const exponentialRate = {
    baseRatePerMinute: 50,
    incrementFactor: 2,
    rateIncreaseCriteria: { numberOfNotifiedThings: 1000, numberOfSucceededThings: 1000 },
  };

  it('spends 20, 10, 5, 2.5 and 1.25 minutes at 50, 100, 200, 400 and 800, and then stays at 1,000', () => {
    const state = job(7000, { jobExecutionsRolloutConfig: { exponentialRate, maximumPerMinute: 1000 } });
    for (const [minutes, notified, rateAfter] of [
      [20, 1000, 100],
      [30, 2000, 200],
      [35, 3000, 400],
      [37.5, 4000, 800],
      [38.75, 5000, 1000],
      [39.75, 6000, 1000],
      [40.75, 7000, 1000],
    ] as const) {
      advance(state, minutes * minute - 1);
      expect(state.notified).toBe(notified - 1);
      advance(state, minutes * minute);
      expect(state).toMatchObject({ notified, pace: { ratePerMinute: rateAfter } });
    }
  });

  it('rises with successes, whichever count is ahead, and never for failures', () => {
    const state = job(3000, { jobExecutionsRolloutConfig: { exponentialRate } });
    advance(state, 20 * minute - 1);
    report(state, 0, 998, 'FAILED', 20 * minute - 1);
    expect(state.pace.ratePerMinute).toBe(50);
    advance(state, 20 * minute);
    expect(state.pace.ratePerMinute).toBe(100);
    const bySuccess = job(3000, {
      jobExecutionsRolloutConfig: {
        exponentialRate: { ...exponentialRate, rateIncreaseCriteria: { numberOfSucceededThings: 10 } },
      },
    });
    advance(bySuccess, minute);
    report(bySuccess, 0, 19, 'SUCCEEDED', minute);
    expect(bySuccess.pace.ratePerMinute).toBe(200);
  });

  it('rounds 75 × 1.5 down to 112', () => {
    const odd = { baseRatePerMinute: 75, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 75 } };
    const state = job(300, { jobExecutionsRolloutConfig: { exponentialRate: odd } });
    advance(state, minute);
    expect(state).toMatchObject({ notified: 75, pace: { ratePerMinute: 112 } });
  });
});

describe('the abort example of the guide: 20 % FAILED after 100 completed, else 50 % TIMED_OUT after 200', () => {
  const criteriaList: AbortCriteria[] = [
    { failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 100 },
    { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 50, minNumberOfExecutedThings: 200 },
  ];
  const spec = { abortConfig: { criteriaList }, timeoutConfig: { inProgressTimeoutInMinutes: 5 } };

  it('looks at nothing before 100 executions have completed, and then fires at 20 % or more', () => {
    const state = job(1000, spec);
    advance(state, minute);
    report(state, 0, 19, 'FAILED', minute);
    report(state, 20, 98, 'SUCCEEDED', minute);
    expect(state.status).toBe('IN_PROGRESS');
    report(state, 99, 99, 'SUCCEEDED', minute);
    expect(state).toMatchObject({ status: 'CANCELED', reasonCode: 'ABORT_CRITERIA_MET' });
    expect(state.comment).toMatch(/FAILED/);
  });

  it('goes on to the second criterion when the first does not hold', () => {
    const state = job(1000, spec);
    advance(state, minute);
    for (let index = 0; index < 100; index += 1)
      reportExecution(state, `thing-${index}`, { status: 'IN_PROGRESS' }, minute);
    report(state, 100, 118, 'FAILED', minute);
    report(state, 119, 199, 'SUCCEEDED', minute);
    expect(state.status).toBe('IN_PROGRESS'); // 19 of 100 have failed.
    advance(state, 6 * minute); // 100 of 200 have timed out.
    expect(state.status).toBe('CANCELED');
    expect(state.comment).toMatch(/TIMED_OUT/);
  });

  it('cancels what is QUEUED and leaves what runs, which may still report', () => {
    const state = job(1000, spec);
    advance(state, minute);
    reportExecution(state, 'thing-500', { status: 'IN_PROGRESS' }, minute);
    report(state, 0, 99, 'FAILED', minute);
    expect(state).toMatchObject({ status: 'CANCELED', forceCanceled: false, counts: { IN_PROGRESS: 1, FAILED: 100 } });
    expect(reportExecution(state, 'thing-500', { status: 'SUCCEEDED' }, minute).refused).toBeUndefined();
  });
});

describe('timers', () => {
  it('give the deadlines of the guide: 20 minutes from 12:00, steps of 7 at 12:05, 5 at 12:10, 9 at 12:13', () => {
    const state = job(1, { timeoutConfig: { inProgressTimeoutInMinutes: 20 } });
    const noon = 12 * 60 * minute;
    const deadlineAfter = (minutes: number, stepTimeoutInMinutes?: number) => {
      reportExecution(state, 'thing-0', { status: 'IN_PROGRESS', stepTimeoutInMinutes }, noon + minutes * minute);
      return (nextEventAt(state)! - noon) / minute;
    };
    expect([deadlineAfter(0), deadlineAfter(5, 7), deadlineAfter(10, 5), deadlineAfter(13, 9)]).toEqual([
      20, 12, 15, 20,
    ]);
  });

  it('keep their length when the configuration changes, which holds for executions that start later', () => {
    const state = job(2, { timeoutConfig: { inProgressTimeoutInMinutes: 20 } });
    reportExecution(state, 'thing-0', { status: 'IN_PROGRESS' }, minute);
    updateJobConfig(state, { timeoutConfig: { inProgressTimeoutInMinutes: 5 } }, 2 * minute);
    reportExecution(state, 'thing-1', { status: 'IN_PROGRESS' }, 3 * minute);
    advance(state, 8 * minute);
    expect(state.counts).toMatchObject({ TIMED_OUT: 1, IN_PROGRESS: 1 });
    advance(state, 21 * minute);
    expect(state.status).toBe('COMPLETED');
  });

  it('of steps work without an in-progress timeout', () => {
    const state = job(1);
    reportExecution(state, 'thing-0', { status: 'IN_PROGRESS', stepTimeoutInMinutes: 3 }, minute);
    advance(state, 4 * minute);
    expect(state.counts.TIMED_OUT).toBe(1);
  });
});

describe('retries', () => {
  it('of one device are ten at most over both failure types', () => {
    const criteriaList = [
      { failureType: 'FAILED', numberOfRetries: 6 },
      { failureType: 'TIMED_OUT', numberOfRetries: 5 },
    ] as const;
    const timeoutConfig = { inProgressTimeoutInMinutes: 1 };
    const state = job(1, { jobExecutionsRetryConfig: { criteriaList }, timeoutConfig });
    for (let now = minute; state.status === 'IN_PROGRESS'; now += 2 * minute) {
      // It fails six times and is silent from then on.
      const status = state.counts.FAILED < 6 ? 'FAILED' : 'IN_PROGRESS';
      reportExecution(state, 'thing-0', { status }, now);
      advance(state, now + minute);
    }
    expect(state).toMatchObject({ status: 'COMPLETED', counts: { FAILED: 6, TIMED_OUT: 5 } });
    expect(executionsOf(state, 'thing-0').map(({ executionNumber }) => executionNumber)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });

  it('can exceed the number of things in the counters', () => {
    const jobExecutionsRetryConfig = { criteriaList: [{ failureType: 'ALL', numberOfRetries: 2 } as const] };
    const state = job(2, { jobExecutionsRetryConfig });
    for (const at of [1000, 2000, 3000]) report(state, 0, 1, 'FAILED', at);
    expect(state).toMatchObject({ status: 'COMPLETED', counts: { FAILED: 6 } });
  });
});

describe('numbers of executions and versions', () => {
  it('begin with 1 and rise with every accepted change', () => {
    const state = job(1, { targetSelection: 'CONTINUOUS' });
    const versions = [];
    for (const status of ['IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED'] as const) {
      advance(state, 100);
      versions.push(latestExecution(state, 'thing-0')?.versionNumber);
      reportExecution(state, 'thing-0', { status }, 200);
    }
    expect([...versions, latestExecution(state, 'thing-0')?.versionNumber]).toEqual([1, 2, 3, 4]);
    expect(reportExecution(state, 'thing-0', { status: 'FAILED' }, 300).refused).toBe('illegal-transition');
    expect(latestExecution(state, 'thing-0')?.versionNumber).toBe(4);
  });

  it('go on when a thing comes back, whatever became of its execution', () => {
    const state = job(2, { targetSelection: 'CONTINUOUS' });
    advance(state, 1000);
    reportExecution(state, 'thing-0', { status: 'SUCCEEDED' }, 1000);
    for (const name of ['thing-0', 'thing-1']) {
      removeThing(state, name, 2000);
      addThings(state, [name], 'at-once', 3000);
      expect(latestExecution(state, name)).toMatchObject({ executionNumber: 2, versionNumber: 1, retryAttempt: 0 });
    }
    expect(state.counts).toMatchObject({ SUCCEEDED: 1, REMOVED: 1, QUEUED: 2 });
    cancelJob(state, { force: true }, 4000);
    removeThing(state, 'thing-0', 5000);
    addThings(state, ['thing-0', 'new'], 'at-once', 6000);
    expect(state.counts).toMatchObject({ CANCELED: 2, QUEUED: 0 });
  });
});
