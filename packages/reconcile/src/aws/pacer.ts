/** Spaces the calls of each operation, so that AWS's rate for it is kept: a token bucket an operation. */

/** What a pacer takes from its surroundings. */
export interface PacerClock {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Calls of one operation that AWS takes in a second: 10 of each of the Jobs control plane.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iot_device_management.html
 */
export const awsCallsPerSecond = 10;

/** Half of a second's calls may come at once: the service counts when they arrive, not when they leave. */
const burstSeconds = 0.5;

/** A function that returns when it is the turn of one more call of an operation. */
export function pacer(callsPerSecond: number, clock: PacerClock): (operation: string) => Promise<void> {
  const intervalMs = 1000 / callsPerSecond;
  const burstMs = Math.max(intervalMs, burstSeconds * 1000);
  /** By operation: when its bucket is full again. */
  const fullAt = new Map<string, number>();
  return async (operation) => {
    const now = clock.now();
    const next = Math.max(fullAt.get(operation) ?? now, now) + intervalMs;
    fullAt.set(operation, next);
    const waitMs = next - now - burstMs;
    if (waitMs > 0) await clock.sleep(waitMs);
  };
}
