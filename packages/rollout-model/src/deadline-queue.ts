/**
 * A binary heap of deadlines as a plain array, so that a job's state stays plain data. Entries are never removed early:
 * whoever takes one checks that it still holds.
 */
export interface Deadline {
  /** Milliseconds. */
  readonly at: number;
  /** Order of entry, which breaks ties. */
  readonly sequence: number;
  readonly thingName: string;
  readonly executionNumber: number;
}

function before(a: Deadline, b: Deadline): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** Adds a deadline to the heap. */
export function pushDeadline(heap: Deadline[], deadline: Deadline): void {
  let index = heap.push(deadline) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(deadline, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = deadline;
}

/** Removes the earliest deadline and returns it, or undefined when there is none. */
export function popDeadline(heap: Deadline[]): Deadline | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
    if (!before(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
  return first;
}
