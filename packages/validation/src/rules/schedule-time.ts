/** The times of `schedulingConfig`: what they say, and in which form. */

import { remembering } from './remember.js';

/** A time as read: its moment, and whether it has the recommended form `YYYY-MM-DDTHH:MM`. */
export interface ScheduleTime {
  /** Milliseconds since 1970-01-01T00:00:00Z; absent when the form is unusual but may mean something to AWS. */
  readonly ms?: number;
  readonly recommended: boolean;
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;
/** The clocks of Kiribati are the farthest from UTC. */
const offsetMinutesMax = 14 * 60;
const recommendedForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** The moment that a text names, in UTC unless it has an offset; undefined when it cannot be a time at all. */
export const readScheduleTime = remembering(256, parseScheduleTime);

function parseScheduleTime(text: string): ScheduleTime | undefined {
  const parts = partsOf(text);
  // Which other forms pass is not documented: what has a year, or counts seconds, may.
  if (parts === undefined) return /\d{4}/.test(text) ? { recommended: false } : undefined;
  if (missingPart(parts) !== undefined) return undefined;
  const { year, month, day, hour, minute, second, offset } = parts;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return { ms: ms - offsetMinutes(offset) * minuteMs, recommended: recommendedForm.test(text) && hour < 24 };
}

interface TimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offset: string;
}

function partsOf(text: string): TimeParts | undefined {
  const match = dateTime.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  return { year, month, day, hour, minute, second, offset: match[7] ?? 'Z' };
}

/** What of a text in the form of a date and a time does not exist, as a sentence's end; undefined when it has another form. */
export function missingInTime(text: string): string | undefined {
  const parts = partsOf(text);
  return parts && missingPart(parts);
}

function missingPart({ year, month, day, hour, minute, second, offset }: TimeParts): string | undefined {
  if (month < 1 || month > 12) return `no year has a month ${month}`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day < 1 || day > days) return `month ${month} of ${year} has ${days} days`;
  // 24:00 is the end of a day in ISO 8601.
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59) return 'a day goes from 00:00 to 23:59';
  const isFar = Math.abs(offsetMinutes(offset)) > offsetMinutesMax;
  return isFar ? `no place is ${offset} from UTC` : undefined;
}

function offsetMinutes(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
}

const minuteMs = 60_000;

/** The minutes from the start of a schedule to its end; undefined when one of them is missing or unclear. */
export function scheduleMinutes({
  startTime,
  endTime,
}: {
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
}): number | undefined {
  const start = startTime === undefined ? undefined : readScheduleTime(startTime)?.ms;
  const end = endTime === undefined ? undefined : readScheduleTime(endTime)?.ms;
  return start === undefined || end === undefined ? undefined : Math.round((end - start) / minuteMs);
}

/** What to write for a moment that is given as seconds or milliseconds since 1970; undefined when it is not. */
export function momentHelp(text: string): string | undefined {
  if (!/^\d{9,13}$/.test(text) || text.length === 12) return undefined;
  const ms = Number(text) * (text.length === 13 ? 1 : 1000);
  return writtenMoment(ms);
}

/** What to write for a moment. */
export function writtenMoment(ms: number): string {
  return `Write ${new Date(ms).toISOString().slice(0, 16)}, which is that moment in UTC.`;
}

/** `1 minute`, `2 minutes`. */
export function minutesText(minutes: number): string {
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
