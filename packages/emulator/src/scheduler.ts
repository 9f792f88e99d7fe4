/** Timed actions in order of time, and of entry within one instant. It has no clock: somebody says how late it is. */
import TinyQueue from 'tinyqueue';

interface TimedAction {
  /** Milliseconds. */
  readonly at: number;
  readonly sequence: number;
  readonly run: () => void;
}

export interface Scheduler {
  /** The emulator's time in milliseconds: everything due before it has been done. */
  now(): number;
  /** Has `run` called when time reaches `at`; a moment that has passed counts as now. */
  at(at: number, run: () => void): void;
  /** When the next action is due, in milliseconds. */
  nextAt(): number | undefined;
  /** Runs what is due up to `until`, in order. Time never goes back. */
  runUntil(until: number): void;
  /** Forgets all actions. */
  clear(): void;
}

/** Returns a scheduler whose time is `start` (milliseconds). `onChange` is called whenever an action was added. */
export function createScheduler(start: number, onChange: () => void): Scheduler {
  let now = start;
  let sequence = 0;
  const emptyQueue = () => new TinyQueue<TimedAction>([], (a, b) => a.at - b.at || a.sequence - b.sequence);
  let queue = emptyQueue();
  return {
    now: () => now,
    at(at, run) {
      sequence += 1;
      queue.push({ at: Math.max(at, now), sequence, run });
      onChange();
    },
    nextAt: () => queue.peek()?.at,
    runUntil(until) {
      for (let next = queue.peek(); next !== undefined && next.at <= until; next = queue.peek()) {
        queue.pop();
        now = next.at;
        next.run();
      }
      now = Math.max(now, until);
    },
    clear() {
      queue = emptyQueue();
    },
  };
}
