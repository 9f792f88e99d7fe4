/** Calls in flight at the same time; AWS allows ten of each a second. */
const parallelCalls = 6;

/** The results in the order of the items, with a bounded number of calls in flight. */
export async function parallel<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await call(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelCalls, items.length) }, worker));
  return results;
}
