/** Targets of jobs: what their ARNs mean, and who is behind them. */
import { addThings, hasThing, isWaiting, removeThing } from '@iot-rollouts/rollout-model';
import { arnOf, isHere, parseArn } from '../arn.js';
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
  const here = isHere(region, arn);
  if (here && arn.type === 'thing' && region.things.has(arn.id)) return [arn.id];
  const group = here && arn.type === 'thinggroup' ? region.groups.get(arn.id) : undefined;
  if (group !== undefined) return thingsInGroup(region, group);
  return notFound(`Target ${target} does not exist in account ${region.account}, region ${region.name}.`);
}

/** Returns the targets that still have things waiting for their notification (JOB-ROL-34). */
export function processingTargets(region: RegionState, { state, targets }: JobRecord): readonly string[] | undefined {
  if (state.waiting === 0 || state.status !== 'IN_PROGRESS') return undefined;
  if (targets.length === 1) return targets;
  return targets.filter((target) => {
    const things = thingsOfTarget(region, target);
    if (isRefused(things)) return false;
    for (const name of things) if (isWaiting(state, name)) return true;
    return false;
  });
}

/** Gives the CONTINUOUS jobs over a group to a thing that has joined it (JOB-CRE-11, JOB-ROL-30). */
export function giveToJobs(region: RegionState, jobs: JobRuntime, thingName: string, group: string, now: number): void {
  for (const record of continuousJobs(region, group))
    jobs.settle(region, record, addThings(record.state, [thingName], 'at-once', now).events);
}

/** Takes the CONTINUOUS jobs over a group from a thing that has left it and that no other target reaches (JOB-EXE-15). */
export function takeFromJobs(
  region: RegionState,
  jobs: JobRuntime,
  thingName: string,
  group: string,
  now: number,
): void {
  for (const record of continuousJobs(region, group)) {
    if (!hasThing(record.state, thingName) || isTargeted(region, record, thingName)) continue;
    jobs.settle(region, record, removeThing(record.state, thingName, now).events);
  }
}

function continuousJobs(region: RegionState, group: string): readonly JobRecord[] {
  const jobs = region.jobIndex.byTarget.get(arnOf(region, 'thinggroup', group)) ?? [];
  return [...jobs].filter(({ targetSelection }) => targetSelection === 'CONTINUOUS');
}

function isTargeted(region: RegionState, { targets }: JobRecord, thingName: string): boolean {
  if (targets.includes(arnOf(region, 'thing', thingName))) return true;
  for (const group of groupsHolding(region, thingName))
    if (targets.includes(arnOf(region, 'thinggroup', group))) return true;
  return false;
}
