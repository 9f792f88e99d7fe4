/** Deadlines of an execution that is in progress. Times are milliseconds. */
import type { TimeoutConfig } from './config.js';

const minuteMs = 60_000;

/** Returns when an execution that becomes IN_PROGRESS at `at` times out, or undefined for never (JOB-TMO-02, 03). */
export function inProgressDeadline(config: TimeoutConfig | undefined, at: number): number | undefined {
  const minutes = config?.inProgressTimeoutInMinutes;
  return minutes === undefined ? undefined : at + minutes * minuteMs;
}

/**
 * Returns the step deadline after a device's report at `at`: a new timer replaces the old one, -1 cancels it, and a
 * report without the member leaves it alone (JOB-TMO-06, 07).
 */
export function stepDeadline(current: number | undefined, stepTimeoutInMinutes: number | undefined, at: number) {
  if (stepTimeoutInMinutes === undefined) return current;
  return stepTimeoutInMinutes === -1 ? undefined : at + stepTimeoutInMinutes * minuteMs;
}

/** Returns the earlier of two deadlines, which is the one that counts (JOB-TMO-08). */
export function earlierDeadline(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}
