/** Who gets a job. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const targetRules = {
  'target/form': error('A target is a thing or a thing group', 'Jobs have no other targets.', model, [
    'JOB-CRE-02',
    'JOB-RES-01',
    'JOB-RES-04',
  ]),
  'target/duplicate': warning('A target stands once', 'A device gets a job once; the second has no effect.', model, [
    'JOB-CRE-03',
  ]),
  'target/count': error('A job has 1 to 100 targets', 'AWS refuses more.', `${guide}/job-limits.html`, ['JOB-CRE-01']),
  'target/account': error(
    'Targets are of one account',
    'They must be things and groups of the account that creates the job, so of two accounts one is refused.',
    `${guide}/jobs-management-control-api.html`,
    ['JOB-RES-04', 'JOB-CRE-26'],
  ),
  'target/mixed-arns': warning(
    'The ARNs of a manifest are of one partition, account and region',
    'One call goes to one account and region, and finds nothing of another.',
    `${guide}/jobs-management-control-api.html`,
    ['JOB-RES-01', 'JOB-RES-04', 'JOB-CRE-26'],
  ),
  'target/colon': warning(
    'A thing group has no colon in its name',
    'It is legal, but other features of AWS IoT split group names at colons.',
    `${guide}/dynamic-thing-groups.html`,
    ['JOB-RES-12'],
  ),
} as const satisfies RuleEntries;
