import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancelJob, reportExecution, updateJobConfig } from '../src/actions.js';
import { advance, createJob, nextEventAt } from '../src/advance.js';
import type { AbortCriteria } from '../src/config.js';
import { executionsOf, latestExecution } from '../src/execution.js';
import { forecast } from '../src/forecast.js';
import type { JobEvent, JobSpec, JobState } from '../src/job-state.js';
import { addThings, removeThing } from '../src/membership.js';
import { rolloutConfigs } from './arbitraries.js';

const minute = 60_000;

function fleet(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `thing-${index}`);
}

function snapshot(size: number, spec: Partial<JobSpec> = {}): JobState {
  return createJob({ targetSelection: 'SNAPSHOT', things: fleet(size), ...spec }, 0).state;
}

/** Runs a job over devices that all report `status` after `runMs`; returns the moment and the state at its end. */
function runFleet(spec: JobSpec, status: 'SUCCEEDED' | 'FAILED', runMs: number): { state: JobState; at: number } {
  const { state } = createJob(spec, 0);
  const due: { at: number; thingName: string }[] = [];
  let head = 0;
  const collect = (events: readonly JobEvent[]) => {
    for (const event of events)
      if (event.kind === 'execution' && event.to === 'QUEUED')
        due.push({ at: event.at + runMs, thingName: event.execution.thingName });
  };
  for (;;) {
    const next = nextEventAt(state);
    const report = due[head];
    if (state.status !== 'IN_PROGRESS' || (next === undefined && report === undefined)) return { state, at: state.now };
    if (report === undefined || (next !== undefined && next <= report.at)) collect(advance(state, next!));
    else {
      head += 1;
      collect(reportExecution(state, report.thingName, { status }, report.at).events);
    }
  }
}

describe('a rollout', () => {
  it('notifies 4,000 things in exactly 37.5 minutes, evenly spaced', () => {
    const exponentialRate = {
      baseRatePerMinute: 50,
      incrementFactor: 2,
      rateIncreaseCriteria: { numberOfNotifiedThings: 1000 },
    };
    const state = snapshot(4000, { jobExecutionsRolloutConfig: { exponentialRate } });
    advance(state, 1199);
    expect(state.notified).toBe(0);
    advance(state, 20 * minute);
    expect(state.notified).toBe(1000);
    advance(state, 37.5 * minute - 1);
    expect(state.notified).toBe(3999);
    advance(state, 37.5 * minute);
    expect(state.notified).toBe(4000);
  });

  it('takes up a faster rate at once when successes reach their threshold', () => {
    const rateIncreaseCriteria = { numberOfSucceededThings: 1 };
    const exponentialRate = { baseRatePerMinute: 1, incrementFactor: 5, rateIncreaseCriteria };
    const state = snapshot(3, { jobExecutionsRolloutConfig: { exponentialRate } });
    advance(state, minute);
    reportExecution(state, 'thing-0', { status: 'SUCCEEDED' }, minute + 30_000);
    expect(nextEventAt(state)).toBe(minute + 30_000); // 12 s after the first is past already
    advance(state, minute + 30_000);
    expect(state.notified).toBe(2);
  });

  it('completes a snapshot when every execution has ended, whatever the outcome', () => {
    const { state, at } = runFleet({ targetSelection: 'SNAPSHOT', things: fleet(10) }, 'FAILED', 5000);
    expect(state).toMatchObject({ status: 'COMPLETED', completedAt: at, counts: { FAILED: 10 } });
  });

  it('completes an empty snapshot at once and a continuous job never', () => {
    expect(snapshot(0).status).toBe('COMPLETED');
    const state = snapshot(1, { targetSelection: 'CONTINUOUS' });
    advance(state, 60);
    reportExecution(state, 'thing-0', { status: 'SUCCEEDED' }, 100);
    advance(state, 1e9);
    expect(state.status).toBe('IN_PROGRESS');
  });

  it('uses a new rate for what is not yet rolled out', () => {
    const state = snapshot(100, { jobExecutionsRolloutConfig: { maximumPerMinute: 1 } });
    advance(state, minute);
    updateJobConfig(state, { jobExecutionsRolloutConfig: { maximumPerMinute: 60 } }, minute);
    advance(state, 2 * minute);
    expect(state.notified).toBe(61);
  });
});

describe('abort', () => {
  const criterion: AbortCriteria = {
    failureType: 'FAILED',
    action: 'CANCEL',
    thresholdPercentage: 50,
    minNumberOfExecutedThings: 4,
  };

  it('cancels what is queued, leaves what runs, and says that the criteria did it', () => {
    const state = snapshot(100, { abortConfig: { criteriaList: [criterion] } });
    advance(state, 600);
    reportExecution(state, 'thing-9', { status: 'IN_PROGRESS' }, 600);
    for (const [name, status] of [
      ['thing-0', 'SUCCEEDED'],
      ['thing-1', 'SUCCEEDED'],
      ['thing-2', 'FAILED'],
    ] as const)
      reportExecution(state, name, { status }, 600);
    expect(state.status).toBe('IN_PROGRESS');
    reportExecution(state, 'thing-3', { status: 'FAILED' }, 600); // 2 of 4 is 50 %: at least, not more than
    expect(state).toMatchObject({
      status: 'CANCELED',
      reasonCode: 'ABORT_CRITERIA_MET',
      forceCanceled: false,
      waiting: 0,
      counts: { CANCELED: 5, IN_PROGRESS: 1, FAILED: 2, SUCCEEDED: 2 },
    });
    expect(reportExecution(state, 'thing-9', { status: 'SUCCEEDED' }, 700).refused).toBeUndefined();
  });

  it('stops exactly where the forecast says', () => {
    fc.assert(
      fc.property(
        rolloutConfigs,
        fc.record({ devices: fc.integer({ min: 1, max: 400 }), minimum: fc.integer({ min: 1, max: 200 }) }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 3 }),
        (jobExecutionsRolloutConfig, { devices, minimum }, runSeconds, numberOfRetries) => {
          const config = {
            jobExecutionsRolloutConfig,
            abortConfig: { criteriaList: [{ ...criterion, minNumberOfExecutedThings: minimum }] },
            jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED' as const, numberOfRetries }] },
          };
          const { abort } = forecast(config, { devices, runSeconds });
          const spec = { ...config, targetSelection: 'SNAPSHOT' as const, things: fleet(devices) };
          const { state, at } = runFleet(spec, 'FAILED', runSeconds * 1000);
          if (abort.whenAllFail.fires) {
            expect(state.status).toBe('CANCELED');
            expect(abort.whenAllFail.devicesNotified).toBe(state.notified);
            expect(abort.whenAllFail.afterMinutes).toBe(at / minute);
          } else expect(state.status).toBe('COMPLETED');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('notifies everybody exactly when the forecast says, while devices succeed', () => {
    fc.assert(
      fc.property(
        rolloutConfigs,
        fc.integer({ min: 1, max: 800 }),
        fc.integer({ min: 0, max: 200 }),
        (jobExecutionsRolloutConfig, devices, runSeconds) => {
          const { minutesToNotifyAll } = forecast({ jobExecutionsRolloutConfig }, { devices, runSeconds });
          const spec = { jobExecutionsRolloutConfig, targetSelection: 'SNAPSHOT' as const, things: fleet(devices) };
          const { state } = runFleet(spec, 'SUCCEEDED', runSeconds * 1000);
          expect(minutesToNotifyAll).toBe(state.pace.lastAt / minute);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('timeouts', () => {
  it('end an execution at the earlier of the in-progress and the step deadline', () => {
    // The guide's example, in minutes after 12:00: in-progress 20 from 0; step 7 at 5; step 5 at 10; step 9 at 13.
    const state = snapshot(1, { timeoutConfig: { inProgressTimeoutInMinutes: 20 } });
    const noon = minute;
    const report = (minutes: number, stepTimeoutInMinutes?: number) => {
      reportExecution(state, 'thing-0', { status: 'IN_PROGRESS', stepTimeoutInMinutes }, noon + minutes * minute);
      return (nextEventAt(state)! - noon) / minute;
    };
    expect([report(0), report(5, 7), report(10, 5), report(13, 9), report(14, 3), report(15, -1)]).toEqual([
      20, 12, 15, 20, 17, 20,
    ]);
    advance(state, noon + 20 * minute);
    expect(state).toMatchObject({ status: 'COMPLETED', counts: { TIMED_OUT: 1 } });
  });

  it('leave a queued execution alone for ever', () => {
    const state = snapshot(1, { timeoutConfig: { inProgressTimeoutInMinutes: 1 } });
    advance(state, 1e9);
    expect(state.counts.QUEUED).toBe(1);
  });
});

describe('retries', () => {
  it('queue a new execution at once, up to the configured number', () => {
    const criteriaList = [{ failureType: 'FAILED', numberOfRetries: 2 } as const];
    const state = snapshot(1, { jobExecutionsRetryConfig: { criteriaList } });
    advance(state, 100);
    for (const at of [200, 300]) reportExecution(state, 'thing-0', { status: 'FAILED' }, at);
    expect(latestExecution(state, 'thing-0')).toMatchObject({
      executionNumber: 3,
      retryAttempt: 2,
      versionNumber: 1,
      status: 'QUEUED',
      queuedAt: 300,
    });
    reportExecution(state, 'thing-0', { status: 'FAILED' }, 400);
    expect(state).toMatchObject({ status: 'COMPLETED', counts: { FAILED: 3 } });
    expect(executionsOf(state, 'thing-0')).toHaveLength(3);
  });

  it('never follow REJECTED', () => {
    const criteriaList = [{ failureType: 'ALL', numberOfRetries: 2 } as const];
    const state = snapshot(1, { jobExecutionsRetryConfig: { criteriaList } });
    advance(state, 100);
    reportExecution(state, 'thing-0', { status: 'REJECTED' }, 200);
    expect(state.status).toBe('COMPLETED');
  });
});

describe('a schedule', () => {
  it('begins at its start and, after STOP_ROLLOUT, completes with the last straggler', () => {
    const rate = { maximumPerMinute: 1 };
    const state = snapshot(3, { jobExecutionsRolloutConfig: rate, startAt: 5 * minute, endAt: 6.5 * minute });
    expect(state.status).toBe('SCHEDULED');
    advance(state, 5 * minute);
    expect(state.status).toBe('IN_PROGRESS');
    advance(state, 100 * minute);
    expect(state).toMatchObject({ status: 'IN_PROGRESS', notified: 1, waiting: 0 });
    reportExecution(state, 'thing-0', { status: 'SUCCEEDED' }, 101 * minute);
    expect(state.status).toBe('COMPLETED');
  });

  it('completes a continuous job at its end with FORCE_CANCEL', () => {
    const state = snapshot(2, { targetSelection: 'CONTINUOUS', endAt: minute, endBehavior: 'FORCE_CANCEL' });
    advance(state, 1000);
    reportExecution(state, 'thing-0', { status: 'IN_PROGRESS' }, 1000);
    advance(state, minute);
    expect(state).toMatchObject({ status: 'COMPLETED', completedAt: minute, counts: { CANCELED: 2 } });
  });
});

describe('membership of a continuous job', () => {
  it('gives a thing that joins the job at once, and a thing that comes back a new execution', () => {
    const state = snapshot(0, { targetSelection: 'CONTINUOUS' });
    addThings(state, ['late'], 'at-once', 10);
    expect(latestExecution(state, 'late')).toMatchObject({ status: 'QUEUED', queuedAt: 10 });
    removeThing(state, 'late', 20);
    expect(latestExecution(state, 'late')?.status).toBe('REMOVED');
    addThings(state, ['late'], 'at-once', 30);
    expect(latestExecution(state, 'late')).toMatchObject({ executionNumber: 2, retryAttempt: 0, status: 'QUEUED' });
  });

  it('rolls a new target out at the rate', () => {
    const rate = { maximumPerMinute: 1 };
    const state = snapshot(1, { targetSelection: 'CONTINUOUS', jobExecutionsRolloutConfig: rate });
    advance(state, minute);
    addThings(state, ['a', 'b'], 'at-the-rate', minute);
    advance(state, 3 * minute - 1);
    expect(state.notified).toBe(2);
  });
});

describe('a large fleet', () => {
  it('rolls out and finishes 100,000 things', () => {
    const { state } = runFleet({ targetSelection: 'SNAPSHOT', things: fleet(100_000) }, 'SUCCEEDED', 30_000);
    expect(state).toMatchObject({ status: 'COMPLETED', completedAt: 100 * minute + 30_000 });
  });

  it('cancels 200,000 queued executions at once', () => {
    const state = snapshot(200_000, { jobExecutionsRolloutConfig: { maximumPerMinute: 200_000 } });
    advance(state, minute);
    expect(cancelJob(state, {}, minute).events).toHaveLength(200_001);
  });
});
