/**
 * The executions that can time out, as a binary heap of rows with the earliest deadline first. Every row knows its place,
 * so a deadline that moves or ends is put right at once and the heap holds each execution once.
 */
import { roomFor, widerWords } from './columns.js';
import { deadlineOf, type ExecutionTable, never } from './execution-table.js';

export interface DeadlineQueue {
  rows: Uint32Array;
  length: number;
}

/** Returns the row whose deadline comes first, or undefined when none is running. */
export function firstDeadline(queue: DeadlineQueue): number | undefined {
  return queue.length === 0 ? undefined : queue.rows[0];
}

/** Puts an execution where its present deadline belongs, or takes it out when it has none. */
export function placeDeadline(queue: DeadlineQueue, table: ExecutionTable, row: number): void {
  const place = table.place[row]!;
  const waits = deadlineOf(table, row) !== never;
  if (waits && place < 0) {
    if (queue.length >= queue.rows.length)
      queue.rows = widerWords(queue.rows, roomFor(queue.length + 1, queue.rows.length));
    queue.length += 1;
    rise(queue, table, queue.length - 1, row);
  } else if (waits) settle(queue, table, place, row);
  else if (place >= 0) remove(queue, table, place, row);
}

function remove(queue: DeadlineQueue, table: ExecutionTable, place: number, row: number): void {
  queue.length -= 1;
  const last = queue.rows[queue.length]!;
  table.place[row] = -1;
  if (last !== row) settle(queue, table, place, last);
}

function settle(queue: DeadlineQueue, table: ExecutionTable, place: number, row: number): void {
  if (place > 0 && before(table, row, queue.rows[(place - 1) >> 1]!)) rise(queue, table, place, row);
  else sink(queue, table, place, row);
}

function rise(queue: DeadlineQueue, table: ExecutionTable, from: number, row: number): void {
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!before(table, row, queue.rows[parent]!)) break;
    put(queue, table, place, queue.rows[parent]!);
    place = parent;
  }
  put(queue, table, place, row);
}

function sink(queue: DeadlineQueue, table: ExecutionTable, from: number, row: number): void {
  let place = from;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= queue.length) break;
    if (child + 1 < queue.length && before(table, queue.rows[child + 1]!, queue.rows[child]!)) child += 1;
    if (!before(table, queue.rows[child]!, row)) break;
    put(queue, table, place, queue.rows[child]!);
    place = child;
  }
  put(queue, table, place, row);
}

function put(queue: DeadlineQueue, table: ExecutionTable, place: number, row: number): void {
  queue.rows[place] = row;
  table.place[row] = place;
}

/** Equal deadlines come in the order of queueing. */
function before(table: ExecutionTable, a: number, b: number): boolean {
  const [first, second] = [deadlineOf(table, a), deadlineOf(table, b)];
  return first < second || (first === second && a < b);
}
