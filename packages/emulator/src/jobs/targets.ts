/** Targets of jobs: what their ARNs mean, and who is behind them. */
import { addThings, removeThing } from '@iot-rollouts/rollout-model';
import { arnOf, parseArn } from '../arn.js';
import { invalid, isRefused, notFound, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import { groupsHolding, thingsInGroup } from '../registry/hierarchy.js';
import type { JobRecord } from './record.js';
import type { JobRuntime } from './runtime.js';

/** The most targets of a job; the quota cannot be raised (JOB-CRE-01). */
export const maximumTargets = 100;

/** Returns the things behind the targets, each once (JOB-CRE-03, 05), or why a target is no good (JOB-CRE-04, 26). */
export function thingsOfTargets(
  region: RegionState,
  targets: readonly string[],
): Set<string> | Refused<'InvalidRequestException' | 'ResourceNotFoundException'> {
  const names = new Set<string>();
  for (const target of targets) {
    const things = thingsOfTarget(region, target);
    if (isRefused(things)) return things;
    for (const name of things) names.add(name);
  }
  return names;
}

function thingsOfTarget(
  region: RegionState,
  target: string,
): Iterable<string> | Refused<'InvalidRequestException' | 'ResourceNotFoundException'> {
  const arn = parseArn(target);
  if (arn === undefined || (arn.type !== 'thing' && arn.type !== 'thinggroup'))
    return invalid(`Target '${target}' is not the ARN of a thing or a thing group.`);
  const here = arn.region === region.name && arn.account === region.account;
  if (here && arn.type === 'thing' && region.things.has(arn.id)) return [arn.id];
  const group = here && arn.type === 'thinggroup' ? region.groups.get(arn.id) : undefined;
  if (group !== undefined) return thingsInGroup(region, group);
  return notFound(`Target ${target} does not exist in account ${region.account}, region ${region.name}.`);
}

/** Returns the targets that still have things waiting for their notification (JOB-ROL-34). */
export function processingTargets(region: RegionState, { state, targets }: JobRecord): readonly string[] | undefined {
  if (state.waiting === 0 || state.status !== 'IN_PROGRESS') return undefined;
  if (targets.length === 1) return targets;
  const waits = (name: string) => state.things.has(name) && state.things.get(name) === undefined;
  return targets.filter((target) => {
    const things = thingsOfTarget(region, target);
    return !isRefused(things) && [...things].some(waits);
  });
}

/** Gives CONTINUOUS jobs over a thing's groups to a thing that has joined one (JOB-CRE-11, JOB-ROL-30). */
export function thingJoined(region: RegionState, jobs: JobRuntime, thingName: string, now: number): void {
  for (const record of continuousJobs(region)) {
    if (!isTargeted(region, record, thingName)) continue;
    jobs.settle(region, record, addThings(record.state, [thingName], 'at-once', now).events);
  }
}

/** Takes CONTINUOUS jobs from a thing that no target reaches any more (JOB-EXE-15). */
export function thingLeft(region: RegionState, jobs: JobRuntime, thingName: string, now: number): void {
  for (const record of continuousJobs(region)) {
    if (!record.state.things.has(thingName) || isTargeted(region, record, thingName)) continue;
    jobs.settle(region, record, removeThing(record.state, thingName, now).events);
  }
}

function continuousJobs(region: RegionState): JobRecord[] {
  return [...region.jobs.values()].filter(({ state }) => state.targetSelection === 'CONTINUOUS');
}

function isTargeted(region: RegionState, { targets }: JobRecord, thingName: string): boolean {
  if (targets.includes(arnOf(region, 'thing', thingName))) return true;
  for (const group of groupsHolding(region, thingName))
    if (targets.includes(arnOf(region, 'thinggroup', group))) return true;
  return false;
}
