/** What a job says instead of its template. */
import { guide, type RuleEntries, warning } from './entry.js';

const page = `${guide}/job-templates.html`;

export const overrideRules = {
  'override/drops-setting': warning(
    "An object that replaces the template's has all that is to stay",
    "AWS takes over each configuration as a whole. What only the template's object says no longer holds in the job.",
    page,
    ['JOB-CRE-13'],
  ),
  'override/drops-windows': warning(
    "A schedule of its own repeats the template's windows",
    'A job with a schedulingConfig most likely does not take over the maintenance windows of its template, and would run at any time.',
    page,
    ['JOB-CRE-13', 'JOB-CRE-16'],
  ),
} as const satisfies RuleEntries;
