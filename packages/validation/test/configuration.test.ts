import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifests, defaultSettings, parseFile, type Settings } from '../src/index.js';

const now = Date.UTC(2027, 0, 1);

interface Surroundings {
  readonly fleet?: Readonly<Record<string, number>>;
  readonly devices?: number;
  readonly jobsAtBase?: readonly string[];
}

function rulesIn(text: string, { fleet = {}, devices, jobsAtBase }: Surroundings = {}): readonly string[] {
  const settings: Settings = { ...defaultSettings, fleet, defaults: devices === undefined ? {} : { devices } };
  const { diagnostics } = checkManifests([parseFile('rollouts/a.yaml', text)], new Map(), {
    settings,
    now,
    ...(jobsAtBase !== undefined && { jobsAtBase: new Set(jobsAtBase) }),
  });
  return diagnostics.map(({ rule }) => rule);
}

function job(spec: Readonly<Record<string, unknown>>, targets: readonly string[] = ['thinggroup/pumps']): string {
  const rest = { document: { action: 'install' }, ...spec };
  return JSON.stringify({
    apiVersion: 'iot-rollouts/v1',
    kind: 'Job',
    metadata: { name: 'pump-2-4-1' },
    spec: { targets, ...rest },
  });
}

const timeoutConfig = { inProgressTimeoutInMinutes: 60 };
const criterion = (failureType: string, thresholdPercentage: number, minNumberOfExecutedThings: number) => ({
  failureType,
  action: 'CANCEL',
  thresholdPercentage,
  minNumberOfExecutedThings,
});
const abort = (...criteriaList: readonly object[]) => ({ abortConfig: { criteriaList }, timeoutConfig });

describe('the size of a fleet', () => {
  const hundred = { ...abort(criterion('ALL', 10, 100)), jobExecutionsRolloutConfig: { maximumPerMinute: 2 } };
  const neverFires = (targets: readonly string[], surroundings: Surroundings) =>
    rulesIn(job(hundred, targets), surroundings).includes('abort/minimum-above-fleet');

  it('is the sum of all targets, each once, by short name or ARN', () => {
    const fleet = { 'thinggroup/a': 60, 'thinggroup/b': 39 };
    const arn = 'arn:aws:iot:eu-west-1:123456789012:thinggroup/b';
    expect(neverFires(['thinggroup/a', arn], { fleet })).toBe(true);
    expect(neverFires(['thinggroup/a', arn, 'thing/lab-7'], { fleet })).toBe(false);
    expect(neverFires(['thinggroup/a', 'thinggroup/a'], { fleet })).toBe(true);
  });

  it('is not guessed while the size of one group is unknown', () => {
    expect(neverFires(['thinggroup/a', 'thinggroup/b'], { fleet: { 'thinggroup/a': 60 } })).toBe(false);
    expect(neverFires(['thinggroup/a', 'thinggroup/b'], { fleet: { 'thinggroup/a': 60 }, devices: 30 })).toBe(true);
  });

  it('is one for a thing, whatever the settings say about groups', () => {
    expect(neverFires(['thing/lab-7'], { devices: 5000 })).toBe(true);
  });

  it('does not come from names that every object has', () => {
    expect(neverFires(['thinggroup/constructor'], {})).toBe(false);
  });
});

describe('a schedule beside the present', () => {
  const starts = (startTime: string, surroundings?: Surroundings, endTime?: string) =>
    rulesIn(job({ schedulingConfig: { startTime, ...(endTime !== undefined && { endTime }) } }), surroundings);

  it('is refused for a job that is new since the base, and not asked of one that stood there', () => {
    expect(starts('2026-12-31T00:00', { jobsAtBase: [] })).toEqual(['schedule/start-too-early']);
    expect(starts('2026-12-31T00:00', { jobsAtBase: ['pump-2-4-1'] })).toEqual([]);
  });

  it('is doubtful while nobody knows the base, unless the job is over', () => {
    expect(starts('2026-12-31T00:00')).toEqual(['schedule/start-passed']);
    expect(starts('2026-11-30T00:00', {}, '2026-12-31T00:00')).toEqual([]);
  });

  it('is measured to the minute', () => {
    expect(starts('2027-01-01T00:29', { jobsAtBase: [] })).toEqual(['schedule/start-too-early']);
    expect(starts('2027-01-01T00:30', { jobsAtBase: [] })).toEqual(['schedule/start-close']);
    expect(starts('2027-01-01T00:59')).toEqual(['schedule/start-close']);
    expect(starts('2027-01-01T01:00')).toEqual([]);
    expect(starts('2028-01-01T00:00')).toEqual([]);
    expect(starts('2028-01-01T00:01')).toEqual(['schedule/start-too-far']);
    expect(starts('2027-06-01T00:00', {}, '2029-01-01T00:01')).toEqual(['schedule/end-too-far']);
  });

  it('of a job without a start begins now, if the job is new', () => {
    const spec = {
      targetSelection: 'CONTINUOUS',
      schedulingConfig: {
        endTime: '2027-01-08T00:00',
        maintenanceWindows: [{ startTime: 'cron(0 2 15 * ? *)', durationInMinutes: 60 }],
      },
    };
    expect(rulesIn(job(spec), { jobsAtBase: [] })).toEqual(['schedule/no-window-opens']);
    expect(rulesIn(job(spec))).toEqual([]);
    expect(rulesIn(job(spec), { jobsAtBase: ['pump-2-4-1'] })).toEqual([]);
  });
});

describe('a maintenance window beside the schedule', () => {
  const windows = (cron: string, durationInMinutes: number, schedule: object = {}) =>
    job({
      targetSelection: 'CONTINUOUS',
      schedulingConfig: { maintenanceWindows: [{ startTime: cron, durationInMinutes }], ...schedule },
    });
  const span = { startTime: '2027-03-01T02:30', endTime: '2027-03-01T03:30' };

  it('that has passed is an error only in a job that is new', () => {
    const passed = windows('cron(0 2 ? * * 2020)', 60);
    expect(rulesIn(passed, { jobsAtBase: [] })).toEqual(['schedule/no-window-opens']);
    expect(rulesIn(passed)).toEqual(['schedule/window-passed']);
    expect(rulesIn(passed, { jobsAtBase: ['pump-2-4-1'] })).toEqual([]);
    expect(rulesIn(windows('cron(0 23 31 12 ? 2026)', 120))).toEqual([]);
  });

  it('that is open at the start without opening after it is doubtful, and an error where none overlaps', () => {
    expect(rulesIn(windows('cron(0 2 ? * * *)', 120, span))).toEqual(['schedule/window-outside-schedule']);
    expect(rulesIn(windows('cron(0 2 ? * * *)', 31, span))).toEqual(['schedule/window-outside-schedule']);
    expect(rulesIn(windows('cron(0 2 ? * * *)', 30, span))).toEqual(['schedule/no-window-opens']);
    expect(rulesIn(windows('cron(30 3 ? * * *)', 60, span))).toEqual(['schedule/no-window-opens']);
    expect(rulesIn(windows('cron(30 2 ? * * *)', 30, span))).toEqual([]);
  });

  it('that never opens is said once, without counting the minutes in which it is open', () => {
    const surroundings = { fleet: { 'thinggroup/pumps': 5 }, jobsAtBase: [] };
    expect(rulesIn(windows('cron(0 12 ? * * *)', 60, span), surroundings)).toEqual(['schedule/no-window-opens']);
  });
});

describe('a configuration object without members', () => {
  const never = abort(criterion('FAILED', 10, 50), criterion('TIMED_OUT', 10, 50));
  const retries = { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] } };
  const fleet = { 'thinggroup/pumps': 5000 };
  const paced = { jobExecutionsRolloutConfig: { maximumPerMinute: 50 } };

  it('is judged as none: rules that ask for a timeout or a rate find what they find without', () => {
    for (const spec of [never, { ...never, ...retries }, abort(criterion('FAILED', 10, 50)), retries]) {
      const without = rulesIn(job({ ...spec, timeoutConfig: undefined }));
      expect(without).not.toEqual([]);
      expect(rulesIn(job({ ...spec, timeoutConfig: {} }))).toEqual(without);
    }
    expect(rulesIn(job({ ...paced, ...never, timeoutConfig: {} }), { fleet })).toContain('abort/timed-out-never');
    expect(rulesIn(job({ jobExecutionsRolloutConfig: {}, timeoutConfig: {} }), { fleet })).toEqual(
      rulesIn(job({}), { fleet }),
    );
  });

  it('takes the place of what the template says, which is said once', () => {
    const template = {
      apiVersion: 'iot-rollouts/v1',
      kind: 'JobTemplate',
      metadata: { name: 'standard' },
      spec: { description: 'x', document: { action: 'install' }, ...never, ...paced },
    };
    const text = (spec: object) =>
      `${JSON.stringify(template)}\n---\n${job({ template: 'standard', document: undefined, ...spec })}`;
    expect(rulesIn(text({}), { fleet })).toEqual([]);
    expect(rulesIn(text({ timeoutConfig: {} }), { fleet })).toEqual(['override/drops-setting']);
    expect(rulesIn(text({ jobExecutionsRolloutConfig: {} }), { fleet })).toEqual(['override/drops-setting']);
  });

  it('is not taken for one whose only member is wrong', () => {
    expect(rulesIn(job({ ...never, timeoutConfig: { inProgressTimeoutInMinutes: 'long' } }))).toEqual(['shape/type']);
  });
});

describe('what a template does not show', () => {
  const retries = (numberOfRetries: number) => ({
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries }] },
  });
  const never = { ...abort(criterion('FAILED', 10, 50), criterion('TIMED_OUT', 10, 50)), timeoutConfig: undefined };
  const silent = { ...abort(criterion('FAILED', 10, 50)), timeoutConfig: undefined };
  const rising = {
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 100,
      exponentialRate: {
        baseRatePerMinute: 5,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 10 },
      },
    },
  };
  const specs = [never, silent, retries(2), retries(0), rising, {}];
  const fleet = { 'thinggroup/pumps': 5000 };
  const from = (start: object, spec: object) => job({ ...spec, document: undefined, ...start });

  it('may stand in the job that the template copies, so nothing is missed in jobs that start from it', () => {
    const template = JSON.stringify({
      apiVersion: 'iot-rollouts/v1',
      kind: 'JobTemplate',
      metadata: { name: 'copy' },
      spec: { description: 'x', jobArn: 'arn:aws:iot:eu-west-1:123456789012:job/pump-1' },
    });
    for (const spec of specs) {
      expect(rulesIn(job(spec), { fleet })).not.toEqual([]);
      expect(rulesIn(`${template}\n---\n${from({ template: 'copy' }, spec)}`, { fleet })).toEqual([]);
    }
  });

  it('is only its document where the template is one of AWS', () => {
    const arn = 'arn:aws:iot:eu-west-1::jobtemplate/AWS-Reboot:1.0';
    for (const spec of specs) {
      const expected = rulesIn(job(spec), { fleet });
      expect(rulesIn(from({ managedTemplate: 'AWS-Reboot' }, spec), { fleet })).toEqual(expected);
      expect(rulesIn(from({ jobTemplateArn: arn }, spec), { fleet })).toEqual(expected);
      const foreign = { jobTemplateArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/other' };
      expect(rulesIn(from(foreign, spec), { fleet })).toEqual([]);
    }
  });
});

describe('retries of 0', () => {
  const none = { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 0 }] } };

  it('are nothing in a new job, and switch off those of one that stood at the base', () => {
    expect(rulesIn(job(none), { jobsAtBase: [] })).toEqual(['retry/none']);
    expect(rulesIn(job(none))).toEqual(['retry/none']);
    expect(rulesIn(job(none), { jobsAtBase: ['pump-2-4-1'] })).toEqual([]);
  });
});

describe('an abort criterion', () => {
  it('is called shadowed or repeated only if another one holds at every count at which it holds', () => {
    const anyCriterion = fc.record({
      type: fc.constantFrom('FAILED', 'TIMED_OUT', 'ALL'),
      threshold: fc.integer({ min: 1, max: 99 }),
      minimum: fc.integer({ min: 20, max: 60 }),
    });
    const counts = fc.record({
      FAILED: fc.integer({ min: 0, max: 40 }),
      TIMED_OUT: fc.integer({ min: 0, max: 40 }),
      succeeded: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(anyCriterion, anyCriterion, fc.array(counts, { minLength: 50 }), (first, second, states) => {
        const text = job(
          abort(
            criterion(first.type, first.threshold, first.minimum),
            criterion(second.type, second.threshold, second.minimum),
          ),
        );
        const redundant = rulesIn(text).some((rule) => /(?:shadowed|duplicate)-criterion/.test(rule));
        const holds = ({ type, threshold, minimum }: typeof first, state: (typeof states)[number]) => {
          const failed = type === 'ALL' ? state.FAILED + state.TIMED_OUT : state[type as 'FAILED' | 'TIMED_OUT'];
          const completed = state.FAILED + state.TIMED_OUT + state.succeeded;
          return completed >= minimum && 100 * failed >= threshold * completed;
        };
        const alone = (a: typeof first, b: typeof first) => states.some((s) => holds(a, s) && !holds(b, s));
        if (redundant) expect(alone(first, second) && alone(second, first)).toBe(false);
      }),
    );
  });

  it('that waits for more than a CONTINUOUS job has may still fire when things join', () => {
    const spec = { ...abort(criterion('ALL', 10, 100)), targetSelection: 'CONTINUOUS' };
    const { diagnostics } = checkManifests([parseFile('a.yaml', job(spec))], new Map(), {
      settings: { ...defaultSettings, fleet: { 'thinggroup/pumps': 60 } },
    });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'this criterion cannot fire before more things join: it waits for 100 finished executions, and the targets have 60 things',
    ]);
  });
});

describe('maintenance windows', () => {
  const windows = (...texts: readonly string[]) =>
    job({
      targetSelection: 'CONTINUOUS',
      schedulingConfig: {
        maintenanceWindows: texts.map((text) => ({ startTime: `cron(${text})`, durationInMinutes: 60 })),
      },
    });

  it('that touch do not overlap', () => {
    expect(rulesIn(windows('0 2 * * ? *', '0 3 * * ? *'))).toEqual([]);
    expect(rulesIn(windows('0 2 * * ? *', '59 2 * * ? *'))).toEqual(['schedule/overlapping-windows']);
  });

  it('by the thousand are judged in bounded time', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `${index % 60} * * ${1 + (index % 12)} ? *`);
    expect(rulesIn(windows(...many)).length).toBeGreaterThan(0);
  });
});
