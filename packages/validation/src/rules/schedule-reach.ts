/** Whether a job can reach its fleet before it ends, and whether it ends at all. */
import { type Configuration, fleetFor } from '../configuration.js';
import type { Finding } from '../finding.js';
import { shortTarget, thingsText } from '../fleet.js';
import { valueAt } from '../json-pointer.js';
import { creationTime, type Repository } from '../subject.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { minutesUntil, paceIn } from './pace.js';
import { minutesText, readScheduleTime } from './schedule-time.js';
import { openWindows, windowsRead } from './window-times.js';

const at = '/spec/schedulingConfig';
const minuteMs = 60_000;

/** Jobs that end before everybody has them, or never. */
export const scheduleReachRule: ConfigurationRule = (configuration, repository) => {
  const findings = [fleetNotReached(configuration, repository), neverCompletes(configuration)];
  return findings.filter((finding) => finding !== undefined);
};

function fleetNotReached(configuration: Configuration, repository: Repository): Finding | undefined {
  const { schedule } = configuration;
  const fleet = fleetFor(configuration, 'jobExecutionsRolloutConfig');
  const end = schedule?.endTime === undefined ? undefined : readScheduleTime(schedule.endTime)?.ms;
  if (fleet === undefined || end === undefined) return undefined;
  const written = schedule?.startTime;
  const start = written === undefined ? creationTime(configuration.subject, repository) : readScheduleTime(written)?.ms;
  const pace = paceIn(configuration, repository, 'at-once');
  if (pace === undefined || start === undefined || start >= end) return undefined;
  const open = openMinutes(configuration, start, end);
  const needed = minutesUntil(fleet.things, pace);
  const windows = configuration.windows.list.length > 0;
  // That no window opens at all has a finding of its own.
  if (open === undefined || open >= needed || (windows && open === 0)) return undefined;
  return {
    rule: 'schedule/fleet-not-reached',
    pointer: `${at}/endTime`,
    on: 'value',
    message: `${thingsText(fleet.things)} ${fleet.things === 1 ? 'needs' : 'need'} at least ${minutesText(Math.ceil(needed))} at this rate; ${windows ? 'the windows are open for' : 'the job ends after'} ${Math.floor(open)}`,
    help: `Write a later endTime, ${windows ? 'longer windows, ' : ''}or a higher rate: things that are not notified by then never get the job.`,
    related: [{ message: 'the rate', pointer: '/spec/jobExecutionsRolloutConfig' }],
  };
}

/** Minutes in which the job may notify things; undefined when the windows open too often to be added up. */
function openMinutes({ windows, schedule }: Configuration, start: number, end: number): number | undefined {
  if (windows.list.length === 0) return (end - start) / minuteMs;
  const read = windowsRead(windows.list);
  if (read.length < windows.list.length) return undefined;
  const { list, until } = openWindows(read, schedule, start);
  if (until < end) return undefined;
  let minutes = 0;
  for (const opening of list) minutes += (Math.min(opening.end, end) - opening.start) / minuteMs;
  return minutes;
}

/** JOB-CRE-12: nothing can join things, so what waits for more to join waits for ever. */
function neverCompletes({ subject, continuous }: Configuration): Finding | undefined {
  if (subject.kind !== 'Job' || continuous !== true) return undefined;
  const targets = subject.spec.targets ?? [];
  const things = targets.every((target) => target !== undefined && shortTarget(target).startsWith('thing/'));
  if (!things || targets.length === 0 || valueAt(subject.document.value, `${at}/endTime`) !== undefined)
    return undefined;
  return {
    rule: 'schedule/never-completes',
    pointer: '/spec/targetSelection',
    on: 'value',
    message:
      'this CONTINUOUS job never completes: it has no endTime, and only things as targets, which nothing can join',
    help: 'Write SNAPSHOT, a thing group as a target, or schedulingConfig.endTime.',
    related: [{ message: 'the targets', pointer: '/spec/targets' }],
  };
}
