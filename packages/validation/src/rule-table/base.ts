/** What a change cannot do to what stood at the base commit. */
import { error, guide, model, own, type RuleEntries, warning } from './entry.js';

export const baseRules = {
  'base/immutable-field': error(
    'A job that exists is edited only where AWS can follow',
    'UpdateJob takes few fields, targets can only be added to CONTINUOUS jobs, and retries can only be switched off. Any other edit of a job that was merged before would never reach a device.',
    model,
    [
      'JOB-UPD-01',
      'JOB-UPD-02',
      'JOB-UPD-03',
      'JOB-ASC-01',
      'JOB-ASC-02',
      'JOB-ASC-05',
      'JOB-NS-02',
      'JOB-RTY-13',
      'JOB-SCH-14',
    ],
  ),
  'base/untimely-group': warning(
    'A thing group is added to a job while it rolls out',
    'AWS adds thing groups only to a CONTINUOUS job that is IN_PROGRESS: not before its startTime, and to no avail after its endTime.',
    model,
    ['JOB-ASC-01', 'JOB-ASC-06'],
  ),
  'base/renamed-job': error(
    'A job keeps its name',
    'The name is the identity of a job: under another name the same rollout starts a second time, and the first goes on.',
    model,
  ),
  'base/removed-job': warning(
    'A job whose manifest is removed goes on',
    'Removing a manifest cancels nothing; a job that has not ended by itself runs on, and no file speaks of it any more.',
    own,
  ),
  'base/moved-out': warning(
    'A manifest stays where the globs find it',
    'What stands elsewhere in the repository is neither planned nor pruned: its job goes on, and no edit of the file reaches it.',
    own,
  ),
  'base/unreadable': warning(
    'Files can be read at the base',
    'Of a job in a file that cannot be read there, nobody can tell whether it is new; edits that would never reach it are not found.',
    own,
  ),
  'base/removed-template': error(
    'A template that manifests name is kept',
    'A job that exists cannot name another template or none, and a new one has nothing to start from.',
    own,
    ['JOB-CRE-04', 'JOB-UPD-01'],
  ),
  'base/template-running-job': error(
    'A change of a template does not reach a job that runs without end',
    'A job copies its template when it is created. A CONTINUOUS job without an end goes on with its copy, also for things that join later.',
    `${guide}/job-templates.html`,
    ['JOB-TPL-03', 'JOB-CRE-17'],
  ),
  'base/template-started-job': warning(
    'A change of a template does not reach jobs that were started from it',
    'A job copies its template when it is created; jobs that were merged before keep what they have.',
    `${guide}/job-templates.html`,
    ['JOB-TPL-03', 'JOB-CRE-14', 'JOB-CRE-17'],
  ),
  'base/renamed-template': error(
    'A template that jobs were started from keeps its name',
    'A job that exists cannot name another template, and AWS cannot rename one.',
    model,
    ['JOB-TPL-03', 'JOB-UPD-01'],
  ),
} as const satisfies RuleEntries;
