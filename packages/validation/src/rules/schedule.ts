/** When a job starts and ends, as far as `schedulingConfig` alone can tell. */
import type { Finding } from '../finding.js';
import { valueAt } from '../json-pointer.js';
import type { Rule } from './rule.js';
import { minutesText, missingInTime, momentHelp, readScheduleTime, writtenMoment } from './schedule-time.js';

const at = '/spec/schedulingConfig';
const minuteMs = 60_000;
/** The shortest schedule, from start to end. */
const durationMinutesMin = 30;
/** The longest schedule, from start to end. */
const durationYearsMax = 2;

/** What is wrong with the start, the end and the end behaviour. */
export const scheduleRule: Rule = (subject) => {
  const schedule = subject.kind === 'Job' ? subject.spec.schedulingConfig : undefined;
  if (schedule === undefined) return [];
  const { startTime, endTime, endBehavior } = schedule;
  const findings = [...timeFindings('startTime', startTime), ...timeFindings('endTime', endTime)];
  // Asked of the document as written: an endTime that is there but wrong has its own finding.
  if (endBehavior !== undefined && valueAt(subject.document.value, `${at}/endTime`) === undefined) {
    findings.push({
      rule: 'schedule/end-behavior',
      pointer: `${at}/endBehavior`,
      on: 'key',
      message: 'endBehavior says what happens at endTime, and there is no endTime',
      help: 'Add endTime, or remove endBehavior.',
    });
  }
  const duration = durationFault(startTime, endTime);
  return duration === undefined ? findings : [...findings, duration];
};

function timeFindings(member: 'startTime' | 'endTime', text: string | undefined): Finding[] {
  if (text === undefined) return [];
  const time = readScheduleTime(text);
  const pointer = `${at}/${member}`;
  if (time === undefined) {
    const missing = missingInTime(text);
    const message =
      missing === undefined ? `${member} is not a date and a time` : `${member} does not exist: ${missing}`;
    return [{ rule: 'schedule/not-a-time', pointer, on: 'value', message, help: timeHelp }];
  }
  if (time.recommended) return [];
  const message = `${member} has a form that AWS does not document`;
  const help = momentHelp(text) ?? (time.ms === undefined ? timeHelp : writtenMoment(time.ms));
  return [{ rule: 'schedule/format', pointer, on: 'value', message, help }];
}

const timeHelp = 'Write YYYY-MM-DDTHH:MM in UTC, such as 2027-03-01T06:00.';

function durationFault(startTime: string | undefined, endTime: string | undefined): Finding | undefined {
  const start = startTime === undefined ? undefined : readScheduleTime(startTime)?.ms;
  const end = endTime === undefined ? undefined : readScheduleTime(endTime)?.ms;
  if (start === undefined || end === undefined) return undefined;
  const latest = new Date(start);
  latest.setUTCFullYear(latest.getUTCFullYear() + durationYearsMax);
  const minutes = Math.round((end - start) / minuteMs);
  const fault = { rule: 'schedule/duration', pointer: `${at}/endTime`, on: 'value' } as const;
  const related = [{ message: 'the start', pointer: `${at}/startTime` }];
  if (minutes < durationMinutesMin) {
    const distance = minutes <= 0 ? 'not after' : `only ${minutesText(minutes)} after`;
    const message = `endTime is ${distance} startTime; it must be at least ${durationMinutesMin} minutes after`;
    return { ...fault, message, related };
  }
  if (end <= latest.getTime()) return undefined;
  return { ...fault, message: `endTime is more than ${durationYearsMax} years after startTime`, related };
}
