/** How fast a job spreads. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

const page = `${guide}/jobs-configurations-details.html`;

export const rolloutRules = {
  'rollout/nested-maximum': error(
    'maximumPerMinute stands beside exponentialRate',
    'Inside exponentialRate there is no such field, and the rate would have no limit.',
    model,
    ['JOB-ROL-01'],
  ),
  'rollout/above-quota': warning(
    'Rates are within the quota of the account',
    'AWS starts 1000 executions a minute at most, unless the quota was raised for the account.',
    `${guide}/job-limits.html`,
    ['JOB-ROL-04', 'JOB-ROL-19'],
  ),
  'rollout/base-above-maximum': warning(
    'The base rate is below the maximum',
    'The rate is most likely cut to the maximum, and can never grow.',
    model,
    ['JOB-ROL-11', 'JOB-ROL-18'],
  ),
  'rollout/base-at-maximum': warning(
    'The base rate leaves room to grow',
    'A rate that starts at its maximum is a constant rate: nobody is reached more slowly at first.',
    page,
    ['JOB-ROL-11'],
  ),
  'rollout/single-step': warning(
    'The rate can grow by its factor',
    'When the first increase passes the maximum, the rate jumps there at once, and the factor says nothing.',
    page,
    ['JOB-ROL-11'],
  ),
  'rollout/no-maximum': warning(
    'A rate that rises has a maximum',
    'Without maximumPerMinute the rate rises up to 1000 things a minute.',
    page,
    ['JOB-ROL-02', 'JOB-ROL-03'],
  ),
  'rollout/increment-factor-digits': error(
    'incrementFactor has one decimal place',
    'AWS refuses a factor with more digits after the point.',
    model,
    ['JOB-ROL-06'],
  ),
  'rollout/no-increase-criteria': error(
    'rateIncreaseCriteria has a threshold',
    'Without a threshold the rate can never grow.',
    model,
    ['JOB-ROL-05'],
  ),
  'rollout/rises-within-a-minute': warning(
    'A step of the rate lasts longer than a minute',
    'A threshold below the base rate is reached within the first minute, so the rate rises before a device can report.',
    page,
    ['JOB-ROL-11', 'JOB-ROL-12'],
  ),
  'rollout/succeeded-threshold-idle': warning(
    'Each threshold can raise the rate',
    'Either threshold raises the rate, and a thing is notified before it succeeds. A larger number of successes is never waited for.',
    page,
    ['JOB-ROL-11', 'JOB-ROL-13'],
  ),
  'rollout/threshold-above-fleet': warning(
    'A threshold is below the size of the fleet',
    'A threshold that counts more things than there are never raises the rate.',
    page,
    ['JOB-ROL-12'],
  ),
  'rollout/unpaced-fleet': warning(
    'A big fleet has a rollout rate',
    'Without jobExecutionsRolloutConfig AWS notifies up to 1000 things a minute, faster than failures can be seen.',
    page,
    ['JOB-ROL-02', 'JOB-ROL-10'],
  ),
  'rollout/whole-fleet-at-once': warning(
    'The rate is below the size of the fleet',
    'A rate above the size of the fleet limits nothing: everybody has the job within a minute.',
    page,
    ['JOB-ROL-10'],
  ),
  'rollout/takes-long': warning(
    'The rollout takes a week at most',
    'A rate that is too low for the fleet leaves it on two versions for weeks.',
    page,
    ['JOB-ROL-10', 'JOB-ROL-12'],
  ),
} as const satisfies RuleEntries;
