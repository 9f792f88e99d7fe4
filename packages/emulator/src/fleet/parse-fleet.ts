/** A simulated fleet as a person writes it, checked. */

/** How the devices of a group end their executions; the shares add up to 1. */
export interface OutcomeShares {
  readonly succeed: number;
  readonly fail: number;
  readonly reject: number;
  /** Devices that start and are never heard of again. */
  readonly silent: number;
}

export interface FleetGroup {
  readonly name: string;
  readonly things: number;
  /** Thing names are this and a number from 1. */
  readonly prefix: string;
  readonly outcomes: OutcomeShares;
  readonly runSeconds: { readonly min: number; readonly max: number };
}

export interface Fleet {
  readonly seed: number;
  readonly groups: readonly FleetGroup[];
}

/** The most things of one fleet. */
const maximumThings = 1_000_000;
const namePattern = /^[a-zA-Z0-9:_-]+$/;
const groupMembers = ['name', 'things', 'prefix', 'outcomes', 'runSeconds'];
const outcomeNames = ['succeed', 'fail', 'reject', 'silent'];

/**
 * Returns the fleet that parsed YAML or JSON describes, or messages that say what to write instead:
 * `{ seed?, groups: [{ name, things, prefix?, outcomes?: { succeed, fail, reject, silent }, runSeconds?: n | { min, max } }] }`.
 */
export function parseFleet(value: unknown): { readonly fleet: Fleet } | { readonly messages: readonly string[] } {
  if (!isObject(value) || !Array.isArray(value.groups))
    return { messages: ['A fleet is an object with a list of groups: {"groups": [{"name": "lab", "things": 10}]}.'] };
  const messages: string[] = unknownMembers(value, ['seed', 'groups'], 'the fleet');
  const { seed = 1 } = value;
  if (!isInteger(seed)) messages.push('seed must be a whole number.');
  const groups = value.groups.map((group: unknown, index) => parseGroup(group, `groups[${index}]`, messages));
  const names = groups.map((group) => group?.name);
  if (new Set(names).size !== names.length) messages.push('Two groups have the same name.');
  const prefixes = groups.map((group) => group?.prefix);
  if (new Set(prefixes).size !== prefixes.length) messages.push('Two groups have the same prefix for their things.');
  const total = groups.reduce((sum, group) => sum + (group?.things ?? 0), 0);
  if (total > maximumThings) messages.push(`A fleet can have at most ${maximumThings} things; this one has ${total}.`);
  if (messages.length > 0) return { messages };
  return { fleet: { seed: seed as number, groups: groups.filter((group) => group !== undefined) } };
}

function parseGroup(group: unknown, where: string, messages: string[]): FleetGroup | undefined {
  if (!isObject(group)) {
    messages.push(`${where} must be an object with name and things.`);
    return undefined;
  }
  const before = messages.length;
  messages.push(...unknownMembers(group, groupMembers, where));
  const { name, things } = group;
  const prefix = group.prefix ?? `${String(name)}-`;
  if (!isName(name)) messages.push(`${where}.name must have 1 to 128 letters, digits, ":", "_" or "-".`);
  if (!isName(prefix) || prefix.length > 120)
    messages.push(`${where}.prefix must have 1 to 120 letters, digits, ":", "_" or "-".`);
  if (!isInteger(things) || things < 0) messages.push(`${where}.things must be a whole number of at least 0.`);
  if (isName(prefix) && /\d$/.test(prefix))
    messages.push(`${where}.prefix must not end in a digit, because numbers follow it.`);
  const outcomes = parseOutcomes(group.outcomes, where, messages);
  const runSeconds = parseRunSeconds(group.runSeconds, where, messages);
  if (messages.length > before || !isName(name) || !isName(prefix) || !isInteger(things)) return undefined;
  return { name, things, prefix, outcomes, runSeconds };
}

function parseOutcomes(value: unknown, where: string, messages: string[]): OutcomeShares {
  if (value === undefined) return { succeed: 1, fail: 0, reject: 0, silent: 0 };
  if (!isObject(value)) {
    messages.push(`${where}.outcomes must be an object with shares, e.g. {"succeed": 0.9, "fail": 0.1}.`);
    return { succeed: 1, fail: 0, reject: 0, silent: 0 };
  }
  messages.push(...unknownMembers(value, outcomeNames, `${where}.outcomes`));
  const share = (name: string): number => {
    const given = value[name] ?? 0;
    if (typeof given === 'number' && given >= 0 && given <= 1) return given;
    messages.push(`${where}.outcomes.${name} must be a share between 0 and 1.`);
    return 0;
  };
  const shares = { succeed: share('succeed'), fail: share('fail'), reject: share('reject'), silent: share('silent') };
  const sum = shares.succeed + shares.fail + shares.reject + shares.silent;
  if (Math.abs(sum - 1) > 1e-9)
    messages.push(`The shares of ${where}.outcomes add up to ${sum}; they must add up to 1.`);
  return shares;
}

function parseRunSeconds(value: unknown, where: string, messages: string[]): { min: number; max: number } {
  const { min, max } = isObject(value) ? value : { min: value ?? 60, max: value ?? 60 };
  if (typeof min === 'number' && typeof max === 'number' && min >= 0 && max >= min && max <= 1e6) return { min, max };
  messages.push(`${where}.runSeconds must be a number of seconds or {"min": …, "max": …}, from 0 to 1000000.`);
  return { min: 0, max: 0 };
}

function unknownMembers(value: object, known: readonly string[], where: string): string[] {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return unknown.map((key) => `${where} has no member '${key}'; it can have ${known.join(', ')}.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && namePattern.test(value);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
