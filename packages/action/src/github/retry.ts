/** When a refused request to GitHub is worth another try, and how long to wait before it. Pure. */

/** What an answer that refuses says. */
export interface Refusal {
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** A longer wait would hold the runner for what a later run can do as well. */
export const longestWaitMs = 90_000;
const attemptsMax = 4;
/** GitHub asks for at least a minute after a secondary limit that names no time. */
const secondaryLimitMs = 60_000;

/**
 * Milliseconds to wait before the next attempt; undefined when there should be none.
 *
 * A limit (429, or 403 with its headers) refuses before anything was done, so that any request may be sent again. After a
 * server error or a lost connection nobody knows that, so only requests that may be repeated are.
 *
 * @param attempt how many were made, from 1.
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function waitBeforeRetry(
  refusal: Refusal,
  attempt: number,
  isRepeatable: boolean,
  nowMs: number,
): number | undefined {
  if (attempt >= attemptsMax) return undefined;
  const backoffMs = 500 * 2 ** attempt;
  if (refusal.status === undefined || refusal.status >= 500) return isRepeatable ? backoffMs : undefined;
  const limitMs = limitWait(refusal, nowMs);
  if (limitMs === undefined || limitMs > longestWaitMs) return undefined;
  return limitMs;
}

/** Milliseconds until a rate limit is over; undefined for an answer that is about something else. */
export function limitWait({ status, headers, message }: Refusal, nowMs: number): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const seconds = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const resetMs = Number(headers['x-ratelimit-reset']) * 1000;
    return Number.isFinite(resetMs) ? Math.max(1000, resetMs - nowMs + 1000) : secondaryLimitMs;
  }
  return status === 429 || /secondary rate limit|abuse detection/i.test(message) ? secondaryLimitMs : undefined;
}
