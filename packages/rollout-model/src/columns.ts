/**
 * Columns of numbers that grow. A million things take a few dozen bytes each in columns and several hundred as objects,
 * and a state of columns is still plain data that can be copied whole.
 */

/** How many rows a table has room for when its first row is added. Columns this small live inside V8's own heap. */
const firstCapacity = 8;

/** Returns the number of rows to make room for, so that `rows` fit and adding one at a time stays cheap. */
export function roomFor(rows: number, capacity: number): number {
  return Math.max(rows, 2 * capacity, firstCapacity);
}

/** Returns the column with room for `capacity` rows. */
export function widerBytes(column: Uint8Array, capacity: number): Uint8Array {
  const wider = new Uint8Array(capacity);
  wider.set(column);
  return wider;
}

/** Returns the column with room for `capacity` rows. */
export function widerWords(column: Uint32Array, capacity: number): Uint32Array {
  const wider = new Uint32Array(capacity);
  wider.set(column);
  return wider;
}

/** Returns the column with room for `capacity` rows. */
export function widerRows(column: Int32Array, capacity: number): Int32Array {
  const wider = new Int32Array(capacity);
  wider.set(column);
  return wider;
}

/** Returns the column with room for `capacity` rows. */
export function widerTimes(column: Float64Array, capacity: number): Float64Array {
  const wider = new Float64Array(capacity);
  wider.set(column);
  return wider;
}

/** A row number that means none. */
export const noRow = -1;

// A job without executions shares these; they are never written to, because they have no room.
export const emptyBytes: Uint8Array = new Uint8Array(0);
export const emptyWords: Uint32Array = new Uint32Array(0);
export const emptyRows: Int32Array = new Int32Array(0);
export const emptyTimes: Float64Array = new Float64Array(0);
