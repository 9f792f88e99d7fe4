/** Which fields differ, by JSON pointer. */
import { canonical } from '../canonical.js';

export interface Difference {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * The smallest parts in which two values differ, both taken in canonical form: members of objects one by one, items of
 * lists of equal length one by one, anything else whole.
 */
export function differences(before: unknown, after: unknown, pointer: string): readonly Difference[] {
  return compare(canonical(before), canonical(after), pointer);
}

function compare(before: unknown, after: unknown, pointer: string): readonly Difference[] {
  if (isEmpty(before) && isEmpty(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      compare(member(before, name), member(after, name), `${pointer}/${escapeToken(name)}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => compare(item, after[index], `${pointer}/${index}`));
  }
  if (before === after) return [];
  return [{ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** The value's own member: `constructor` is a legal name of a document parameter. */
function member(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isRecord(value) && Object.keys(value).length === 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name as one token of a JSON pointer. */
export function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
