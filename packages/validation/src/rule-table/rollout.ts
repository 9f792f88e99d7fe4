/** How fast a job spreads. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const rolloutRules = {
  'rollout/nested-maximum': error(
    'maximumPerMinute stands beside exponentialRate',
    'Inside it AWS would ignore the limit.',
    model,
  ),
  'rollout/above-quota': warning(
    'maximumPerMinute is at most 1000',
    'More needs a raised quota.',
    `${guide}/job-limits.html`,
  ),
  'rollout/base-above-maximum': warning('The base rate is below the maximum', 'The rate can never grow.', model),
  'rollout/increment-factor-digits': error('incrementFactor has one decimal place', 'AWS refuses more.', model),
  'rollout/no-increase-criteria': error('rateIncreaseCriteria has a threshold', 'The rate could never grow.', model),
} as const satisfies RuleEntries;
