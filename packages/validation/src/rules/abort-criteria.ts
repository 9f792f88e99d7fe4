/** Which ends of an execution the abort criteria count, and which bad images would therefore go unnoticed. */
import { absent, type Configuration, lacks } from '../configuration.js';
import type { Finding } from '../finding.js';
import { thingsText } from '../fleet.js';
import type { Repository } from '../subject.js';
import { criteriaPointer } from './abort.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { bigFleetThings, defaultMaximumPerMinute } from './pace.js';
import { minutesText } from './schedule-time.js';

/** Failures that no criterion counts, and jobs with nothing to stop them. */
export const abortCriteriaRule: ConfigurationRule = (configuration, repository) => {
  const criteria = configuration.members.abortConfig?.criteriaList ?? [];
  const types = criteria.flatMap((criterion) => criterion?.failureType ?? []);
  if (types.length === 0) return missingFinding(configuration, repository);
  // A type that is wrong has its own finding, and may be the one that is missing here.
  if (types.length < criteria.length) return [];
  if (lacks(configuration, 'timeoutConfig', repository)) return withoutTimeout(configuration, types);
  const counts = (type: string) => types.some((counted) => counted === type || counted === 'ALL');
  const pointer = criteriaPointer;
  if (!counts('FAILED')) return [failuresNotCounted(types)];
  const minutes = configuration.members.timeoutConfig?.inProgressTimeoutInMinutes;
  if (minutes === undefined || counts('TIMED_OUT')) return [];
  return [
    {
      rule: 'abort/timeouts-not-counted',
      pointer,
      on: 'key',
      message: `devices that fall silent are TIMED_OUT after ${minutesText(minutes)}, which no criterion counts`,
      help: 'Write failureType: ALL, or add a criterion for TIMED_OUT; an image that hangs devices reaches all otherwise.',
      related: [{ message: 'the timeout', pointer: '/spec/timeoutConfig' }],
    },
  ];
};

/** JOB-ABT-15: only a timeout turns a silent device into one that timed out; step timers of devices are unknown here. */
function withoutTimeout(configuration: Configuration, types: readonly string[]): readonly Finding[] {
  const { kind } = configuration.subject;
  const help = 'Add timeoutConfig: { inProgressTimeoutInMinutes: 60 }, or how long your devices may take.';
  const never = types.flatMap((type, index): readonly Finding[] =>
    type !== 'TIMED_OUT'
      ? []
      : [
          {
            rule: 'abort/timed-out-never',
            pointer: `${criteriaPointer}/${index}/failureType`,
            on: 'value',
            message: `this ${kind} has ${absent(configuration, 'timeoutConfig')}, so silent devices never count as TIMED_OUT`,
            help,
          },
        ],
  );
  if (never.length > 0) return never;
  if (!types.includes('FAILED') && !types.includes('ALL')) return [failuresNotCounted(types)];
  return [
    {
      rule: 'abort/silent-devices',
      pointer: criteriaPointer,
      on: 'key',
      message: 'a device that hangs never finishes without a timeout, so no criterion ever counts it',
      help: types.includes('ALL') ? help : `${help.slice(0, -1)}, and write failureType: ALL.`,
    },
  ];
}

function failuresNotCounted(types: readonly string[]): Finding {
  return {
    rule: 'abort/failures-not-counted',
    pointer: criteriaPointer,
    on: 'key',
    message: `only ${[...new Set(types)].join(' and ')} is counted: devices that report FAILED never stop the job`,
    help: 'Write failureType: ALL, or add a criterion for FAILED.',
  };
}

/** A rollout that speeds up, or that reaches many things, without anything to stop it. */
function missingFinding(configuration: Configuration, repository: Repository): readonly Finding[] {
  if (!lacks(configuration, 'abortConfig', repository)) return [];
  const { members, fleet } = configuration;
  const big = fleet?.declared === true && fleet.things >= bigFleetThings;
  const rises = canRise(members.jobExecutionsRolloutConfig);
  if (!big && !rises) return [];
  return [
    {
      rule: 'abort/missing',
      pointer: rises ? '/spec/jobExecutionsRolloutConfig/exponentialRate' : '/spec/targets',
      on: 'key',
      message: rises
        ? 'the rate rises, and without abortConfig nothing stops it when devices fail'
        : `the targets have ${thingsText(fleet?.things ?? 0)}, and without abortConfig nothing stops the job when they fail`,
      help: 'Add abortConfig: { criteriaList: [{ failureType: ALL, action: CANCEL, thresholdPercentage: 10, minNumberOfExecutedThings: 50 }] }.',
    },
  ];
}

function canRise(rollout: Configuration['members']['jobExecutionsRolloutConfig']): boolean {
  if (rollout?.exponentialRate === undefined) return false;
  const { baseRatePerMinute: base = 0 } = rollout.exponentialRate;
  return base < (rollout.maximumPerMinute ?? defaultMaximumPerMinute);
}
