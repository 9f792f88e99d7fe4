/** Pages of a list. A token is opaque to clients; it carries its query, so that one from another query is refused. */
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

/** Returns the page of `items` that the request asks for, reading no further. `query` tells one list from another. */
export function pageOf<Item>(
  items: Iterable<Item>,
  { nextToken, maxResults = pageSize }: PageRequest,
  query: readonly unknown[],
): Page<Item> | Refused<'InvalidRequestException'> {
  const fingerprint = JSON.stringify(query);
  const start = nextToken === undefined ? 0 : startOf(nextToken, fingerprint);
  if (start === undefined) return invalid('The nextToken does not belong to this request: begin the list anew.');
  const end = start + maxResults;
  const page: Item[] = [];
  let position = 0;
  for (const item of items) {
    if (position === end) return { items: page, nextToken: tokenFor(end, fingerprint) };
    if (position >= start) page.push(item);
    position += 1;
  }
  return { items: page, nextToken: undefined };
}

function tokenFor(start: number, fingerprint: string): string {
  return Buffer.from(JSON.stringify([start, fingerprint])).toString('base64url');
}

function startOf(token: string, fingerprint: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed[1] !== fingerprint) return undefined;
    return Number.isSafeInteger(parsed[0]) && parsed[0] >= 0 ? parsed[0] : undefined;
  } catch {
    return undefined; // Not JSON, so no token of ours.
  }
}
