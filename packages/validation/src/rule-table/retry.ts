/** How often a device tries again. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

const page = `${guide}/jobs-configurations-details.html`;

export const retryRules = {
  'retry/too-many': error('At most 10 retries in total', 'AWS retries a device at most ten times.', page, [
    'JOB-RTY-01',
    'JOB-RTY-02',
  ]),
  'retry/mixed-types': warning(
    'One retry criterion for a failure type',
    'How often a device would be tried again, or whether AWS refuses the pair, is not documented.',
    model,
    ['JOB-RTY-03'],
  ),
  'retry/none': warning(
    'Retries are more than 0',
    'A configuration of 0 retries says what holds without it; a number was most likely forgotten.',
    page,
    ['JOB-RTY-16'],
  ),
  'retry/timed-out-never': warning(
    'Retries of TIMED_OUT go with a timeout',
    'Without a timeout, silent devices never time out, and are never tried again unless they set step timers.',
    page,
    ['JOB-RTY-05', 'JOB-TMO-02'],
  ),
  'retry/inflates-abort': warning(
    'Several devices are needed to reach the abort minimum',
    'Each attempt is an execution of its own and most likely counts. A few devices that fail again and again stop the whole job.',
    page,
    ['JOB-RTY-06', 'JOB-RTY-14', 'JOB-ABT-10'],
  ),
  'retry/beyond-end': warning(
    'There is time for the retries before the end',
    'After endTime CANCEL and FORCE_CANCEL try nothing again, so retries that come later never happen.',
    page,
    ['JOB-RTY-09', 'JOB-RTY-12', 'JOB-SCH-09'],
  ),
} as const satisfies RuleEntries;
