/** Any job, and anything that may happen to it: what the properties of the engine are tried on. */
import fc from 'fast-check';
import {
  type ActionResult,
  cancelExecution,
  cancelJob,
  deleteExecution,
  deleteExecutions,
  deleteJob,
  reportExecution,
  updateJobConfig,
} from '../src/actions.js';
import { advance, createJob } from '../src/advance.js';
import { holdRollout, releaseRollout } from '../src/hold.js';
import type { JobEvent, JobSpec, JobState } from '../src/job-state.js';
import { addThings, removeThing } from '../src/membership.js';
import { deviceStatuses } from '../src/status.js';
import { parseWindows, type RecurringWindow } from '../src/windows.js';
import { rolloutConfigs } from './arbitraries.js';

export const minute = 60_000;

export function fleet(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `thing-${index}`);
}

/** Something that a device, an operator or the registry does at a moment. */
export type Command = (state: JobState, at: number) => readonly JobEvent[];

const anyThing = fc.integer({ min: 0, max: 7 }).map((index) => `thing-${index}`);

function command<Input>(inputs: fc.Arbitrary<Input>, act: (state: JobState, input: Input, at: number) => ActionResult) {
  return inputs.map(
    (input): Command =>
      (state, at) =>
        act(state, input, at).events,
  );
}

const report = fc.tuple(anyThing, fc.constantFrom(...deviceStatuses), fc.constantFrom(undefined, -1, 1, 3));
const thingAndForce = fc.tuple(anyThing, fc.boolean());
const config = fc.record(
  {
    jobExecutionsRolloutConfig: rolloutConfigs,
    timeoutConfig: fc.record({ inProgressTimeoutInMinutes: fc.integer({ min: 1, max: 4 }) }),
    jobExecutionsRetryConfig: fc.constant({ criteriaList: [{ failureType: 'ALL' as const, numberOfRetries: 0 }] }),
  },
  { requiredKeys: [] },
);

export const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Command>((state, at) => advance(state, at)) },
  {
    weight: 14,
    arbitrary: command(report, (state, [name, status, stepTimeoutInMinutes], at) =>
      reportExecution(state, name, { status, stepTimeoutInMinutes }, at),
    ),
  },
  { weight: 2, arbitrary: command(anyThing, (state, name, at) => removeThing(state, name, at)) },
  { weight: 2, arbitrary: command(anyThing, (state, name, at) => addThings(state, [name], 'at-once', at)) },
  command(anyThing, (state, name, at) => addThings(state, [name], 'at-the-rate', at)),
  command(fc.boolean(), (state, force, at) => cancelJob(state, { force }, at)),
  command(thingAndForce, (state, [name, force], at) => cancelExecution(state, name, { force }, at)),
  command(fc.tuple(anyThing, fc.integer({ min: 1, max: 3 }), fc.boolean()), (state, [name, number, force], at) =>
    deleteExecution(state, name, number, force, at),
  ),
  command(fc.boolean(), (state, holds, at) => (holds ? holdRollout : releaseRollout)(state, at)),
  command(config, (state, given, at) => updateJobConfig(state, given, at)),
  command(fc.boolean(), (state, force, at) => deleteJob(state, force, at)),
  command(fc.constant(undefined), (state, _, at) => deleteExecutions(state, at)),
);

/** Windows of a few minutes, several an hour, which overlap, touch or leave gaps. */
const windows: fc.Arbitrary<readonly RecurringWindow[]> = fc
  .array(
    fc.record({
      startTime: fc
        .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 3, max: 20 }))
        .map(([from, step]) => `cron(${from}/${step} * * * ? *)`),
      durationInMinutes: fc.integer({ min: 1, max: 8 }),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((list) => {
    const parsed = parseWindows(list);
    if ('message' in parsed) throw new Error(parsed.message);
    return parsed;
  });

const abortConfig = fc.constant({
  criteriaList: [
    { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 60, minNumberOfExecutedThings: 5 } as const,
  ],
});
const retryConfig = fc.record({
  failureType: fc.constantFrom('ALL' as const, 'FAILED' as const),
  numberOfRetries: fc.integer({ min: 1, max: 3 }),
});

/** Jobs over at most six things. */
export const specs: fc.Arbitrary<JobSpec> = fc.record(
  {
    targetSelection: fc.constantFrom('SNAPSHOT', 'CONTINUOUS', 'CONTINUOUS'),
    things: fc.integer({ min: 0, max: 6 }).map(fleet),
    jobExecutionsRolloutConfig: fc.oneof(rolloutConfigs, fc.constant({ maximumPerMinute: 2 })),
    timeoutConfig: fc.constant({ inProgressTimeoutInMinutes: 2 }),
    abortConfig,
    jobExecutionsRetryConfig: retryConfig.map((criterion) => ({ criteriaList: [criterion] })),
    startAt: fc.integer({ min: 0, max: 3 * minute }),
    endAt: fc.integer({ min: 4 * minute, max: 60 * minute }),
    endBehavior: fc.constantFrom('STOP_ROLLOUT', 'CANCEL', 'FORCE_CANCEL'),
    windows,
  },
  { requiredKeys: ['targetSelection', 'things'] },
);

export type History = readonly (readonly [waitMs: number, command: Command])[];

/** Commands with the time that passes before each, about 25 minutes in all. */
export const histories: fc.Arbitrary<History> = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * minute }), commands), {
  maxLength: 25,
});

export function eventText(event: JobEvent): string {
  const about = event.kind === 'job' ? '' : `${event.execution.thingName}#${event.execution.executionNumber} `;
  return `${event.at} ${about}${event.from} -> ${event.to}`;
}

/** Runs a history with time cut into steps of `stepMs`, and an hour of nothing after it. */
export function replay(spec: JobSpec, history: History, stepMs: number): { state: JobState; seen: string[] } {
  const { state, events } = createJob(spec, 0);
  const seen = events.map(eventText);
  let now = 0;
  const idle = (state: JobState, at: number) => advance(state, at);
  for (const [wait, act] of [...history, [60 * minute, idle] as const]) {
    const until = now + wait;
    for (now += stepMs; now < until; now += stepMs)
      for (const event of advance(state, now)) seen.push(eventText(event));
    now = until;
    seen.push(...act(state, now).map(eventText));
  }
  return { state, seen };
}
