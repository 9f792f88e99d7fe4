/** Planned faults: what a test wants to go wrong, for which operation, and how often. */
import { nearestName } from '@iot-rollouts/schemas';
import { operations as controlOperations } from '@iot-rollouts/schemas/iot';
import { operations as deviceOperations } from '@iot-rollouts/schemas/iot-jobs-data';

export interface Fault {
  readonly kind: 'throttle' | 'error' | 'drop' | 'delay';
  /** The operation's name; undefined means every operation. One that both planes have is hit on both, and over MQTT. */
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

/** What befalls one request. */
export interface FaultsOfRequest {
  /** Milliseconds of the machine that the answer waits. */
  readonly delayMs: number;
  /** Undefined for a request that is answered, if late. */
  readonly fault: Fault | undefined;
}

/** The members of every fault, and those that only some kinds have. What is throttled never happens, so it has no moment. */
const members = ['kind', 'operation', 'count', 'share'];
const membersOf: Readonly<Record<Fault['kind'], readonly string[]>> = {
  throttle: [],
  error: ['moment', 'status'],
  drop: ['moment'],
  delay: ['delayMs'],
};
const kinds = Object.keys(membersOf) as readonly Fault['kind'][];
const operationNames: readonly string[] = [
  ...new Set([...Object.keys(controlOperations), ...Object.keys(deviceOperations)]),
];
const mostFaults = 100;
const longestDelayMs = 600_000;

/** Returns the faults of a parsed request body `{ "faults": [...] }`, or what is wrong with it. */
export function parseFaults(value: unknown): { readonly faults: readonly Fault[] } | { readonly message: string } {
  const list = isObject(value) ? value.faults : undefined;
  if (!Array.isArray(list)) return { message: 'Give {"faults": [...]}; an empty list takes all faults away.' };
  if (list.length > mostFaults) return { message: `A plan can have at most ${mostFaults} faults.` };
  const faults: Fault[] = [];
  for (const [index, entry] of list.entries()) {
    const fault = isObject(entry) ? parseFault(entry) : 'is not an object';
    if (typeof fault === 'string') return { message: `faults[${index}] ${fault}.` };
    faults.push(fault);
  }
  return { faults };
}

function parseFault(entry: Readonly<Record<string, unknown>>): Fault | string {
  const { kind, operation, count = Number.POSITIVE_INFINITY, share = 1, status = 500, delayMs = 0 } = entry;
  const { moment = 'before' } = entry;
  const known = kinds.find((candidate) => candidate === kind);
  if (known === undefined) return `needs a kind: ${kinds.join(', ')}`;
  const allowed = [...members, ...membersOf[known]];
  const unknown = Object.keys(entry).find((key) => !allowed.includes(key));
  if (unknown !== undefined) return `has no member '${unknown}'; a ${known} can have ${allowed.join(', ')}`;
  if (operation !== undefined && !isOperation(operation)) return operationProblem(operation);
  if (!isCount(count)) return 'must have a count that is a whole number of at least 1';
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) return 'must have a share between 0 and 1';
  if (!Number.isInteger(status) || !isWithin(status, 500, 599)) return 'must have a status between 500 and 599';
  if (known === 'delay' && !isWithin(delayMs, 1, longestDelayMs))
    return `must have a delayMs between 1 and ${longestDelayMs}`;
  if (moment !== 'before' && moment !== 'after') return "must have the moment 'before' or 'after'";
  return { kind: known, moment, operation, remaining: count, share, status, delayMs: Number(delayMs) };
}

function isOperation(name: unknown): name is string {
  return typeof name === 'string' && operationNames.includes(name);
}

function operationProblem(name: unknown): string {
  if (typeof name !== 'string') return 'must name its operation by a string, for instance "CreateJob"';
  const nearest = nearestName(name, operationNames);
  return `names no operation: '${name}'${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

function isCount(count: unknown): count is number {
  return count === Number.POSITIVE_INFINITY || (Number.isSafeInteger(count) && (count as number) >= 1);
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Takes the faults that hit this request out of the plan and returns them: every delay, and the first fault that keeps its
 * answer away; those behind it wait for other requests. `random` gives numbers from 0 to 1.
 */
export function takeFaults(plan: readonly Fault[], operation: string, random: () => number): FaultsOfRequest {
  let delayMs = 0;
  let hit: Fault | undefined;
  for (const fault of plan) {
    const concerns = fault.remaining > 0 && (fault.operation === undefined || fault.operation === operation);
    if (!concerns || (hit !== undefined && fault.kind !== 'delay')) continue;
    if (fault.share < 1 && random() >= fault.share) continue;
    fault.remaining -= 1;
    if (fault.kind === 'delay') delayMs += fault.delayMs;
    else hit = fault;
  }
  return { delayMs, fault: hit };
}
