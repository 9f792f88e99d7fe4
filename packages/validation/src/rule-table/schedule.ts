/** When a job runs. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

const page = `${guide}/jobs-configurations-details.html`;

export const scheduleRules = {
  'schedule/not-a-time': error('A schedule time is a date and a time', 'AWS refuses what is no time.', model, [
    'JOB-SCH-03',
  ]),
  'schedule/format': warning(
    'A schedule time is YYYY-MM-DDTHH:MM in UTC',
    'AWS documents a date and a time in UTC. Whether it takes other forms is not known.',
    model,
    ['JOB-SCH-03'],
  ),
  'schedule/end-behavior': error('endBehavior goes with endTime', 'It says what happens at endTime.', model, [
    'JOB-SCH-05',
  ]),
  'schedule/duration': error(
    'A schedule lasts 30 minutes to 2 years',
    'AWS refuses shorter and longer schedules.',
    model,
    ['JOB-SCH-15'],
  ),
  'schedule/start-too-early': error(
    'A new job starts at least 30 minutes after it is created',
    'AWS refuses a start that has passed or is less than 30 minutes ahead. The time only grows shorter until the merge.',
    model,
    ['JOB-SCH-08', 'JOB-SCH-15'],
  ),
  'schedule/start-passed': warning(
    'A start time is at least 30 minutes ahead',
    'AWS refuses to create a job whose start has passed or is less than 30 minutes ahead. A job that exists is not affected.',
    model,
    ['JOB-SCH-08', 'JOB-SCH-15'],
  ),
  'schedule/start-close': warning(
    'A start time leaves an hour for review and merge',
    'AWS counts its 30 minutes from the creation of the job, which is the merge.',
    model,
    ['JOB-SCH-08'],
  ),
  'schedule/start-too-far': error(
    'A job starts within a year',
    'AWS refuses a start that is more than a year ahead.',
    page,
    ['JOB-SCH-15'],
  ),
  'schedule/end-too-early': error(
    'A new job ends at least 30 minutes after it is created',
    'AWS refuses an end that has passed or is less than 30 minutes ahead. The time only grows shorter until the merge.',
    model,
    ['JOB-SCH-06', 'JOB-SCH-08', 'JOB-SCH-15'],
  ),
  'schedule/end-passed': warning(
    'An end time is at least 30 minutes ahead',
    'AWS refuses to create a job whose end has passed or is less than 30 minutes ahead. A job that exists is not affected.',
    model,
    ['JOB-SCH-06', 'JOB-SCH-08', 'JOB-SCH-15'],
  ),
  'schedule/end-close': warning(
    'An end time leaves an hour for review and merge',
    'AWS counts its 30 minutes from the creation of the job, which is the merge.',
    model,
    ['JOB-SCH-08'],
  ),
  'schedule/end-too-far': error(
    'A job ends within two years',
    'AWS refuses an end that is more than two years ahead.',
    page,
    ['JOB-SCH-06', 'JOB-SCH-15'],
  ),
  'schedule/fleet-not-reached': warning(
    'The rate reaches the fleet before the end',
    'After endTime nobody is notified any more. Things that have not been by then never get the job.',
    page,
    ['JOB-SCH-09', 'JOB-SCH-13', 'JOB-MW-14'],
  ),
  'schedule/never-completes': warning(
    'A CONTINUOUS job has a group that things can join, or an end',
    'A CONTINUOUS job waits for things that join its groups. With things only there is nothing to wait for, and it stays active for ever.',
    page,
    ['JOB-CRE-12', 'JOB-JST-03'],
  ),
  'schedule/windows-need-continuous': error(
    'Maintenance windows go with targetSelection CONTINUOUS',
    'AWS refuses them in SNAPSHOT jobs.',
    page,
    ['JOB-MW-02', 'JOB-CRE-16'],
  ),
  'schedule/cron': error('A maintenance window starts by a cron expression', 'AWS refuses other texts.', page, [
    'JOB-MW-05',
    'JOB-MW-06',
    'JOB-MW-07',
    'JOB-MW-08',
    'JOB-MW-11',
    'JOB-MW-12',
  ]),
  'schedule/cron-case': warning(
    'Names of months and days are in capitals',
    'AWS documents MON and JAN; whether it takes other forms is not known.',
    page,
    ['JOB-MW-10'],
  ),
  'schedule/cron-range': warning(
    'A range of a cron expression runs forwards',
    'Whether FRI-MON goes over the weekend, or is refused, is not documented.',
    page,
    ['JOB-MW-05'],
  ),
  'schedule/cron-step': warning(
    'A step of a cron expression fits its field',
    'A step beyond the end of the field is never taken, so that the window opens less often than it says; days of the week have none in the documentation.',
    page,
    ['JOB-MW-05', 'JOB-MW-08'],
  ),
  'schedule/window-never': error(
    'A maintenance window opens some day',
    'A window on a day that no month has never opens.',
    page,
    ['JOB-MW-19'],
  ),
  'schedule/no-window-opens': error(
    'A maintenance window opens between start and end',
    'Outside its windows a job notifies nobody. Without one between start and end it does nothing at all.',
    page,
    ['JOB-MW-16', 'JOB-MW-19'],
  ),
  'schedule/window-outside-schedule': warning(
    'Every maintenance window opens between start and end',
    'Windows before the start and after the end are ignored.',
    page,
    ['JOB-MW-16'],
  ),
  'schedule/window-passed': warning(
    'A maintenance window opens again',
    'A window in years or months that have passed never opens again, and a job that is created now gets nobody in it. A job that exists may have had its time.',
    page,
    ['JOB-MW-16', 'JOB-MW-19'],
  ),
  'schedule/duplicate-window': warning(
    'A maintenance window stands once',
    'What AWS does with two windows that open together is not documented.',
    page,
    ['JOB-MW-19'],
  ),
  'schedule/overlapping-windows': warning(
    'Maintenance windows do not overlap',
    'What AWS does while two windows are open is not documented.',
    page,
    ['JOB-MW-19'],
  ),
  'schedule/window-overlaps-itself': warning(
    'A maintenance window closes before it opens again',
    'A window that opens again while it is open never closes; often the minutes of its cron expression are *.',
    page,
    ['JOB-MW-19'],
  ),
} as const satisfies RuleEntries;
