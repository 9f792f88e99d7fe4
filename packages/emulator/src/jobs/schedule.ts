/** The schedule of a job: when it starts and ends, and its maintenance windows. */
import {
  type EndBehavior,
  type MaintenanceWindow,
  parseWindows,
  type RecurringWindow,
  scheduleTime,
  type TargetSelection,
} from '@iot-rollouts/rollout-model';
import type { SchedulingConfig } from '@iot-rollouts/schemas/iot';
import { invalid, isRefused, type Refused } from '../refusal.js';

/** Milliseconds since the epoch. */
export interface Schedule {
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly endBehavior: EndBehavior | undefined;
  readonly windows: readonly RecurringWindow[];
}

const minuteMs = 60_000;
const yearMs = 365 * 24 * 60 * minuteMs;
const leadMs = 30 * minuteMs;

/** Returns the schedule that a request made at `now` asks for, or why it cannot be (JOB-SCH-01 to 07, 15). */
export function scheduleOf(
  config: SchedulingConfig | undefined,
  targetSelection: TargetSelection,
  now: number,
): Schedule | Refused<'InvalidRequestException'> {
  const { startTime, endTime, endBehavior } = config ?? {};
  const [startAt, endAt] = [timeOf(startTime), timeOf(endTime)];
  if (Number.isNaN(startAt) || Number.isNaN(endAt))
    return invalid('startTime and endTime must be written as 2026-01-31T17:00 (UTC).');
  if (startAt !== undefined && (startAt < now + leadMs || startAt > now + yearMs))
    return invalid('startTime must lie between 30 minutes and 1 year from now.');
  if (endAt !== undefined && (endAt < now + leadMs || endAt > now + 2 * yearMs))
    return invalid('endTime must lie between 30 minutes and 2 years from now.');
  const length = endAt === undefined ? leadMs : endAt - (startAt ?? now);
  if (length < leadMs || length > 2 * yearMs)
    return invalid('endTime must lie between 30 minutes and 2 years after startTime.');
  if (endBehavior !== undefined && endAt === undefined) return invalid('endBehavior needs an endTime.');
  const windows = windowsOf(config?.maintenanceWindows ?? []);
  if (isRefused(windows)) return windows;
  if (windows.length > 0 && targetSelection !== 'CONTINUOUS')
    return invalid('maintenanceWindows need a job whose targetSelection is CONTINUOUS.'); // JOB-MW-02
  return { startAt, endAt, endBehavior, windows };
}

/** Returns the maintenance windows as the model runs them, or why one is none (JOB-MW-05 to 11). */
export function windowsOf(
  windows: readonly MaintenanceWindow[],
): readonly RecurringWindow[] | Refused<'InvalidRequestException'> {
  const parsed = parseWindows(windows);
  return 'message' in parsed
    ? invalid(`The startTime of a maintenance window is no cron expression: ${parsed.message}.`)
    : parsed;
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : scheduleTime(text);
}
