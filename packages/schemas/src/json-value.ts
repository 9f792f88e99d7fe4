/** What the values of a JSON document are, and when two of them are the same. */

/** Whether the value is an object and no array; what it inherits does not matter. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is an object that can be a map: dates and bytes have no entries and would pass for empty ones. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** Whether no two of the items are equal as JSON, whatever the order of their members. */
export function areDistinct(items: readonly unknown[]): boolean {
  return new Set(items.map(canonical)).size === items.length;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
