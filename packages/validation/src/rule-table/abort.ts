/** When a job stops itself. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const abortRules = {
  'abort/threshold-digits': error('thresholdPercentage has two decimal places', 'AWS refuses more.', model),
  'abort/threshold-negative': error('thresholdPercentage is not negative', 'A share is never below 0.', model),
  'abort/threshold-zero': warning('thresholdPercentage is above 0', 'At 0 the job stops without a failure.', model),
  'abort/timed-out-never': warning(
    'A TIMED_OUT criterion goes with a timeout',
    'Without one, silent devices never time out.',
    `${guide}/jobs-configurations-details.html`,
  ),
} as const satisfies RuleEntries;
