/** How long a device may take. */
import { error, model, type RuleEntries } from './entry.js';

export const timeoutRules = {
  'timeout/range': error('A timeout is 1 to 10080 minutes', 'AWS allows at most seven days.', model),
} as const satisfies RuleEntries;
