/** How long the devices of a group work on an execution: the same for all, or drawn from a distribution. In seconds. */
import type { Random } from '../random.js';
import { type Checks, isObject, placeText } from './checks.js';
import type { FleetProblem } from './parse-fleet.js';

export type RunTime =
  /** Every time between two bounds is as likely; equal bounds make a constant. */
  | { readonly distribution?: 'uniform' | undefined; readonly min: number; readonly max: number }
  /** Symmetric around the mean; what would be below 0 is 0. */
  | { readonly distribution: 'normal'; readonly mean: number; readonly standardDeviation: number }
  /** Half of the devices are quicker than the median; a few are very slow. `sigma` is that of the logarithm. */
  | { readonly distribution: 'lognormal'; readonly median: number; readonly sigma: number };

const members = {
  uniform: ['min', 'max'],
  normal: ['mean', 'standardDeviation'],
  lognormal: ['median', 'sigma'],
} as const;
type Distribution = keyof typeof members;
const distributions = Object.keys(members) as readonly Distribution[];

/** Seconds. Longer than any device works; it also bounds what the distributions draw. */
const longestSeconds = 1_000_000;
const defaultSeconds = 60;

/** Returns the run time that a value describes; what is wrong with it goes to `checks`. */
export function parseRunTime(value: unknown, path: FleetProblem['path'], checks: Checks): RunTime {
  const nothing = { min: defaultSeconds, max: defaultSeconds };
  const where = placeText(path);
  if (value === undefined) return nothing;
  if (typeof value === 'number' && isSeconds(value)) return { min: value, max: value };
  if (!isObject(value)) {
    const forms = '{"min": 20, "max": 60} or {"distribution": "normal", "mean": 45, "standardDeviation": 10}';
    checks.add(path, `${where} must be a number of seconds from 0 to ${longestSeconds}, ${forms}.`);
    return nothing;
  }
  const { distribution = 'uniform' } = value;
  const known = distributions.find((candidate) => candidate === distribution);
  if (known === undefined) {
    checks.add([...path, 'distribution'], `${where}.distribution must be one of ${distributions.join(', ')}.`);
    return nothing;
  }
  const before = checks.problems.length;
  checks.members(value, ['distribution', ...members[known]], path);
  for (const member of members[known])
    if (!isSeconds(value[member]))
      checks.add(
        member in value ? [...path, member] : path,
        `${where}.${member} must be a number from 0 to ${longestSeconds}.`,
      );
  if (checks.problems.length > before) return nothing;
  // The members of this distribution have just been found to be numbers.
  const runTime = value as RunTime;
  if (known === 'uniform' && 'min' in runTime && runTime.min > runTime.max)
    checks.add(path, `${where}.min must not be above ${where}.max.`);
  return runTime;
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= longestSeconds;
}

/** Returns how long one device takes, in whole milliseconds. */
export function drawRunMs(runTime: RunTime, random: Random): number {
  if (runTime.distribution === 'normal') return bounded(runTime.mean + runTime.standardDeviation * random.normal());
  if (runTime.distribution === 'lognormal') return bounded(runTime.median * Math.exp(runTime.sigma * random.normal()));
  return random.integer(Math.round(runTime.min * 1000), Math.round(runTime.max * 1000));
}

function bounded(seconds: number): number {
  return Math.round(Math.min(longestSeconds, Math.max(0, seconds)) * 1000);
}
