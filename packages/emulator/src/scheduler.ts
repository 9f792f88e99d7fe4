/** Timed tasks in order of time, and of entry within one instant. It has no clock: somebody says how late it is. */
import TinyQueue from 'tinyqueue';

/** A task and when it is due, in milliseconds. */
export interface TimedTask<Task> {
  readonly at: number;
  readonly task: Task;
}

interface QueuedTask<Task> extends TimedTask<Task> {
  readonly sequence: number;
}

export interface Scheduler<Task> {
  /** The emulator's time in milliseconds: everything due before it has been done. */
  now(): number;
  /** Has the task done when time reaches `at`; a moment that has passed counts as now. */
  at(at: number, task: Task): void;
  /** When the next task is due, in milliseconds. */
  nextAt(): number | undefined;
  /** Does what is due up to `until`, in order. Time never goes back. */
  runUntil(until: number): void;
  /** Forgets all tasks. */
  clear(): void;
  /** Returns all tasks in the order in which they will be done. */
  waiting(): readonly TimedTask<Task>[];
  /** Sets the time, to an earlier one too, and what waits, in the order of {@link waiting}. */
  restore(now: number, tasks: readonly TimedTask<Task>[]): void;
}

/** What a scheduler calls: what does a task, and who wants to hear that one was added. */
export interface SchedulerOptions<Task> {
  readonly perform: (task: Task) => void;
  readonly changed?: () => void;
}

/** Returns a scheduler whose time is `start` (milliseconds). */
export function createScheduler<Task>(
  start: number,
  { perform, changed = () => {} }: SchedulerOptions<Task>,
): Scheduler<Task> {
  let now = start;
  let sequence = 0;
  const inOrder = (a: QueuedTask<Task>, b: QueuedTask<Task>) => a.at - b.at || a.sequence - b.sequence;
  const queueOf = (tasks: QueuedTask<Task>[]) => new TinyQueue(tasks, inOrder);
  const queued = (at: number, task: Task): QueuedTask<Task> => {
    sequence += 1;
    return { at, sequence, task };
  };
  let queue = queueOf([]);
  return {
    now: () => now,
    at(at, task) {
      queue.push(queued(Math.max(at, now), task));
      changed();
    },
    nextAt: () => queue.peek()?.at,
    runUntil(until) {
      for (let next = queue.peek(); next !== undefined && next.at <= until; next = queue.peek()) {
        queue.pop();
        now = next.at;
        perform(next.task);
      }
      now = Math.max(now, until);
    },
    clear() {
      queue = queueOf([]);
    },
    waiting: () => [...queue.data].sort(inOrder).map(({ at, task }) => ({ at, task })),
    restore(time, tasks) {
      now = time;
      queue = queueOf(tasks.map(({ at, task }) => queued(at, task)));
      changed();
    },
  };
}
