/**
 * Pages of a list. A list has a key, a number that grows from item to item; a page goes on after the key of the last item
 * shown, so that items which go away between two pages make it skip nothing.
 */
import { derivedSeed } from './random.js';
import { invalid, type Refused } from './refusal.js';

/** The page size when a request names none, and the largest (JOB-LST-02: the default is a choice, 250 the quota). */
const pageSize = 250;

export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page (JOB-LST-03). */
  readonly nextToken: string | undefined;
}

/** A list from some key on: yields what comes after `after`, in order. It is read no further than a page needs. */
export type KeyedList<Item> = (after: number) => Iterable<readonly [key: number, item: Item]>;

/** Returns the page that the request asks for. `query` tells one list from another: a token belongs to one query. */
export function pageOf<Item>(
  list: KeyedList<Item>,
  { nextToken, maxResults = pageSize }: PageRequest,
  query: readonly unknown[],
): Page<Item> | Refused<'InvalidRequestException'> {
  const fingerprint = JSON.stringify(query);
  const after = nextToken === undefined ? -1 : keyOf(nextToken, fingerprint);
  if (after === undefined) return invalid('The nextToken does not belong to this request: begin the list anew.');
  const items: Item[] = [];
  let last = after;
  for (const [key, item] of list(after)) {
    if (items.length === maxResults) return { items, nextToken: tokenFor(last, fingerprint) };
    items.push(item);
    last = key;
  }
  return { items, nextToken: undefined };
}

/** Returns a list of records that carry the order of their creation, those that match. */
export function bySequence<Item extends { readonly sequence: number }>(
  records: Iterable<Item>,
  matches: (item: Item) => boolean = () => true,
): KeyedList<Item> {
  return function* (after) {
    for (const record of records) if (record.sequence > after && matches(record)) yield [record.sequence, record];
  };
}

/** Returns a list whose items do not come and go, in the order in which they stand. */
export function byPosition<Item>(items: Iterable<Item>): KeyedList<Item> {
  return function* (after) {
    let position = 0;
    for (const item of items) {
      if (position > after) yield [position, item];
      position += 1;
    }
  };
}

/** A token holds its key and a sum over key and query, so that a changed or foreign one is noticed. */
function tokenFor(key: number, fingerprint: string): string {
  const sealed = `${key} ${fingerprint}`;
  const sum = [1, 2].map((seed) => (derivedSeed(seed, sealed) >>> 0).toString(36)).join('');
  return Buffer.from(`${key}.${sum}`).toString('base64url');
}

function keyOf(token: string, fingerprint: string): number | undefined {
  const key = Number.parseInt(Buffer.from(token, 'base64url').toString(), 10);
  return Number.isSafeInteger(key) && tokenFor(key, fingerprint) === token ? key : undefined;
}
