import { describe, expect, it } from 'vitest';
import { longestWaitMs, type Refusal, waitBeforeRetry } from '../src/github/retry.js';

const now = Date.UTC(2026, 0, 1);

function refusal(status: number | undefined, headers: Refusal['headers'] = {}, message = ''): Refusal {
  return { status, headers, message };
}

describe('another attempt', () => {
  it('comes after the time that GitHub names', () => {
    expect(waitBeforeRetry(refusal(429, { 'retry-after': '7' }), 1, false, now)).toBe(7000);
    const reset = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 30) };
    expect(waitBeforeRetry(refusal(403, reset), 1, false, now)).toBe(31_000);
  });

  it('comes a minute after a secondary limit that names none', () => {
    expect(waitBeforeRetry(refusal(429), 1, false, now)).toBe(60_000);
    expect(waitBeforeRetry(refusal(403, {}, 'You have exceeded a secondary rate limit'), 1, false, now)).toBe(60_000);
  });

  it('does not come when that is too long', () => {
    const seconds = String(longestWaitMs / 1000 + 1);
    expect(waitBeforeRetry(refusal(429, { 'retry-after': seconds }), 1, true, now)).toBeUndefined();
  });

  it('comes after a server error or a lost connection only where it can do no harm', () => {
    for (const status of [500, 502, 503, undefined]) {
      expect(waitBeforeRetry(refusal(status), 1, true, now)).toBeGreaterThan(0);
      expect(waitBeforeRetry(refusal(status), 1, false, now)).toBeUndefined();
    }
  });

  it('does not come after a refusal that time does not mend', () => {
    for (const status of [400, 401, 403, 404, 409, 422]) {
      expect(waitBeforeRetry(refusal(status), 1, true, now)).toBeUndefined();
    }
  });

  it('is not made for ever, and waits longer each time', () => {
    const waits = [1, 2, 3, 4].map((attempt) => waitBeforeRetry(refusal(502), attempt, true, now));
    expect(waits).toEqual([1000, 2000, 4000, undefined]);
  });
});
