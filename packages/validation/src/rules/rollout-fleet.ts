/** Whether the rollout rates mean anything for the fleet that the targets have. */
import { absent, type Configuration, fleetFor, lacks } from '../configuration.js';
import type { Finding } from '../finding.js';
import { type Fleet, thingsText } from '../fleet.js';
import type { Repository } from '../subject.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { bigFleetThings, minutesUntil, type Pace, paceIn } from './pace.js';

const at = '/spec/jobExecutionsRolloutConfig';
const dayMinutes = 24 * 60;
/** A rollout that takes longer than this is rarely meant. */
const longRolloutDays = 7;

/** Rates and thresholds that are out of proportion to the fleet. */
export const rolloutFleetRule: ConfigurationRule = (configuration, repository) => {
  const fleet = fleetFor(configuration, 'jobExecutionsRolloutConfig');
  if (fleet === undefined) return [];
  if (configuration.members.jobExecutionsRolloutConfig === undefined) {
    return unpacedFinding(configuration, repository, fleet);
  }
  const pace = paceIn(configuration, repository, 'at-once');
  if (pace === undefined) return [];
  return [...rateFindings(configuration, fleet, pace), ...thresholdFindings(configuration, fleet, pace)];
};

function unpacedFinding(configuration: Configuration, repository: Repository, fleet: Fleet): readonly Finding[] {
  if (!fleet.declared || fleet.things < bigFleetThings) return [];
  const pace = paceIn(configuration, repository, 'at-once');
  if (pace === undefined || !lacks(configuration, 'jobExecutionsRolloutConfig', repository)) return [];
  const minutes = Math.ceil(minutesUntil(fleet.things, pace));
  const all = minutes === 1 ? 'within a minute' : `within ${minutes} minutes`;
  return [
    {
      rule: 'rollout/unpaced-fleet',
      pointer: '/spec/targets',
      on: 'key',
      message: `with ${absent(configuration, 'jobExecutionsRolloutConfig')}, ${thingsText(fleet.things)} get the job ${all}`,
      help: `Add jobExecutionsRolloutConfig: { maximumPerMinute: ${gentleRate(fleet.things)} }, or a rate that rises.`,
    },
  ];
}

/** A rate at which the fleet is reached in about an hour. */
function gentleRate(things: number): number {
  return Math.max(1, Math.min(1000, Math.ceil(things / 60)));
}

function rateFindings(configuration: Configuration, fleet: Fleet, pace: Pace): readonly Finding[] {
  const rollout = configuration.members.jobExecutionsRolloutConfig;
  const rate = rollout?.exponentialRate === undefined ? 'maximumPerMinute' : 'exponentialRate/baseRatePerMinute';
  const on = rollout?.exponentialRate === undefined && rollout?.maximumPerMinute === undefined ? 'key' : 'value';
  const fault = {
    pointer: on === 'key' ? at : `${at}/${rate}`,
    on,
    related: [{ message: 'the targets', pointer: '/spec/targets' }],
  } as const;
  if (fleet.things >= bigFleetThings && pace.startPerMinute >= fleet.things) {
    const message = `at ${pace.startPerMinute} a minute, all ${thingsText(fleet.things)} get the job within a minute`;
    const help = `Write a rate that leaves time to see failures, such as ${gentleRate(fleet.things)}.`;
    return [{ rule: 'rollout/whole-fleet-at-once', ...fault, message, help }];
  }
  const days = minutesUntil(fleet.things, pace) / dayMinutes;
  if (days <= longRolloutDays) return [];
  const message = `at this rate it takes at least ${Math.floor(days)} days until ${thingsText(fleet.things)} have the job`;
  const help = `Write ${Math.ceil(fleet.things / dayMinutes)} a minute to reach all within a day.`;
  return [{ rule: 'rollout/takes-long', ...fault, message, help }];
}

/** A threshold that counts more things than there are; the last increase must come before the last thing. */
function thresholdFindings(configuration: Configuration, fleet: Fleet, pace: Pace): readonly Finding[] {
  const rollout = configuration.members.jobExecutionsRolloutConfig;
  // Who starts with everybody, or cannot rise, has another fault than the threshold.
  if (rollout?.exponentialRate === undefined || pace.startPerMinute >= fleet.things) return [];
  if (pace.startPerMinute >= pace.maximumPerMinute) return [];
  const criteria = rollout.exponentialRate.rateIncreaseCriteria ?? {};
  const pointer = `${at}/exponentialRate/rateIncreaseCriteria`;
  const fitting = Math.max(1, Math.floor(fleet.things / 5));
  const joins = configuration.continuous === true ? ' before more things join' : '';
  return (['numberOfNotifiedThings', 'numberOfSucceededThings'] as const).flatMap((name): readonly Finding[] => {
    const threshold = criteria[name];
    if (threshold === undefined || threshold < fleet.things) return [];
    return [
      {
        rule: 'rollout/threshold-above-fleet',
        pointer: `${pointer}/${name}`,
        on: 'value',
        message: `${name} ${threshold} never raises the rate${joins}: the targets have ${thingsText(fleet.things)}`,
        help: `Write less, such as ${fitting}.`,
        related: [{ message: 'the targets', pointer: '/spec/targets' }],
      },
    ];
  });
}
