/** Whether the abort criteria can stop a job in time: their minimum beside the fleet, the rate, the timeout and the retries. */
import { type Configuration, fleetFor, lacks } from '../configuration.js';
import type { Finding } from '../finding.js';
import { type Fleet, thingsText } from '../fleet.js';
import type { Repository } from '../subject.js';
import { type Criterion, criteriaPointer } from './abort.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { bigFleetThings, minutesUntil, paceIn } from './pace.js';
import { retriesOf } from './retry-count.js';
import { minutesText } from './schedule-time.js';

/** A minimum up to this one says little about a fleet: chance decides. */
const lowMinimum = 10;
/** In a fleet up to this size a low minimum is what there is. */
const smallFleetThings = 20;
/** Fewer different devices than this should not decide about a fleet. */
const devicesWorthCounting = 10;

/** Criteria that come too early, too late or never. */
export const abortFleetRule: ConfigurationRule = (configuration, repository) => {
  const criteria = configuration.members.abortConfig?.criteriaList ?? [];
  if (criteria.length === 0) return [];
  const fleet = fleetFor(configuration, 'abortConfig');
  const unreachable = criteria.flatMap((criterion, index) => minimumFinding(configuration, fleet, criterion, index));
  const early = criteria.flatMap((criterion, index) =>
    earlyFinding(configuration, repository, fleet, criterion, index),
  );
  const late = unreachable.length > 0 || fleet === undefined ? [] : lateFindings(configuration, repository, fleet);
  return [...unreachable, ...early, ...late];
};

/** JOB-ABT-15: a minimum that the fleet cannot give, or gives only if each attempt of a device counts (JOB-ABT-10). */
function minimumFinding(
  { members, continuous }: Configuration,
  fleet: Fleet | undefined,
  criterion: Criterion | undefined,
  index: number,
): readonly Finding[] {
  const minimum = criterion?.minNumberOfExecutedThings;
  if (minimum === undefined || fleet === undefined || minimum <= fleet.things) return [];
  const pointer = `${criteriaPointer}/${index}/minNumberOfExecutedThings`;
  const related = [{ message: 'the targets', pointer: '/spec/targets' }];
  const attempts = 1 + retriesOf(members.jobExecutionsRetryConfig, 'ALL');
  const has = `the targets have ${thingsText(fleet.things)}`;
  const help = `Write at most ${Math.max(1, Math.floor(fleet.things / 2))}.`;
  if (minimum > fleet.things * attempts) {
    const until = continuous === true ? ' before more things join' : '';
    const message = `this criterion cannot fire${until}: it waits for ${minimum} finished executions, and ${has}`;
    return [{ rule: 'abort/minimum-above-fleet', pointer, on: 'value', message, help, related }];
  }
  const message = `minNumberOfExecutedThings ${minimum} is reached only if each retry of a device counts: ${has}`;
  return [{ rule: 'abort/minimum-needs-retries', pointer, on: 'value', message, help, related }];
}

/** A minimum so low that one device, alone or by its retries, stops the whole job. */
function earlyFinding(
  configuration: Configuration,
  repository: Repository,
  fleet: Fleet | undefined,
  criterion: Criterion | undefined,
  index: number,
): readonly Finding[] {
  const { failureType, minNumberOfExecutedThings: minimum, thresholdPercentage: threshold } = criterion ?? {};
  if (failureType === undefined || minimum === undefined || threshold === undefined || threshold <= 0) return [];
  if (fleet !== undefined && fleet.things <= smallFleetThings) return [];
  if (failureType === 'TIMED_OUT' && lacks(configuration, 'timeoutConfig', repository)) return [];
  const pointer = `${criteriaPointer}/${index}/minNumberOfExecutedThings`;
  if (minimum <= lowMinimum && threshold * minimum <= 100) {
    const first = minimum === 1 ? 'the first device that finishes' : `the first ${minimum} devices that finish`;
    const message = `one failure among ${first} stops the whole job`;
    const help = `Write a minimum that says something about the fleet, such as ${Math.max(20, 2 * Math.ceil(100 / threshold))}.`;
    return [{ rule: 'abort/one-failure-stops', pointer, on: 'value', message, help }];
  }
  const retries =
    failureType === 'REJECTED' ? 0 : retriesOf(configuration.members.jobExecutionsRetryConfig, failureType);
  const devices = Math.ceil(minimum / (1 + retries));
  if (retries === 0 || minimum < devicesWorthCounting || devices >= devicesWorthCounting) return [];
  const message = `each attempt most likely counts: with ${retries} ${retries === 1 ? 'retry' : 'retries'}, ${devices === 1 ? 'one device' : `${devices} devices`} can reach the minimum of ${minimum}`;
  const help = `Write at least ${devicesWorthCounting * (1 + retries)} here, or fewer retries.`;
  const related = [{ message: 'the retries', pointer: '/spec/jobExecutionsRetryConfig/criteriaList' }];
  return [{ rule: 'retry/inflates-abort', pointer, on: 'value', message, help, related }];
}

/** JOB-ABT-17: by the time a criterion can fire, everybody may have the job already. */
function lateFindings(configuration: Configuration, repository: Repository, fleet: Fleet): readonly Finding[] {
  const pace = paceIn(configuration, repository, 'never');
  if (pace === undefined || fleet.things < devicesWorthCounting) return [];
  const everybody = minutesUntil(fleet.things, pace);
  // A big fleet without a rate, or with one that reaches it within a minute, has a finding about that.
  const paced = configuration.members.jobExecutionsRolloutConfig !== undefined && everybody > 1;
  if (fleet.things >= bigFleetThings && !paced) return [];
  const criteria = configuration.members.abortConfig?.criteriaList ?? [];
  const failed = earliest(criteria, 'FAILED');
  const findings: Finding[] = [];
  if (failed !== undefined && Math.ceil(minutesUntil(failed.minimum, pace)) >= Math.ceil(everybody)) {
    findings.push({
      rule: 'abort/too-late',
      pointer: failed.pointer,
      on: 'value',
      message: `the ${ordinal(failed.minimum)} and the last of ${thingsText(fleet.things)} get the job in the same minute, so there is hardly anything left to stop`,
      help: 'Write a lower minNumberOfExecutedThings, or a lower maximumPerMinute.',
    });
  }
  const timeout = configuration.members.timeoutConfig?.inProgressTimeoutInMinutes;
  const silent = earliest(criteria, 'TIMED_OUT');
  if (timeout === undefined || silent === undefined || fleet.things < bigFleetThings) return findings;
  const first = minutesUntil(silent.minimum, pace) + timeout;
  if (findings.length > 0 || first < everybody) return findings;
  return [
    {
      rule: 'abort/timeout-too-late',
      pointer: '/spec/timeoutConfig/inProgressTimeoutInMinutes',
      on: 'value',
      message: `silent devices count after ${minutesText(timeout)} at the earliest; by then, after ${Math.ceil(everybody)}, all ${thingsText(fleet.things)} have the job`,
      help: 'Write a shorter timeout if devices allow it, or a lower maximumPerMinute.',
      related: [{ message: 'the criterion', pointer: silent.pointer }],
    },
  ];
}

/** The criterion that can fire first when every device ends in the same way. */
function earliest(
  criteria: readonly (Criterion | undefined)[],
  type: 'FAILED' | 'TIMED_OUT',
): { readonly minimum: number; readonly pointer: string } | undefined {
  let found: { readonly minimum: number; readonly pointer: string } | undefined;
  for (const [index, criterion] of criteria.entries()) {
    const minimum = criterion?.minNumberOfExecutedThings;
    if (minimum === undefined || (criterion?.failureType !== type && criterion?.failureType !== 'ALL')) continue;
    if (found !== undefined && found.minimum <= minimum) continue;
    found = { minimum, pointer: `${criteriaPointer}/${index}/minNumberOfExecutedThings` };
  }
  return found;
}

function ordinal(n: number): string {
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}
