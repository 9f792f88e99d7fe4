/** When a job runs. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const scheduleRules = {
  'schedule/not-a-time': error('A schedule time is a date and a time', 'AWS refuses others.', model),
  'schedule/format': warning('A schedule time is YYYY-MM-DDTHH:MM in UTC', 'Other forms are not documented.', model),
  'schedule/end-behavior': error('endBehavior goes with endTime', 'It has no meaning without.', model),
  'schedule/duration': error('A schedule lasts 30 minutes to 2 years', 'AWS refuses others.', model),
  'schedule/windows-need-continuous': error(
    'Maintenance windows go with targetSelection CONTINUOUS',
    'AWS refuses them in SNAPSHOT jobs.',
    `${guide}/jobs-configurations-details.html`,
  ),
  'schedule/cron': error(
    'A maintenance window starts by a cron expression',
    'AWS refuses others.',
    `${guide}/jobs-configurations-details.html`,
  ),
} as const satisfies RuleEntries;
