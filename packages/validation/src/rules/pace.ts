/**
 * How long a rollout takes at least or at most to notify a number of things, from its rates alone. What is certain here is
 * only the order of things, so rates that the documentation leaves open are taken in the direction that a rule needs.
 */
import type { JobExecutionsRolloutConfig } from '@iot-rollouts/schemas/iot';
import { type Configuration, lacks, supplierOf } from '../configuration.js';
import { valueAt } from '../json-pointer.js';
import type { Draft } from '../spec.js';
import type { Repository } from '../subject.js';

/** Rates of a rollout, in things a minute. */
export interface Pace {
  readonly startPerMinute: number;
  readonly maximumPerMinute: number;
  /** Factor of each increase; 1 for a constant rate. */
  readonly factor: number;
  /** Things after which the rate is raised each time; infinite when nothing certainly raises it. */
  readonly thingsPerStep: number;
}

/** From this size on a fleet is worth a pace, brakes and a timeout. */
export const bigFleetThings = 100;

/** What AWS notifies in a minute when a job says nothing (JOB-ROL-02). */
export const defaultMaximumPerMinute = 1000;

/**
 * The pace of a rollout; undefined when its numbers are not all there.
 *
 * @param successes whether every device succeeds at once, which is the quickest case, or none ever does.
 */
export function paceOf(
  rollout: Draft<JobExecutionsRolloutConfig> | undefined,
  successes: 'at-once' | 'never',
): Pace | undefined {
  const maximumPerMinute = rollout?.maximumPerMinute ?? defaultMaximumPerMinute;
  const exponential = rollout?.exponentialRate;
  if (exponential === undefined) {
    return { startPerMinute: maximumPerMinute, maximumPerMinute, factor: 1, thingsPerStep: Infinity };
  }
  const { baseRatePerMinute: base, incrementFactor: factor, rateIncreaseCriteria: criteria } = exponential;
  if (base === undefined || factor === undefined || criteria === undefined) return undefined;
  const notified = criteria.numberOfNotifiedThings ?? Infinity;
  const succeeded = successes === 'at-once' ? (criteria.numberOfSucceededThings ?? Infinity) : Infinity;
  return {
    startPerMinute: Math.min(base, maximumPerMinute),
    maximumPerMinute,
    factor,
    thingsPerStep: Math.min(notified, succeeded),
  };
}

/** Minutes until so many things are notified: each step lasts as many things (JOB-ROL-12), then the rate is raised. */
export function minutesUntil(things: number, pace: Pace): number {
  const { maximumPerMinute, factor, thingsPerStep } = pace;
  let rate = pace.startPerMinute;
  let left = things;
  let minutes = 0;
  while (left > thingsPerStep && rate < maximumPerMinute && factor > 1) {
    minutes += thingsPerStep / rate;
    left -= thingsPerStep;
    rate = Math.min(maximumPerMinute, rate * factor);
  }
  return minutes + left / rate;
}

/** The pace of a configuration in effect; undefined when another manifest, or one that cannot be read, may set it. */
export function paceIn(
  configuration: Configuration,
  repository: Repository,
  successes: 'at-once' | 'never',
): Pace | undefined {
  const rollout = configuration.members.jobExecutionsRolloutConfig;
  if (rollout === undefined) {
    return lacks(configuration, 'jobExecutionsRolloutConfig', repository) ? paceOf(undefined, successes) : undefined;
  }
  // A rate that is written but wrong has been taken out; without it the rest would mean something else.
  const written: object = Object(valueAt(supplierOf(configuration, at).document.value, at));
  const faulty = ['maximumPerMinute', 'exponentialRate'].some(
    (member) => Object.hasOwn(written, member) && !Object.hasOwn(rollout, member),
  );
  return faulty ? undefined : paceOf(rollout, successes);
}

const at = '/spec/jobExecutionsRolloutConfig';
