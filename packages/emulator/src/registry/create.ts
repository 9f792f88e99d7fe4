/** Things and groups as data, for the operations and for a simulated fleet. */
import type { RegionState, Thing, ThingGroup } from '../region-state.js';

export interface NewThing {
  readonly thingName: string;
  readonly thingId: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** Adds a thing to the region and returns it. */
export function addThing(region: RegionState, { thingName, thingId, attributes = {} }: NewThing): Thing {
  const thing: Thing = { thingName, thingId, attributes, version: 1, groups: new Set() };
  region.things.set(thingName, thing);
  return thing;
}

export interface NewThingGroup {
  readonly thingGroupName: string;
  readonly thingGroupId: string;
  readonly parentGroupName?: string | undefined;
  readonly description?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** Adds a group to the region, under its parent, and returns it. */
export function addThingGroup(region: RegionState, group: NewThingGroup, now: number): ThingGroup {
  const created: ThingGroup = {
    thingGroupName: group.thingGroupName,
    thingGroupId: group.thingGroupId,
    parentGroupName: group.parentGroupName,
    createdAt: now,
    description: group.description,
    attributes: group.attributes,
    version: 1,
    things: new Set(),
    children: new Set(),
  };
  region.groups.set(created.thingGroupName, created);
  region.groups.get(group.parentGroupName ?? '')?.children.add(created.thingGroupName);
  return created;
}

/** Returns attributes after an update: replaced, or merged, where an empty value takes an attribute away. */
export function updatedAttributes(
  current: Readonly<Record<string, string>>,
  payload: { readonly attributes?: Readonly<Record<string, string>>; readonly merge?: boolean } | undefined,
): Readonly<Record<string, string>> {
  if (payload?.attributes === undefined) return current;
  const entries = Object.entries({ ...(payload.merge === true ? current : {}), ...payload.attributes });
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
