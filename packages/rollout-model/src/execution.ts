/** One execution of a job, as others see it. */
import { noRow } from './columns.js';
import { type ExecutionTable, never } from './execution-table.js';
import type { JobState } from './job-state.js';
import { executionStatuses, type JobExecutionStatus } from './status.js';
import { awaits } from './thing-table.js';

/** One attempt of one thing. A retry is a new execution (JOB-RTY-06). Times are milliseconds since the epoch. */
export interface JobExecution {
  readonly thingName: string;
  readonly executionNumber: number;
  /** 0 for the first execution of a series. */
  readonly retryAttempt: number;
  /** Order of queueing within the job, from 1, which breaks ties of `queuedAt`. */
  readonly sequence: number;
  readonly queuedAt: number;
  readonly status: JobExecutionStatus;
  readonly versionNumber: number;
  readonly lastUpdatedAt: number;
  readonly startedAt: number | undefined;
  readonly statusDetails: Readonly<Record<string, string>> | undefined;
  readonly forceCanceled: boolean;
  readonly inProgressDeadline: number | undefined;
  readonly stepDeadline: number | undefined;
}

/**
 * Shows a row of the table as it is at the moment of reading. A class, because a job of a million executions would need
 * as many objects to keep; its fields are private so that printing one does not print the job.
 */
class ExecutionRow implements JobExecution {
  readonly #table: ExecutionTable;
  readonly #row: number;
  readonly thingName: string;

  constructor(table: ExecutionTable, row: number, thingName: string) {
    this.#table = table;
    this.#row = row;
    this.thingName = thingName;
  }

  get executionNumber(): number {
    return this.#table.executionNumber[this.#row]!;
  }
  get retryAttempt(): number {
    return this.#table.retryAttempt[this.#row]!;
  }
  get sequence(): number {
    return this.#row + 1;
  }
  get queuedAt(): number {
    return this.#table.queuedAt[this.#row]!;
  }
  get status(): JobExecutionStatus {
    return statusOf(this.#table, this.#row);
  }
  get versionNumber(): number {
    return this.#table.versionNumber[this.#row]!;
  }
  get lastUpdatedAt(): number {
    return this.#table.lastUpdatedAt[this.#row]!;
  }
  get startedAt(): number | undefined {
    const at = this.#table.startedAt[this.#row]!;
    return Number.isNaN(at) ? undefined : at;
  }
  get statusDetails(): Readonly<Record<string, string>> | undefined {
    return this.#table.statusDetails.get(this.#row);
  }
  get forceCanceled(): boolean {
    return this.#table.forceCanceled[this.#row] === 1;
  }
  get inProgressDeadline(): number | undefined {
    return timeOf(this.#table.inProgressDeadline[this.#row]!);
  }
  get stepDeadline(): number | undefined {
    return timeOf(this.#table.stepDeadline[this.#row]!);
  }
  toJSON(): JobExecution {
    const { thingName, executionNumber, retryAttempt, sequence, queuedAt, status, versionNumber, lastUpdatedAt } = this;
    const { startedAt, statusDetails, forceCanceled, inProgressDeadline, stepDeadline } = this;
    const first = {
      thingName,
      executionNumber,
      retryAttempt,
      sequence,
      queuedAt,
      status,
      versionNumber,
      lastUpdatedAt,
    };
    return { ...first, startedAt, statusDetails, forceCanceled, inProgressDeadline, stepDeadline };
  }
}

function timeOf(deadline: number): number | undefined {
  return deadline === never ? undefined : deadline;
}

/** Returns the status of a row. */
export function statusOf(table: ExecutionTable, row: number): JobExecutionStatus {
  return executionStatuses[table.status[row]!]!;
}

/** Returns the execution of a row. It always shows the present state of that execution. */
export function executionAt({ executions, things }: JobState, row: number): JobExecution {
  return new ExecutionRow(executions, row, things.names[executions.thing[row]!]!);
}

/** Returns the row of a thing's latest execution, or undefined. */
export function latestRow({ things }: JobState, thingName: string): number | undefined {
  const thing = things.rows.get(thingName);
  const row = thing === undefined ? undefined : things.latest[thing];
  return row === undefined || row < 0 ? undefined : row;
}

/** Returns the rows of a thing's executions, oldest first. */
export function rowsOf(state: JobState, thingName: string): number[] {
  const rows: number[] = [];
  for (let row = latestRow(state, thingName) ?? noRow; row !== noRow; row = state.executions.previous[row]!)
    rows.push(row);
  return rows.reverse();
}

/** Returns the executions of a thing, oldest first. */
export function executionsOf(state: JobState, thingName: string): readonly JobExecution[] {
  return rowsOf(state, thingName).map((row) => executionAt(state, row));
}

/** Returns the latest execution of a thing, or undefined. */
export function latestExecution(state: JobState, thingName: string): JobExecution | undefined {
  const row = latestRow(state, thingName);
  return row === undefined ? undefined : executionAt(state, row);
}

/**
 * Returns the executions of a job in the order of their queueing: all, or those in one status, from the one after the
 * sequence `after` on.
 */
export function* executionsOfJob(
  state: JobState,
  status?: JobExecutionStatus,
  after: number = 0,
): Generator<JobExecution> {
  const { executions } = state;
  for (let row = after; row < executions.length; row += 1) {
    if (executions.deleted[row] === 1) continue;
    if (status === undefined || statusOf(executions, row) === status) yield executionAt(state, row);
  }
}

/** Returns the names of all things that have an execution of the job, wait for one or could have got one. */
export function thingNames({ things }: JobState): Iterable<string> {
  return things.rows.keys();
}

/** Returns whether a thing is or was a target of the job. */
export function hasThing({ things }: JobState, thingName: string): boolean {
  return things.rows.has(thingName);
}

/** Returns whether a thing waits for its notification. */
export function isWaiting({ things }: JobState, thingName: string): boolean {
  const row = things.rows.get(thingName);
  return row !== undefined && things.awaits[row] === awaits.notification;
}

/** Returns when an execution in progress times out, in milliseconds, or undefined for never (JOB-TMO-08). */
export function effectiveDeadline(execution: JobExecution): number | undefined {
  const { inProgressDeadline, stepDeadline } = execution;
  const at = Math.min(inProgressDeadline ?? never, stepDeadline ?? never);
  return timeOf(at);
}
