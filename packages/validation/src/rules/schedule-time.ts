/** The times of `schedulingConfig`: what they say, and in which form. */

import { remembering } from './remember.js';

/** A time as read: its moment, and whether it has the recommended form `YYYY-MM-DDTHH:MM`. */
export interface ScheduleTime {
  /** Milliseconds since 1970-01-01T00:00:00Z; absent when the form is unusual but may mean something to AWS. */
  readonly ms?: number;
  readonly recommended: boolean;
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;
const recommendedForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** The moment that a text names, in UTC unless it has an offset; undefined when it cannot be a time at all. */
export const readScheduleTime = remembering(256, parseScheduleTime);

function parseScheduleTime(text: string): ScheduleTime | undefined {
  const parts = dateTime.exec(text);
  // Epoch seconds and other ISO 8601 forms may pass; what has no digits in the right places cannot.
  if (parts === null) return /^(?:\d{9,11}|\d{4}-?\d\d-?\d\d.*)$/.test(text) ? { recommended: false } : undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(ms);
  const exists =
    read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? { ms: ms - offsetMs(parts[7]), recommended: recommendedForm.test(text) } : undefined;
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
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
  return `Write ${new Date(ms).toISOString().slice(0, 16)}, which is that moment in UTC.`;
}

/** `1 minute`, `2 minutes`. */
export function minutesText(minutes: number): string {
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
