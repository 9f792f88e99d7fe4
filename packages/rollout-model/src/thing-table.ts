/** The things of a job, one row each. A thing gets its row when it becomes a target and keeps it after it has left. */
import { emptyBytes, emptyRows, noRow, roomFor, widerBytes, widerRows } from './columns.js';

/** What a thing waits for. */
export const awaits = {
  nothing: 0,
  /** Its first execution, or its first after it came back. */
  notification: 1,
  /** A retry, until a maintenance window opens (JOB-RTY-11). */
  retry: 2,
} as const;

export interface ThingTable {
  /** Row by name. A thing that left before it got an execution has none. */
  readonly rows: Map<string, number>;
  readonly names: string[];
  /** Row of the latest execution. */
  latest: Int32Array;
  /** 1 while the thing is a target. */
  targeted: Uint8Array;
  /** One of `awaits`. */
  awaits: Uint8Array;
  /** FAILED executions since the thing last became a target (JOB-RTY-10). */
  failed: Uint8Array;
  /** TIMED_OUT executions since the thing last became a target. */
  timedOut: Uint8Array;
}

/** Returns a table of things that all wait for their notification; a name given twice gets one row (JOB-CRE-03). */
export function newThingTable(names: Iterable<string>): ThingTable {
  const table: ThingTable = {
    rows: new Map(),
    names: [],
    latest: emptyRows,
    targeted: emptyBytes,
    awaits: emptyBytes,
    failed: emptyBytes,
    timedOut: emptyBytes,
  };
  for (const name of names) {
    if (table.rows.has(name)) continue;
    table.rows.set(name, table.names.length);
    table.names.push(name);
  }
  makeRoom(table, table.names.length);
  table.latest.fill(noRow);
  table.targeted.fill(1);
  table.awaits.fill(awaits.notification);
  return table;
}

/** Adds a thing that is a target and waits for nothing yet, and returns its row. */
export function addThingRow(table: ThingTable, name: string): number {
  const row = table.names.push(name) - 1;
  if (row >= table.latest.length) makeRoom(table, row + 1);
  table.rows.set(name, row);
  table.latest[row] = noRow;
  table.targeted[row] = 1;
  table.awaits[row] = awaits.nothing;
  return row;
}

function makeRoom(table: ThingTable, rows: number): void {
  if (rows === 0) return;
  const capacity = roomFor(rows, table.latest.length);
  table.latest = widerRows(table.latest, capacity);
  table.targeted = widerBytes(table.targeted, capacity);
  table.awaits = widerBytes(table.awaits, capacity);
  table.failed = widerBytes(table.failed, capacity);
  table.timedOut = widerBytes(table.timedOut, capacity);
}
