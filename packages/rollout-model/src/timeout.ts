/** Deadlines of an execution that is in progress. Times are milliseconds. */
import type { TimeoutConfig } from './config.js';

const minuteMs = 60_000;

/** Returns when an execution that becomes IN_PROGRESS at `at` times out, or undefined for never (JOB-TMO-02, 03). */
export function inProgressDeadline(config: TimeoutConfig | undefined, at: number): number | undefined {
  const minutes = config?.inProgressTimeoutInMinutes;
  return minutes === undefined ? undefined : at + minutes * minuteMs;
}

/** Returns when a step timer that a device sets at `at` runs out, or undefined when it cancels the timer by -1 (JOB-TMO-06). */
export function stepDeadline(stepTimeoutInMinutes: number, at: number): number | undefined {
  return stepTimeoutInMinutes === -1 ? undefined : at + stepTimeoutInMinutes * minuteMs;
}
