import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportExecution } from '../src/actions.js';
import { advance, createJob, nextEventAt } from '../src/advance.js';
import { type AbortForecast, failingAmong } from '../src/exposure.js';
import { type ForecastOptions, forecast, type ScheduledJobConfig } from '../src/forecast.js';
import type { JobEvent, JobState } from '../src/job-state.js';
import { openExecutions } from '../src/status.js';
import { parseWindows } from '../src/windows.js';
import { rolloutConfigs } from './arbitraries.js';
import { fleet, minute } from './histories.js';

/** Devices that fail do so by a report, or by silence until they time out. */
type Outcome = 'FAILED' | 'TIMED_OUT';

interface Course {
  readonly config: ScheduledJobConfig;
  readonly devices: number;
  readonly runSeconds: number;
  readonly failingPercentage: number;
}

function newJob({ config, devices }: Course): JobState {
  const { endTime, startTime, endBehavior, maintenanceWindows = [] } = config.schedulingConfig ?? {};
  const windows = parseWindows(maintenanceWindows);
  if ('message' in windows) throw new Error(windows.message);
  const startAt = startTime === undefined ? undefined : Date.parse(`${startTime}Z`);
  const endAt = endTime === undefined ? undefined : Date.parse(`${endTime}Z`);
  const schedule = { startAt, endAt, endBehavior, windows };
  return createJob({ ...config, ...schedule, targetSelection: 'CONTINUOUS', things: fleet(devices) }, 0).state;
}

/** Runs the engine with devices that start at once, until it is over; returns when it was canceled, if it was. */
function runEngine(course: Course, outcome: Outcome, percentage: number) {
  const state = newJob(course);
  const share = { perTenThousand: Math.round(percentage * 100) };
  const due: { at: number; thingName: string; status: 'SUCCEEDED' | 'FAILED' }[] = [];
  const notified: number[] = [];
  let canceledAt: number | undefined;
  const hear = (events: readonly JobEvent[]) => {
    for (const event of events) {
      if (event.kind === 'job' && event.to === 'CANCELED') canceledAt = event.at;
      if (event.kind === 'job' || event.to !== 'QUEUED' || state.status === 'CANCELED') continue;
      const { thingName, retryAttempt } = event.execution;
      if (retryAttempt === 0) notified.push(event.at);
      const number = Number(thingName.slice('thing-'.length)) + 1;
      const fails = failingAmong(share, number) > failingAmong(share, number - 1);
      hear(reportExecution(state, thingName, { status: 'IN_PROGRESS' }, event.at).events);
      const at = event.at + course.runSeconds * 1000;
      if (!fails) due.push({ at, thingName, status: 'SUCCEEDED' });
      else if (outcome === 'FAILED') due.push({ at, thingName, status: 'FAILED' });
    }
  };
  let head = 0;
  const isOver = () =>
    canceledAt !== undefined ||
    (state.waiting + openExecutions(state.counts) + state.retryQueue.length === 0 && state.notified > 0);
  while (!isOver()) {
    const report = due[head];
    const next = nextEventAt(state) ?? Infinity;
    if (report === undefined && next === Infinity) break;
    if (report === undefined || next <= report.at) hear(advance(state, next));
    else {
      head += 1;
      hear(reportExecution(state, report.thingName, { status: report.status }, report.at).events);
    }
  }
  return { state, canceledAt, notified };
}

function expectSame(found: AbortForecast, course: Course, outcome: Outcome, percentage: number, startsAt: number) {
  const { state, canceledAt } = runEngine(course, outcome, percentage);
  if (!found.fires) expect(canceledAt).toBeUndefined();
  else
    expect(found).toMatchObject({
      devicesNotified: state.notified,
      afterMinutes: ((canceledAt ?? Number.NaN) - startsAt) / minute,
    });
}

const windows = fc.array(
  fc.record({
    startTime: fc
      .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 5 }))
      .map(([minutes, hours]) => `cron(${minutes} 0/${hours} * * ? *)`),
    durationInMinutes: fc.integer({ min: 1, max: 90 }),
  }),
  { minLength: 1, maxLength: 2 },
);
const moment = (max: number) =>
  fc.integer({ min: 30, max }).map((minutes) => new Date(minutes * minute).toISOString().slice(0, 16));
const schedulingConfig = fc.record(
  {
    maintenanceWindows: windows,
    startTime: moment(300),
    endTime: moment(900),
    endBehavior: fc.constantFrom('STOP_ROLLOUT' as const, 'CANCEL' as const, 'FORCE_CANCEL' as const),
  },
  { requiredKeys: [] },
);
const criterion = fc.record({
  failureType: fc.constantFrom('FAILED' as const, 'TIMED_OUT' as const, 'ALL' as const, 'REJECTED' as const),
  action: fc.constant('CANCEL' as const),
  thresholdPercentage: fc.constantFrom(0.5, 5, 10, 33.33, 50, 100),
  minNumberOfExecutedThings: fc.integer({ min: 1, max: 120 }),
});
const retryCriteria = fc.record({
  failureType: fc.constantFrom('FAILED' as const, 'TIMED_OUT' as const, 'ALL' as const),
  numberOfRetries: fc.integer({ min: 0, max: 3 }),
});

const courses: fc.Arbitrary<Course> = fc.record({
  config: fc.record({
    jobExecutionsRolloutConfig: fc.oneof(
      rolloutConfigs,
      fc.integer({ min: 1, max: 5 }).map((maximumPerMinute) => ({ maximumPerMinute })),
    ),
    abortConfig: fc.array(criterion, { minLength: 1, maxLength: 3 }).map((criteriaList) => ({ criteriaList })),
    timeoutConfig: fc.record({ inProgressTimeoutInMinutes: fc.integer({ min: 3, max: 60 }) }),
    jobExecutionsRetryConfig: retryCriteria.map((criteria) => ({ criteriaList: [criteria] })),
    schedulingConfig: fc.option(schedulingConfig, { nil: undefined }),
  }),
  devices: fc.integer({ min: 1, max: 250 }),
  runSeconds: fc.integer({ min: 0, max: 150 }),
  failingPercentage: fc.constantFrom(0, 1, 7.25, 10, 33.33, 50, 90),
});

/** An end before the start makes no schedule. */
function isPossible({ config }: Course): boolean {
  const { startTime, endTime } = config.schedulingConfig ?? {};
  return startTime === undefined || endTime === undefined || startTime < endTime;
}

function forecastOf({ config, devices, runSeconds, failingPercentage }: Course, options: ForecastOptions = {}) {
  return forecast(config, { devices, runSeconds, failingPercentage, at: 0, ...options });
}

describe('the forecast', () => {
  it('stops exactly where the engine does, when all devices fail or fall silent, in windows, with retries and ends', () => {
    fc.assert(
      fc.property(courses.filter(isPossible), (course) => {
        const { abort, schedule } = forecastOf(course);
        const startsAt = schedule?.startsAt ?? 0;
        expectSame(abort.whenAllFail, course, 'FAILED', 100, startsAt);
        expectSame(abort.whenAllTimeOut, course, 'TIMED_OUT', 100, startsAt);
      }),
      { numRuns: 120 },
    );
  });

  it('stops where the engine does when a share of the devices fails', () => {
    fc.assert(
      fc.property(courses.filter(isPossible), (course) => {
        const { abort, schedule } = forecastOf(course);
        const startsAt = schedule?.startsAt ?? 0;
        const { failingPercentage } = course;
        expectSame(abort.whenSomeFail!, course, 'FAILED', failingPercentage, startsAt);
        expectSame(abort.whenSomeTimeOut!, course, 'TIMED_OUT', failingPercentage, startsAt);
      }),
      { numRuns: 120 },
    );
  });

  it('reaches the last device when the engine does, or as many as the schedule leaves time for', () => {
    fc.assert(
      fc.property(courses.filter(isPossible), ({ config, ...rest }) => {
        const course = { ...rest, config: { ...config, abortConfig: undefined } };
        const { schedule, minutesToNotifyAll, devices } = forecastOf(course);
        const { notified, state } = runEngine(course, 'FAILED', 0);
        if (schedule === undefined) expect(minutesToNotifyAll).toBe(notified.at(-1)! / minute);
        else if (schedule.notifiedAllAt !== undefined) expect(schedule.notifiedAllAt).toBe(notified.at(-1));
        else expect(schedule.devicesByEnd).toBe(state.notified);
        if (schedule?.devicesByEnd !== undefined) expect(schedule.devicesByEnd).toBeLessThan(devices!);
      }),
      { numRuns: 120 },
    );
  });
});
