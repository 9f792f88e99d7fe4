/** Who is in which group. Jobs that are CONTINUOUS follow every change (JOB-CRE-11). */
import type { JobRuntime } from '../jobs/runtime.js';
import { giveToJobs, takeFromJobs } from '../jobs/targets.js';
import type { RegionState, Thing, ThingGroup } from '../region-state.js';
import { groupsHolding, staticGroupsHolding } from './hierarchy.js';
import { isFound, type ThingQuery } from './query.js';

/** Makes a change that may move a thing between groups, brings dynamic groups up to date and lets jobs follow. */
export function changeMembership(
  region: RegionState,
  jobs: JobRuntime,
  thingName: string,
  now: number,
  change: () => void,
): void {
  const before = groupsHolding(region, thingName);
  change();
  refreshDynamicGroups(region, thingName);
  const after = groupsHolding(region, thingName);
  for (const group of before) if (!after.has(group)) takeFromJobs(region, jobs, thingName, group, now);
  for (const group of after) if (!before.has(group)) giveToJobs(region, jobs, thingName, group, now);
}

/** Adds a thing to a static group, without more. */
export function join(thing: Thing, group: ThingGroup): void {
  thing.groups = [...thing.groups, group.thingGroupName];
  group.things.add(thing.thingName);
}

/** Takes a thing out of a static group, without more. */
export function leave(thing: Thing, group: ThingGroup): void {
  thing.groups = thing.groups.filter((name) => name !== group.thingGroupName);
  group.things.delete(thing.thingName);
}

function refreshDynamicGroups(region: RegionState, thingName: string): void {
  const thing = region.things.get(thingName);
  for (const { dynamic, things } of region.dynamicGroups) {
    if (thing !== undefined && dynamic !== undefined && isFoundThing(region, dynamic.query, thing))
      things.add(thingName);
    else things.delete(thingName);
  }
}

/** Returns whether a query finds a thing of the region. */
export function isFoundThing(region: RegionState, query: ThingQuery, { thingName, attributes }: Thing): boolean {
  return isFound(query, { thingName, attributes, groups: () => staticGroupsHolding(region, thingName) });
}
