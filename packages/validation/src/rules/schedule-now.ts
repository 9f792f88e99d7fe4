/**
 * The schedule beside the present: AWS measures from the moment of the request, which is the merge at the earliest
 * (JOB-SCH-08). A job that stood at the base has been created long ago, so only new ones are asked.
 */
import type { Finding } from '../finding.js';
import type { JobSubject, Repository } from '../subject.js';
import type { Rule } from './rule.js';
import { minutesText, readScheduleTime } from './schedule-time.js';

const at = '/spec/schedulingConfig';
const minuteMs = 60_000;
/** The least that AWS wants between the request and a start or an end. */
const leadMinutesMin = 30;
/** A review and a merge take time: less than this is likely to be too little by then. */
const leadMinutesSafe = 60;
const startYearsMax = 1;
const endYearsMax = 2;

/** Starts and ends that AWS refuses now, or will most likely refuse when the change is merged. */
export const scheduleNowRule: Rule = (subject, repository) => {
  const { now } = repository;
  if (subject.kind !== 'Job' || now === undefined || stoodAtBase(subject, repository)) return [];
  const { startTime, endTime } = subject.spec.schedulingConfig ?? {};
  const start = momentOf(startTime);
  const end = momentOf(endTime);
  const early = earlyFault(start, end, now, repository.jobsAtBase !== undefined);
  if (early !== undefined) return [early];
  const findings: Finding[] = [];
  if (start !== undefined && start > yearsLater(now, startYearsMax)) {
    findings.push({
      rule: 'schedule/start-too-far',
      pointer: `${at}/startTime`,
      on: 'value',
      message: 'startTime is more than a year ahead, which AWS refuses',
      help: `Write a time before ${dateOf(yearsLater(now, startYearsMax))}, or merge the job later.`,
    });
  }
  if (findings.length === 0 && end !== undefined && end > yearsLater(now, endYearsMax)) {
    findings.push({
      rule: 'schedule/end-too-far',
      pointer: `${at}/endTime`,
      on: 'value',
      message: 'endTime is more than two years ahead, which AWS refuses',
      help: `Write a time before ${dateOf(yearsLater(now, endYearsMax))}.`,
    });
  }
  return findings;
};

function stoodAtBase({ name }: JobSubject, { jobsAtBase }: Repository): boolean {
  return name !== undefined && jobsAtBase?.has(name) === true;
}

/** The first of start and end that comes too early; a start that does is enough said. */
function earlyFault(
  start: number | undefined,
  end: number | undefined,
  now: number,
  surelyNew: boolean,
): Finding | undefined {
  const [member, moment] = start === undefined ? (['endTime', end] as const) : (['startTime', start] as const);
  if (moment === undefined) return undefined;
  const minutes = Math.floor((moment - now) / minuteMs);
  const name = member === 'startTime' ? 'start' : 'end';
  const fault = { pointer: `${at}/${member}`, on: 'value' } as const;
  const distance = minutes < 0 ? `${member} has passed` : `${member} is only ${minutesText(minutes)} ahead`;
  if (minutes >= leadMinutesSafe) return undefined;
  const later = dateOf(now + 24 * 60 * minuteMs);
  if (minutes < leadMinutesMin) {
    const limit = `AWS wants at least ${leadMinutesMin} minutes between the creation of a job and its ${name}`;
    if (surelyNew) {
      const help = `Write a time that leaves room for the review, such as ${later}.`;
      return { rule: `schedule/${name}-too-early`, ...fault, message: `${distance}; ${limit}`, help };
    }
    // A job that is over has most likely run; nobody keeps its manifest to start it.
    if (end !== undefined && end <= now && start !== undefined) return undefined;
    const message = `${distance}: unless the job exists already, AWS refuses to create it`;
    const help = `If it is new, write a later time, such as ${later}; with --base only new jobs are asked.`;
    return { rule: `schedule/${name}-passed`, ...fault, message, help };
  }
  return {
    rule: `schedule/${name}-close`,
    ...fault,
    message: `${distance}, and AWS wants ${leadMinutesMin} when the change is merged`,
    help: `Merge within ${minutes - leadMinutesMin} minutes, or write a later time, such as ${later}.`,
  };
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readScheduleTime(text)?.ms;
}

function yearsLater(ms: number, years: number): number {
  const date = new Date(ms);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime();
}

/** A moment in the recommended form. */
function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}
