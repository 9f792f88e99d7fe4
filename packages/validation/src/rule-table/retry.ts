/** How often a device tries again. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const retryRules = {
  'retry/too-many': error(
    'At most 10 retries in total',
    'AWS retries a device at most ten times.',
    `${guide}/jobs-configurations-details.html`,
  ),
  'retry/mixed-types': error('One retry criterion for a failure type', 'Their sum would be ambiguous.', model),
  'retry/timed-out-never': warning(
    'Retries of TIMED_OUT go with a timeout',
    'Without one, silent devices never time out.',
    `${guide}/jobs-configurations-details.html`,
  ),
} as const satisfies RuleEntries;
