import { describe, expect, it } from 'vitest';
import { cancelJob, reportExecution, updateJobConfig } from '../src/actions.js';
import { advance, createJob, nextEventAt } from '../src/advance.js';
import { executionsOf, latestExecution } from '../src/execution.js';
import { isOpenToDevices, type JobEvent, type JobSpec, nextWindowStarts } from '../src/job-state.js';
import { addThings, removeThing } from '../src/membership.js';
import { nextOccurrences, openUntil, parseWindows, type RecurringWindow, type WindowSchedule } from '../src/windows.js';

const minute = 60_000;
const hour = 60 * minute;
/** A Thursday. */
const midnight = Date.UTC(2026, 0, 1);

function windows(...list: readonly (readonly [cron: string, minutes: number])[]): readonly RecurringWindow[] {
  const parsed = parseWindows(
    list.map(([cron, durationInMinutes]) => ({ startTime: `cron(${cron})`, durationInMinutes })),
  );
  if ('message' in parsed) throw new Error(parsed.message);
  return parsed;
}

function always(list: readonly RecurringWindow[]): WindowSchedule {
  return { windows: list, from: -Infinity, until: Infinity };
}

const daily = windows(['0 10 * * ? *', 60]);

/** A CONTINUOUS job over three things, one a minute, created at midnight. */
function job(spec: Partial<JobSpec> = {}) {
  return createJob(
    {
      targetSelection: 'CONTINUOUS',
      things: ['a', 'b', 'c'],
      jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
      windows: daily,
      ...spec,
    },
    midnight,
  ).state;
}

function at(hours: number, minutes = 0): number {
  return midnight + hours * hour + minutes * minute;
}

/** What happened to the job itself, as hours after midnight and the new status. */
function turns(events: readonly JobEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'job' ? [`${(event.at - midnight) / hour} ${event.to}`] : []));
}

describe('windows', () => {
  it('that overlap or touch are one', () => {
    const schedule = always(windows(['0 10 * * ? *', 60], ['30 10 * * ? *', 60], ['30 11 * * ? *', 15]));
    expect(openUntil(schedule, at(9, 59))).toBeUndefined();
    expect(openUntil(schedule, at(10))).toBe(at(11, 45));
    expect(openUntil(schedule, at(11, 40))).toBe(at(11, 45));
    expect(openUntil(schedule, at(11, 45))).toBeUndefined();
    expect(nextOccurrences(schedule, at(10, 30), 2)).toEqual([at(11, 30), at(34)]);
  });

  it('may reach over midnight, and may never close', () => {
    expect(openUntil(always(windows(['0 23 ? * THU *', 180])), at(25))).toBe(at(26));
    const endless = always(windows(['0 * * * ? *', 90]));
    expect(openUntil(endless, at(5))).toBeGreaterThan(at(6));
    const state = job({ windows: endless.windows });
    expect(turns(advance(state, at(24 * 30)))).toEqual([]);
    expect(state).toMatchObject({ status: 'IN_PROGRESS', notified: 3 });
  });

  it('that are bad cron say which', () => {
    expect(parseWindows([{ startTime: 'cron(0 25 * * ? *)', durationInMinutes: 1 }])).toEqual({
      message: 'cron(0 25 * * ? *): hours goes from 0 to 23; it cannot be 25',
    });
  });
});

describe('a job with maintenance windows', () => {
  it('is SCHEDULED between them, and its rollout goes on in the next one where it stood', () => {
    const state = job({ windows: windows(['0 10 * * ? *', 2], ['0 20 * * ? *', 60]) });
    expect(state.status).toBe('SCHEDULED');
    expect(nextEventAt(state)).toBe(at(10));
    const events = advance(state, at(30));
    expect(turns(events)).toEqual(['10 IN_PROGRESS', `${10 + 2 / 60} SCHEDULED`, '20 IN_PROGRESS', '21 SCHEDULED']);
    const queued = events.flatMap((event) => (event.kind === 'execution' ? [event.at] : []));
    // The second is due at the very moment of closing, which belongs to no window; the third keeps its minute's distance.
    expect(queued).toEqual([at(10, 1), at(20), at(20, 1)]);
  });

  it('joins a window that is open when it is created', () => {
    const { state } = createJob({ targetSelection: 'CONTINUOUS', things: ['a'], windows: daily }, at(10, 30));
    expect(state.status).toBe('IN_PROGRESS');
    expect(turns(advance(state, at(12)))).toEqual(['11 SCHEDULED']);
  });

  it('ignores windows that open before its start, and those from its end on', () => {
    const state = job({ startAt: at(10, 30), endAt: at(58) });
    const turned = turns(advance(state, at(100)));
    expect(turned).toEqual(['34 IN_PROGRESS', '35 SCHEDULED', '58 IN_PROGRESS']);
    expect(state).toMatchObject({ status: 'IN_PROGRESS', ended: true, notified: 3, waiting: 0 });
  });

  it('shows the next seven starts within its schedule', () => {
    const state = job({ startAt: at(11), endAt: at(24 * 5) });
    expect(nextWindowStarts(state, midnight)).toEqual([34, 58, 82, 106].map((hours) => at(hours)));
    expect(nextWindowStarts(job(), midnight)).toHaveLength(7);
    cancelJob(state, {}, midnight);
    expect(nextWindowStarts(state, midnight)).toEqual([]);
  });

  it('keeps QUEUED executions between windows but lets none be started, and lets running ones go on', () => {
    const state = job();
    advance(state, at(10, 30));
    reportExecution(state, 'a', { status: 'IN_PROGRESS' }, at(10, 30));
    expect(isOpenToDevices(state)).toBe(true);
    advance(state, at(11));
    expect(isOpenToDevices(state)).toBe(false);
    expect(state.counts).toMatchObject({ QUEUED: 2, IN_PROGRESS: 1 });
    expect(reportExecution(state, 'b', { status: 'IN_PROGRESS' }, at(12)).refused).toBe('illegal-transition');
    expect(reportExecution(state, 'a', { status: 'SUCCEEDED' }, at(12)).refused).toBeUndefined();
    expect(reportExecution(state, 'b', { status: 'IN_PROGRESS' }, at(34)).refused).toBeUndefined();
  });

  it('times out and aborts between windows too', () => {
    const abortConfig = {
      criteriaList: [
        { failureType: 'TIMED_OUT', action: 'CANCEL', thresholdPercentage: 100, minNumberOfExecutedThings: 1 },
      ],
    } as const;
    const state = job({ abortConfig, timeoutConfig: { inProgressTimeoutInMinutes: 60 } });
    reportExecution(state, 'a', { status: 'IN_PROGRESS' }, at(10, 30));
    expect(turns(advance(state, at(24)))).toEqual(['11 SCHEDULED', '11.5 CANCELED']);
    expect(state).toMatchObject({ reasonCode: 'ABORT_CRITERIA_MET', counts: { CANCELED: 2, TIMED_OUT: 1 } });
  });
});

describe('a retry', () => {
  const jobExecutionsRetryConfig = { criteriaList: [{ failureType: 'ALL', numberOfRetries: 2 } as const] };

  it('waits for the next window', () => {
    const state = job({ jobExecutionsRetryConfig });
    reportExecution(state, 'a', { status: 'IN_PROGRESS' }, at(10, 30));
    reportExecution(state, 'a', { status: 'FAILED' }, at(12));
    expect(executionsOf(state, 'a')).toHaveLength(1);
    advance(state, at(34));
    expect(latestExecution(state, 'a')).toMatchObject({
      executionNumber: 2,
      retryAttempt: 1,
      versionNumber: 1,
      queuedAt: at(34),
    });
  });

  it('is canceled when the thing leaves, and all are there again when it comes back', () => {
    const state = job({ jobExecutionsRetryConfig });
    reportExecution(state, 'a', { status: 'FAILED' }, at(10, 30));
    reportExecution(state, 'a', { status: 'FAILED' }, at(12));
    removeThing(state, 'a', at(13));
    addThings(state, ['a'], 'at-once', at(14));
    expect(executionsOf(state, 'a')).toHaveLength(2);
    advance(state, at(35));
    expect(latestExecution(state, 'a')).toMatchObject({ executionNumber: 3, retryAttempt: 0, status: 'QUEUED' });
    for (const [hours, minutes] of [
      [58, 1],
      [58, 2],
      [58, 3],
    ] as const)
      reportExecution(state, 'a', { status: 'FAILED' }, at(hours, minutes));
    expect(executionsOf(state, 'a').map(({ retryAttempt }) => retryAttempt)).toEqual([0, 1, 0, 1, 2]);
  });

  it('is not made when retries were set to 0 meanwhile, or the schedule ended', () => {
    const taken = job({ jobExecutionsRetryConfig });
    const ended = job({ jobExecutionsRetryConfig, endAt: at(20) });
    for (const state of [taken, ended]) {
      reportExecution(state, 'a', { status: 'IN_PROGRESS' }, at(10, 30));
      reportExecution(state, 'a', { status: 'FAILED' }, at(12));
    }
    const none = { criteriaList: [{ failureType: 'ALL', numberOfRetries: 0 } as const] };
    updateJobConfig(taken, { jobExecutionsRetryConfig: none }, at(13));
    for (const state of [taken, ended]) {
      advance(state, at(100));
      expect(executionsOf(state, 'a')).toHaveLength(1);
    }
  });
});

describe('membership between windows', () => {
  it('is rolled out at the rate when the next window opens', () => {
    const state = job();
    advance(state, at(12));
    addThings(state, ['d', 'e'], 'at-once', at(12));
    removeThing(state, 'e', at(13));
    addThings(state, ['e'], 'at-once', at(14));
    expect(state).toMatchObject({ notified: 3, waiting: 2 });
    advance(state, at(34));
    expect(state.notified).toBe(4); // The rollout was idle for more than a minute before the window closed.
    advance(state, at(34, 1));
    expect(state).toMatchObject({ notified: 5, waiting: 0 });
  });
});

describe('the end of a job with windows', () => {
  it('inside a window does what endBehavior says', () => {
    for (const [endBehavior, status, counts] of [
      ['STOP_ROLLOUT', 'IN_PROGRESS', { QUEUED: 1, IN_PROGRESS: 1 }],
      ['CANCEL', 'IN_PROGRESS', { CANCELED: 1, IN_PROGRESS: 1 }],
      ['FORCE_CANCEL', 'COMPLETED', { CANCELED: 2 }],
    ] as const) {
      const state = job({ endAt: at(10, 2.5), endBehavior });
      reportExecution(state, 'a', { status: 'IN_PROGRESS' }, at(10, 2));
      advance(state, at(1000));
      expect(state).toMatchObject({ status, counts, waiting: 0 });
    }
  });

  it('between windows lets devices see and finish what is QUEUED, or completes', () => {
    const stopped = job({ endAt: at(20) });
    advance(stopped, at(20));
    expect(stopped.status).toBe('IN_PROGRESS');
    for (const name of ['a', 'b', 'c']) reportExecution(stopped, name, { status: 'SUCCEEDED' }, at(21));
    expect(stopped).toMatchObject({ status: 'COMPLETED', completedAt: at(21) });
    const idle = job({ things: [], endAt: at(20) });
    expect(turns(advance(idle, at(30)))).toEqual(['10 IN_PROGRESS', '11 SCHEDULED', '20 IN_PROGRESS', '20 COMPLETED']);
  });
});
