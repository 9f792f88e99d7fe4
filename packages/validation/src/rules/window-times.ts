/** When maintenance windows are open, as far ahead as a rule needs to know. */
import type { Draft, JobSpec, JobTemplateSpec } from '../spec.js';
import { type Cron, occurrences } from './cron-occurrence.js';
import { cronReading } from './cron-reading.js';
import { readScheduleTime } from './schedule-time.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** More windows than this in one manifest are not compared with each other. */
const windowsMax = 50;
/** How often each window is looked at. */
const openingsMax = 128;
/** How far ahead windows without an end are looked at. */
const horizonDays = 366;
/** Where the search begins when no start is known: windows repeat, so any year will do. */
const anyTime = Date.UTC(2028, 0, 1);

/** A window that opens at least once. */
export interface ReadWindow {
  /** Its place in the list. */
  readonly index: number;
  /** The six fields in capitals. */
  readonly text: string;
  readonly cron: Cron;
  readonly durationMinutes: number;
}

/** One opening of a window; milliseconds since 1970. */
export interface Opening {
  readonly window: ReadWindow;
  readonly start: number;
  readonly end: number;
}

/** The windows without a fault. */
export function windowsRead(list: NonNullable<Draft<JobTemplateSpec>['maintenanceWindows']>): readonly ReadWindow[] {
  return list.slice(0, windowsMax).flatMap((window, index): readonly ReadWindow[] => {
    const { startTime, durationInMinutes } = window ?? {};
    if (startTime === undefined || durationInMinutes === undefined) return [];
    const reading = cronReading(startTime);
    if (reading.fault !== undefined || !reading.occurs) return [];
    return [{ index, text: reading.text, cron: reading.cron, durationMinutes: durationInMinutes }];
  });
}

/** The openings of several windows together. */
export interface Openings {
  /** In order of time. */
  readonly list: readonly Opening[];
  /** Up to where they are all listed; infinite when none is left out. */
  readonly until: number;
}

/**
 * The openings within a schedule.
 *
 * @param created when the job is created, which is its start unless it says another.
 * @param count `first` for the first opening of each window, however far ahead; `many` for those of about a year.
 */
export function openWindows(
  windows: readonly ReadWindow[],
  schedule: Draft<JobSpec>['schedulingConfig'],
  created: number | undefined,
  count: 'first' | 'many' = 'many',
): Openings {
  const from = timeOf(schedule?.startTime) ?? created ?? anyTime;
  const to = timeOf(schedule?.endTime) ?? (count === 'first' ? Infinity : from + horizonDays * dayMs);
  let until = Infinity;
  const openings = windows.flatMap((window) => {
    const starts = occurrences(window.cron, from, to, count === 'first' ? 1 : openingsMax);
    if (count === 'many' && starts.length === openingsMax) until = Math.min(until, starts.at(-1) ?? until);
    return starts.map((start) => ({ window, start, end: start + window.durationMinutes * minuteMs }));
  });
  return { list: openings.filter(({ start }) => start <= until).sort((a, b) => a.start - b.start), until };
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readScheduleTime(text)?.ms;
}
