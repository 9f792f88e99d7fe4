/** What makes the emulator's time pass: the machine's clock, the same made faster, or only a person's request. */
import type { Scheduler } from './scheduler.js';

/** How the emulator's time passes. `start` is in milliseconds since the epoch; left out, it is the machine's time. */
export type ClockOptions =
  | { readonly mode: 'real' }
  | { readonly mode: 'accelerated'; readonly speed: number }
  | { readonly mode: 'manual'; readonly start?: number };

/** The machine's clock and timers. */
export interface Machine {
  readonly now: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
}

/** The real clock and timers of this machine. */
export const thisMachine: Machine = {
  now: () => Date.now(),
  setTimer(run, delayMs) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** What a pump moves on, whatever the tasks are. */
export type Timeline = Pick<Scheduler<unknown>, 'now' | 'nextAt' | 'runUntil'>;

export interface Pump {
  /** Brings the scheduler up to this moment. */
  settle(): void;
  /** Sets the timer for the scheduler's next action. */
  rearm(): void;
  /** Lets time pass from the scheduler's present time on, which somebody has set. */
  restart(): void;
  stop(): void;
}

/** Timers of Node wrap around above this delay. */
const longestDelayMs = 2 ** 31 - 1;

/** Returns what drives the scheduler; with a manual clock it does nothing. */
export function createPump(clock: ClockOptions, scheduler: Timeline, machine: Machine): Pump {
  if (clock.mode === 'manual') return { settle() {}, rearm() {}, restart() {}, stop() {} };
  const speed = clock.mode === 'accelerated' ? clock.speed : 1;
  let [start, machineStart] = [scheduler.now(), machine.now()];
  const now = () => start + Math.floor((machine.now() - machineStart) * speed);
  let cancel: (() => void) | undefined;
  let armedFor: number | undefined;
  const disarm = () => {
    cancel?.();
    cancel = undefined;
    armedFor = undefined;
  };
  const rearm = () => {
    const next = scheduler.nextAt();
    if (next === armedFor) return;
    disarm();
    if (next === undefined) return;
    armedFor = next;
    const delayMs = Math.min(longestDelayMs, Math.max(0, Math.ceil((next - now()) / speed)));
    cancel = machine.setTimer(() => {
      disarm();
      scheduler.runUntil(now());
      rearm();
    }, delayMs);
  };
  const restart = () => {
    [start, machineStart] = [scheduler.now(), machine.now()];
    disarm();
    rearm();
  };
  return { settle: () => scheduler.runUntil(now()), rearm, restart, stop: disarm };
}
