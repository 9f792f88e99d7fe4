/**
 * Where the time of a rollout lies in the calendar. Rollout time stands still while no maintenance window is open: the
 * engine's pace pauses then, so a rollout in windows is the same rollout with gaps.
 *
 * Both times are milliseconds; calendar time counts from any moment, rollout time from the first opening.
 */
import { nextWindowStart, openUntil, type WindowSchedule } from './windows.js';

export interface Timeline {
  /** When the rollout begins, in calendar time; infinite when it never does. */
  readonly startsAt: number;
  /** Returns the moment of the calendar at which rollout time reaches `rolloutMs`; infinite when it never does. */
  calendarAt(rolloutMs: number): number;
  /** Returns the latest rollout time that has come by a moment of the calendar; negative before the first opening. */
  rolloutBy(at: number): number;
  /** Returns the rollout time at which a pace that changes at this moment takes effect, which between windows is the next opening. */
  rolloutFrom(at: number): number;
  /** Returns the first open moment from this one on, infinite when there is none. */
  openFrom(at: number): number;
  /** Returns the last open moment up to this one, or minus infinity. */
  openBy(at: number): number;
  /** Returns the number of windows that have opened by this moment, overlapping ones as one. */
  openingsBy(at: number): number;
}

/** One stretch of open time; it does not hold `closesAt`. */
interface Opening {
  readonly opensAt: number;
  readonly closesAt: number;
  /** Rollout time at `opensAt`. */
  readonly rolloutMs: number;
}

/** How many openings are looked at before a rollout counts as one that does not get on. */
const maximumOpenings = 10_000;

/** Returns the timeline of a rollout that may go on from `from` to `until`, always or in windows. */
export function timelineOf(from: number, until: number, windows: WindowSchedule | undefined): Timeline {
  const openings: Opening[] = [];
  const find = windows === undefined ? once(from, until) : inWindows(windows, from, until);

  /** Finds openings until one satisfies the condition; returns its index, or -1. */
  function search(wanted: (opening: Opening) => boolean): number {
    for (let index = firstIndex(openings, wanted); ; index += 1) {
      if (index === openings.length) {
        const next = index < maximumOpenings ? find(openings.at(-1)) : undefined;
        if (next === undefined) return -1;
        openings.push(next);
      }
      if (wanted(openings[index]!)) return index;
    }
  }

  /** The opening that holds a moment or is the last before it. */
  function latestBy(at: number): Opening | undefined {
    const after = search(({ opensAt }) => opensAt > at);
    return openings[(after === -1 ? openings.length : after) - 1];
  }

  const rolloutEnd = ({ opensAt, closesAt, rolloutMs }: Opening) => rolloutMs + closesAt - opensAt;
  const holds = ({ closesAt }: Opening, at: number) => at < closesAt;
  search(() => true);
  return {
    startsAt: openings[0]?.opensAt ?? Number.POSITIVE_INFINITY,
    calendarAt(rolloutMs) {
      if (rolloutMs === Number.POSITIVE_INFINITY) return rolloutMs;
      const index = search((opening) => rolloutEnd(opening) > rolloutMs);
      const opening = openings[index];
      return opening === undefined ? Number.POSITIVE_INFINITY : opening.opensAt + rolloutMs - opening.rolloutMs;
    },
    rolloutBy(at) {
      const opening = latestBy(at);
      if (opening === undefined) return -1;
      return holds(opening, at) ? opening.rolloutMs + at - opening.opensAt : rolloutEnd(opening) - 1;
    },
    rolloutFrom(at) {
      const opening = latestBy(at);
      if (opening === undefined) return 0;
      return holds(opening, at) ? opening.rolloutMs + at - opening.opensAt : rolloutEnd(opening);
    },
    openFrom(at) {
      const opening = openings[search(({ closesAt }) => closesAt > at)];
      return opening === undefined ? Number.POSITIVE_INFINITY : Math.max(at, opening.opensAt);
    },
    openBy(at) {
      const opening = latestBy(at);
      if (opening === undefined) return Number.NEGATIVE_INFINITY;
      return holds(opening, at) ? at : opening.closesAt - 1;
    },
    openingsBy(at) {
      const after = search(({ opensAt }) => opensAt > at);
      return after === -1 ? openings.length : after;
    },
  };
}

/** Openings are in order, so what holds for one may be looked for from the first that it holds for. */
function firstIndex(openings: readonly Opening[], wanted: (opening: Opening) => boolean): number {
  let [low, high] = [0, openings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wanted(openings[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function once(from: number, until: number) {
  return (last: Opening | undefined): Opening | undefined =>
    last === undefined && from < until ? { opensAt: from, closesAt: until, rolloutMs: 0 } : undefined;
}

function inWindows(windows: WindowSchedule, from: number, until: number) {
  return (last: Opening | undefined): Opening | undefined => {
    const after = last?.closesAt ?? from;
    const open = openUntil(windows, after);
    const opensAt = open === undefined ? nextWindowStart(windows, after) : after;
    if (opensAt === undefined || opensAt >= until) return undefined;
    const closesAt = Math.min(until, open ?? openUntil(windows, opensAt) ?? opensAt);
    const rolloutMs = last === undefined ? 0 : last.rolloutMs + last.closesAt - last.opensAt;
    return { opensAt, closesAt, rolloutMs };
  };
}
