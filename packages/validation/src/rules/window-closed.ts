/** Windows that do not open while the job runs, or never again. */
import type { Configuration } from '../configuration.js';
import type { Finding } from '../finding.js';
import { creationTime, type Repository } from '../subject.js';
import { occurrences } from './cron-occurrence.js';
import { readScheduleTime } from './schedule-time.js';
import { openWindows, type ReadWindow } from './window-times.js';

const at = '/spec/schedulingConfig';
const minuteMs = 60_000;

/** JOB-MW-16: only windows that open from the start on and before the end count. */
export function closedFindings(
  configuration: Configuration,
  windows: readonly ReadWindow[],
  repository: Repository,
): readonly Finding[] {
  const { subject, schedule } = configuration;
  const { startTime } = schedule ?? {};
  // A template is used whenever a job is made from it, so it is not created at any time that matters.
  const created = subject.kind === 'Job' ? creationTime(subject, repository) : undefined;
  const start = startTime === undefined ? created : readScheduleTime(startTime)?.ms;
  if (start !== undefined) return outsideSchedule(configuration, windows, start);
  return startTime === undefined ? passedFindings(configuration, windows, repository) : [];
}

function outsideSchedule(
  { windows: { pointer, list }, schedule }: Configuration,
  windows: readonly ReadWindow[],
  start: number,
): readonly Finding[] {
  const open = new Set(openWindows(windows, schedule, start, 'first').list.map(({ window }) => window));
  const closed = windows.filter((window) => !open.has(window));
  const [first] = closed;
  if (first === undefined) return [];
  const { startTime, endTime } = schedule ?? {};
  const span = [
    startTime === undefined ? 'from now on' : `from ${startTime}`,
    ...(endTime === undefined ? [] : [`until ${endTime}`]),
  ].join(' ');
  const hasSpan = startTime !== undefined || endTime !== undefined;
  const related = hasSpan ? [{ message: 'the schedule', pointer: at }] : [];
  // Whether a window counts that opened before the start and is still open then, is not documented.
  const isOpenAtStart = (window: ReadWindow) => isOpenAt(window, start);
  if (closed.length === list.length && !closed.some(isOpenAtStart)) {
    const message = `no maintenance window opens ${span}, so no device ever gets the job`;
    const help = hasSpan
      ? 'Write a window that opens between startTime and endTime, or a later endTime.'
      : 'Write a window that opens in days to come.';
    const place =
      closed.length === 1
        ? ({ pointer: `${pointer}/${first.index}/startTime`, on: 'value' } as const)
        : ({ pointer, on: 'key' } as const);
    return [{ rule: 'schedule/no-window-opens', ...place, message, help, related }];
  }
  return closed.map((window) => ({
    rule: 'schedule/window-outside-schedule',
    pointer: `${pointer}/${window.index}/startTime`,
    on: 'value',
    message: isOpenAtStart(window)
      ? `this window opens before the start, where it is still open, and not again ${span}: AWS documents only windows that open from the start on`
      : `this window does not open ${span}`,
    help: isOpenAtStart(window)
      ? 'Write a startTime no later than the window opens.'
      : 'Remove it, or write a time within the schedule.',
    related,
  }));
}

/** Windows that have opened for the last time: for a job that exists they were in time, and nobody has said that it is new. */
function passedFindings(
  { subject, windows: { pointer } }: Configuration,
  windows: readonly ReadWindow[],
  { now, jobsAtBase }: Repository,
): readonly Finding[] {
  if (now === undefined || (subject.kind === 'Job' && jobsAtBase?.has(subject.name ?? '') === true)) return [];
  const open = new Set(openWindows(windows, undefined, now, 'first').list.map(({ window }) => window));
  return windows
    .filter((window) => !open.has(window) && !isOpenAt(window, now))
    .map((window) => ({
      rule: 'schedule/window-passed',
      pointer: `${pointer}/${window.index}/startTime`,
      on: 'value',
      message: 'this window never opens again: the days that it names have passed',
      help: 'Write a year to come, or * for every year.',
    }));
}

/** Whether a window opened before a moment and is still open then. */
function isOpenAt({ cron, durationMinutes }: ReadWindow, moment: number): boolean {
  return occurrences(cron, moment - durationMinutes * minuteMs + 1, moment, 1).length > 0;
}
