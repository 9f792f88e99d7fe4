/** A simulated fleet as a person writes it, checked. */
import { type Checks, isObject, newChecks, placeText } from './checks.js';
import { parseRunTime, type RunTime } from './run-time.js';

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
  readonly runSeconds: RunTime;
}

export interface Fleet {
  readonly seed: number;
  readonly groups: readonly FleetGroup[];
}

/** What is wrong with a fleet, and where: the keys and indexes on the way from the root. */
export interface FleetProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The most things of one fleet. */
const maximumThings = 1_000_000;
const namePattern = /^[a-zA-Z0-9:_-]+$/;
const groupMembers = ['name', 'things', 'prefix', 'outcomes', 'runSeconds'];
const outcomeNames = ['succeed', 'fail', 'reject', 'silent'] as const;
const allSucceed: OutcomeShares = { succeed: 1, fail: 0, reject: 0, silent: 0 };

/**
 * Returns the fleet that parsed YAML or JSON describes, or what to write instead:
 * `{ seed?, groups: [{ name, things, prefix?, outcomes?: { succeed, fail, reject, silent }, runSeconds? }] }`.
 */
export function parseFleet(value: unknown): { readonly fleet: Fleet } | { readonly problems: readonly FleetProblem[] } {
  const checks = newChecks();
  if (!isObject(value) || !Array.isArray(value.groups)) {
    checks.add([], 'A fleet is an object with a list of groups: {"groups": [{"name": "lab", "things": 10}]}.');
    return { problems: checks.problems };
  }
  checks.members(value, ['seed', 'groups'], []);
  const { seed = 1 } = value;
  if (!isInteger(seed)) checks.add(['seed'], 'seed must be a whole number.');
  const groups = value.groups.map((group: unknown, index) => parseGroup(group, ['groups', index], checks));
  checkApart(groups, 'name', 'Two groups have the same name', checks);
  checkApart(groups, 'prefix', 'Two groups have the same prefix for their things', checks);
  const total = groups.reduce((sum, group) => sum + (group?.things ?? 0), 0);
  if (total > maximumThings)
    checks.add(['groups'], `A fleet can have at most ${maximumThings} things; this one has ${total}.`);
  if (checks.problems.length > 0) return { problems: checks.problems };
  return { fleet: { seed: seed as number, groups: groups.filter((group) => group !== undefined) } };
}

function checkApart(
  groups: readonly (FleetGroup | undefined)[],
  member: 'name' | 'prefix',
  message: string,
  checks: Checks,
): void {
  const seen = new Map<string, number>();
  for (const [index, group] of groups.entries()) {
    if (group === undefined) continue;
    const first = seen.get(group[member]);
    if (first === undefined) seen.set(group[member], index);
    else checks.add(['groups', index], `${message}, ${group[member]}: groups[${first}] and groups[${index}].`);
  }
}

function parseGroup(group: unknown, path: FleetProblem['path'], checks: Checks): FleetGroup | undefined {
  const where = placeText(path);
  if (!isObject(group)) {
    checks.add(path, `${where} must be an object with name and things.`);
    return undefined;
  }
  const before = checks.problems.length;
  checks.members(group, groupMembers, path);
  const { name, things } = group;
  if (!isName(name))
    checks.add([...path, 'name'], `${where}.name must have 1 to 128 letters, digits, ":", "_" or "-".`);
  const prefix = group.prefix ?? `${typeof name === 'string' ? name : 'group'}-`;
  if (group.prefix !== undefined || isName(name)) checkPrefix(prefix, path, checks);
  if (!isInteger(things) || things < 0)
    checks.add([...path, 'things'], `${where}.things must be a whole number of at least 0.`);
  const outcomes = parseOutcomes(group.outcomes, [...path, 'outcomes'], checks);
  const runSeconds = parseRunTime(group.runSeconds, [...path, 'runSeconds'], checks);
  if (checks.problems.length > before || !isName(name) || !isName(prefix) || !isInteger(things)) return undefined;
  return { name, things, prefix, outcomes, runSeconds };
}

function checkPrefix(prefix: unknown, path: FleetProblem['path'], checks: Checks): void {
  const where = `${placeText(path)}.prefix`;
  if (!isName(prefix) || prefix.length > 120)
    checks.add([...path, 'prefix'], `${where} must have 1 to 120 letters, digits, ":", "_" or "-".`);
  else if (/\d$/.test(prefix))
    checks.add([...path, 'prefix'], `${where} must not end in a digit, because numbers follow it.`);
}

function parseOutcomes(value: unknown, path: FleetProblem['path'], checks: Checks): OutcomeShares {
  if (value === undefined) return allSucceed;
  const where = placeText(path);
  if (!isObject(value)) {
    checks.add(path, `${where} must be an object with shares, e.g. {"succeed": 0.9, "fail": 0.1}.`);
    return allSucceed;
  }
  const before = checks.problems.length;
  checks.members(value, outcomeNames, path);
  const shares = { ...allSucceed, succeed: 0 };
  for (const name of outcomeNames) {
    const share = value[name] ?? 0;
    if (typeof share === 'number' && share >= 0 && share <= 1) shares[name] = share;
    else checks.add([...path, name], `${where}.${name} must be a share between 0 and 1.`);
  }
  const sum = shares.succeed + shares.fail + shares.reject + shares.silent;
  // A share that could not be read makes the sum wrong, too, which is no news.
  if (checks.problems.length === before && Math.abs(sum - 1) > 1e-9)
    checks.add(path, `The shares of ${where} add up to ${Number(sum.toFixed(9))}; they must add up to 1.`);
  return shares;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && namePattern.test(value);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
