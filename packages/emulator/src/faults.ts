/** Planned faults: what a test wants to go wrong, for which operation, and how often. */

export interface Fault {
  readonly kind: 'throttle' | 'error' | 'drop' | 'delay';
  /** The operation's name; left out, every operation. */
  readonly operation: string | undefined;
  /** How many more requests it hits; Infinity when the plan names no number. */
  remaining: number;
  /** Whether the request fails before it does anything, or after, so that only its answer is lost. */
  readonly moment: 'before' | 'after';
  /** The share of requests that it hits, 0 to 1. */
  readonly share: number;
  /** HTTP status of an `error`. */
  readonly status: number;
  /** Milliseconds on the machine's clock that a `delay` takes. */
  readonly delayMs: number;
}

const kinds = ['throttle', 'error', 'drop', 'delay'] as const;
const members = ['kind', 'operation', 'count', 'share', 'status', 'delayMs', 'moment'];

/** Returns the faults of a parsed request body `{ "faults": [...] }`, or what is wrong with it. */
export function parseFaults(value: unknown): { readonly faults: readonly Fault[] } | { readonly message: string } {
  const list = isObject(value) ? value.faults : undefined;
  if (!Array.isArray(list)) return { message: 'Give {"faults": [...]}; an empty list takes all faults away.' };
  const faults: Fault[] = [];
  for (const [index, entry] of list.entries()) {
    const fault = isObject(entry) ? parseFault(entry) : 'is not an object';
    if (typeof fault === 'string') return { message: `faults[${index}] ${fault}.` };
    faults.push(fault);
  }
  return { faults };
}

function parseFault(entry: Readonly<Record<string, unknown>>): Fault | string {
  const unknown = Object.keys(entry).find((key) => !members.includes(key));
  if (unknown !== undefined) return `has no member '${unknown}'; it can have ${members.join(', ')}`;
  const { kind, operation, count = Number.POSITIVE_INFINITY, share = 1, status = 500, delayMs = 0 } = entry;
  const { moment = 'before' } = entry;
  const known = kinds.find((candidate) => candidate === kind);
  if (known === undefined) return `needs a kind: ${kinds.join(', ')}`;
  if (operation !== undefined && typeof operation !== 'string') return 'must name its operation by a string';
  if (typeof count !== 'number' || !(count >= 1)) return 'must have a count of at least 1';
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) return 'must have a share between 0 and 1';
  if (typeof status !== 'number' || !(status >= 500 && status <= 599)) return 'must have a status between 500 and 599';
  if (typeof delayMs !== 'number' || !(delayMs >= 0 && delayMs <= 600_000))
    return 'must have a delayMs between 0 and 600000';
  if (moment !== 'before' && moment !== 'after') return "must have the moment 'before' or 'after'";
  return { kind: known, moment, operation, remaining: count, share, status, delayMs };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes the faults that hit this request out of the plan and returns them. `random` gives numbers from 0 to 1. */
export function takeFaults(plan: readonly Fault[], operation: string, random: () => number): readonly Fault[] {
  return plan.filter((fault) => {
    const concerns = fault.remaining > 0 && (fault.operation === undefined || fault.operation === operation);
    if (!concerns || (fault.share < 1 && random() >= fault.share)) return false;
    fault.remaining -= 1;
    return true;
  });
}
