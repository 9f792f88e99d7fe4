/** The tree of static thing groups. */
import type { RegionState, ThingGroup } from '../region-state.js';

/** Returns the groups above a group, its parent first. */
export function ancestors(region: RegionState, group: ThingGroup): ThingGroup[] {
  const above: ThingGroup[] = [];
  for (let name = group.parentGroupName; name !== undefined; name = above.at(-1)?.parentGroupName) {
    const parent = region.groups.get(name);
    if (parent === undefined) break;
    above.push(parent);
  }
  return above;
}

/** Returns a group and all groups below it. */
export function withDescendants(region: RegionState, group: ThingGroup): ThingGroup[] {
  const found = [group];
  for (const { children } of found)
    for (const name of children) {
      const child = region.groups.get(name);
      if (child !== undefined) found.push(child);
    }
  return found;
}

/** Returns the names of the things in a group and in the groups below it, each once. */
export function thingsInGroup(region: RegionState, group: ThingGroup): ReadonlySet<string> {
  if (group.children.size === 0) return group.things;
  const names = new Set<string>();
  for (const { things } of withDescendants(region, group)) for (const name of things) names.add(name);
  return names;
}

/** Returns the names of every static group that holds a thing, directly or through a group below. */
export function staticGroupsHolding(region: RegionState, thingName: string): Set<string> {
  const names = new Set<string>();
  for (const groupName of region.things.get(thingName)?.groups ?? []) {
    const group = region.groups.get(groupName);
    if (group === undefined) continue;
    names.add(groupName);
    for (const above of ancestors(region, group)) names.add(above.thingGroupName);
  }
  return names;
}

/** Returns the names of every group that holds a thing, the dynamic ones that found it included. */
export function groupsHolding(region: RegionState, thingName: string): Set<string> {
  const names = staticGroupsHolding(region, thingName);
  for (const { thingGroupName, things } of region.dynamicGroups) if (things.has(thingName)) names.add(thingGroupName);
  return names;
}
