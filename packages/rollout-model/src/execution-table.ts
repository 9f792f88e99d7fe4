/** The executions of a job, one row each in the order of their queueing. Times are milliseconds since the epoch. */
import {
  emptyBytes,
  emptyRows,
  emptyTimes,
  emptyWords,
  noRow,
  roomFor,
  widerBytes,
  widerRows,
  widerTimes,
  widerWords,
} from './columns.js';
import { executionStatuses } from './status.js';

/** A deadline that never comes. */
export const never: number = Number.POSITIVE_INFINITY;

export interface ExecutionTable {
  /** Rows in use, those of deleted executions included. */
  length: number;
  /** Row of the thing. */
  thing: Uint32Array;
  executionNumber: Uint32Array;
  /** 0 for the first execution of a series. */
  retryAttempt: Uint8Array;
  /** Index into `executionStatuses`. */
  status: Uint8Array;
  versionNumber: Uint32Array;
  forceCanceled: Uint8Array;
  deleted: Uint8Array;
  queuedAt: Float64Array;
  lastUpdatedAt: Float64Array;
  /** NaN until a device has reported. */
  startedAt: Float64Array;
  /** `never` without a running timer. */
  inProgressDeadline: Float64Array;
  stepDeadline: Float64Array;
  /** Row of the same thing's execution before this one. */
  previous: Int32Array;
  /** Place in the queue of deadlines. */
  place: Int32Array;
  /** By row; most executions have none. */
  readonly statusDetails: Map<number, Readonly<Record<string, string>>>;
}

/** Returns a table without executions, which takes no room to speak of. */
export function newExecutionTable(): ExecutionTable {
  return {
    length: 0,
    thing: emptyWords,
    executionNumber: emptyWords,
    retryAttempt: emptyBytes,
    status: emptyBytes,
    versionNumber: emptyWords,
    forceCanceled: emptyBytes,
    deleted: emptyBytes,
    queuedAt: emptyTimes,
    lastUpdatedAt: emptyTimes,
    startedAt: emptyTimes,
    inProgressDeadline: emptyTimes,
    stepDeadline: emptyTimes,
    previous: emptyRows,
    place: emptyRows,
    statusDetails: new Map(),
  };
}

/** What a new execution differs in. */
export interface NewExecution {
  readonly thing: number;
  readonly executionNumber: number;
  readonly retryAttempt: number;
  readonly previous: number;
  readonly queuedAt: number;
}

/** Adds an execution: QUEUED, version 1 (JOB-EXE-06). Returns its row. */
export function addExecutionRow(table: ExecutionTable, execution: NewExecution): number {
  const row = table.length;
  if (row >= table.status.length) makeRoom(table);
  table.length += 1;
  table.thing[row] = execution.thing;
  table.executionNumber[row] = execution.executionNumber;
  table.retryAttempt[row] = execution.retryAttempt;
  table.status[row] = executionStatuses.indexOf('QUEUED');
  table.versionNumber[row] = 1;
  table.queuedAt[row] = execution.queuedAt;
  table.lastUpdatedAt[row] = execution.queuedAt;
  table.startedAt[row] = Number.NaN;
  table.inProgressDeadline[row] = never;
  table.stepDeadline[row] = never;
  table.previous[row] = execution.previous;
  table.place[row] = noRow;
  return row;
}

function makeRoom(table: ExecutionTable): void {
  const capacity = roomFor(table.length + 1, table.status.length);
  table.thing = widerWords(table.thing, capacity);
  table.executionNumber = widerWords(table.executionNumber, capacity);
  table.retryAttempt = widerBytes(table.retryAttempt, capacity);
  table.status = widerBytes(table.status, capacity);
  table.versionNumber = widerWords(table.versionNumber, capacity);
  table.forceCanceled = widerBytes(table.forceCanceled, capacity);
  table.deleted = widerBytes(table.deleted, capacity);
  table.queuedAt = widerTimes(table.queuedAt, capacity);
  table.lastUpdatedAt = widerTimes(table.lastUpdatedAt, capacity);
  table.startedAt = widerTimes(table.startedAt, capacity);
  table.inProgressDeadline = widerTimes(table.inProgressDeadline, capacity);
  table.stepDeadline = widerTimes(table.stepDeadline, capacity);
  table.previous = widerRows(table.previous, capacity);
  table.place = widerRows(table.place, capacity);
}

/** Returns when an execution times out: the earlier of its two deadlines (JOB-TMO-08), or `never`. */
export function deadlineOf(table: ExecutionTable, row: number): number {
  return Math.min(table.inProgressDeadline[row]!, table.stepDeadline[row]!);
}
