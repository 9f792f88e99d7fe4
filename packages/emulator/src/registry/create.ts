/** Things and groups as data, for the operations and for a simulated fleet. */
import { arnOf } from '../arn.js';
import { derivedSeed } from '../random.js';
import { type GroupQuery, nextSequence, type RegionState, type Thing, type ThingGroup } from '../region-state.js';

export interface NewThing {
  readonly thingName: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly groups?: readonly string[];
}

const noAttributes: Readonly<Record<string, string>> = {};
const noGroups: readonly string[] = [];

/** Adds a thing to the region and returns it. Groups that it names must hold it already. */
export function addThing(
  region: RegionState,
  { thingName, attributes = noAttributes, groups = noGroups }: NewThing,
): Thing {
  const thing: Thing = { thingName, sequence: nextSequence(region), attributes, version: 1, groups };
  region.things.set(thingName, thing);
  return thing;
}

/** Returns the id of a thing. It follows from the order of creation, so that a million things need not keep theirs. */
export function thingIdOf(region: RegionState, { sequence }: Thing): string {
  const words = [derivedSeed(region.seed, `${region.name} ${sequence}`), derivedSeed(sequence, region.name)];
  const [a, b] = words.map((word) => (word >>> 0).toString(16).padStart(8, '0'));
  return `${a}-${b!.slice(0, 4)}-4${b!.slice(5)}-a000-${sequence.toString(16).padStart(12, '0')}`;
}

export interface NewThingGroup {
  readonly thingGroupName: string;
  readonly thingGroupId: string;
  readonly parentGroupName?: string | undefined;
  readonly dynamic?: GroupQuery | undefined;
  readonly description?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** Adds a group to the region, under its parent, and returns it. */
export function addThingGroup(region: RegionState, group: NewThingGroup, now: number): ThingGroup {
  const created: ThingGroup = {
    thingGroupName: group.thingGroupName,
    thingGroupId: group.thingGroupId,
    sequence: nextSequence(region),
    parentGroupName: group.parentGroupName,
    dynamic: group.dynamic,
    createdAt: now,
    description: group.description,
    attributes: group.attributes,
    version: 1,
    things: new Set(),
    children: new Set(),
  };
  region.groups.set(created.thingGroupName, created);
  if (created.dynamic !== undefined) region.dynamicGroups.add(created);
  region.groups.get(group.parentGroupName ?? '')?.children.add(created.thingGroupName);
  return created;
}

/** Removes a group and its tags (JOB-TAG-11). Its things have left it before. */
export function removeGroup(region: RegionState, group: ThingGroup): void {
  const { thingGroupName, parentGroupName } = group;
  region.groups.delete(thingGroupName);
  region.dynamicGroups.delete(group);
  region.groups.get(parentGroupName ?? '')?.children.delete(thingGroupName);
  region.tags.delete(arnOf(region, 'thinggroup', thingGroupName));
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
