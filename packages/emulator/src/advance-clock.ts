/** How far a manual clock can be moved at once, over HTTP as in process. */
import type { Scheduler } from './scheduler.js';

/** The longest step of a manual clock: 10 years, in milliseconds. */
const longestAdvanceMs = 10 * 365 * 24 * 3_600_000;

/** What a step must be, in words. */
export const legalAdvance = `whole milliseconds from 0 to ${longestAdvanceMs}`;

/** Returns whether a clock can be moved by this. */
export function isAdvance(ms: unknown): ms is number {
  return Number.isSafeInteger(ms) && Number(ms) >= 0 && Number(ms) <= longestAdvanceMs;
}

/** Moves the clock; whatever falls due has happened when it returns. */
export function advance(scheduler: Pick<Scheduler<unknown>, 'now' | 'runUntil'>, ms: number): void {
  scheduler.runUntil(scheduler.now() + ms);
}
