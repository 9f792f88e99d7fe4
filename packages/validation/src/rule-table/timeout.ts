/** How long a device may take. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

const page = `${guide}/jobs-configurations-details.html`;

export const timeoutRules = {
  'timeout/range': error('A timeout is 1 to 10080 minutes', 'AWS allows at most seven days.', model, ['JOB-TMO-01']),
  'timeout/after-end': warning(
    'A timeout is shorter than a schedule that ends by force',
    'FORCE_CANCEL ends every execution at endTime, so that a longer timeout never ends one.',
    page,
    ['JOB-TMO-03', 'JOB-SCH-09'],
  ),
  'timeout/outlasts-window': warning(
    'A timeout is no longer than the maintenance window',
    'When a window closes, devices that have begun go on. Only the timeout keeps them from working long after it.',
    page,
    ['JOB-MW-14', 'JOB-TMO-03'],
  ),
  'timeout/missing-on-fleet': warning(
    'A job for a big fleet has a timeout',
    'Without one, a device that falls silent stays IN_PROGRESS for ever, and a SNAPSHOT job never completes.',
    page,
    ['JOB-TMO-02', 'JOB-JST-04', 'DOC-DC-19'],
  ),
} as const satisfies RuleEntries;
