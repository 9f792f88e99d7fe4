import type { AddThingToThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { invalid, isRefused } from '../../refusal.js';
import type { RegionState, ThingGroup } from '../../region-state.js';
import { findMembership } from '../../registry/find.js';
import { ancestors } from '../../registry/hierarchy.js';
import { changeMembership, join } from '../../registry/membership.js';

/** The most groups that a thing can be added to. https://docs.aws.amazon.com/iot/latest/developerguide/thing-groups.html */
const maximumGroups = 10;

/** Adds a thing to a static group; CONTINUOUS jobs over the group, or over one above it, reach the thing. */
export const addThingToThingGroup: Handler<typeof AddThingToThingGroup> = ({ region, jobs, now }, input) => {
  const membership = findMembership(region, input);
  if (isRefused(membership)) return membership;
  const { thing, group } = membership;
  if (group.dynamic !== undefined)
    return invalid(`Thing group ${group.thingGroupName} is dynamic: its query chooses its things.`);
  if (group.things.has(thing.thingName)) return {};
  if (thing.groups.length >= maximumGroups) return invalid(`A thing can be in at most ${maximumGroups} groups.`);
  const rival = thing.groups.find((name) => rootOf(region, region.groups.get(name)) === rootOf(region, group));
  if (rival !== undefined)
    return invalid(
      `Thing ${thing.thingName} is in group ${rival} already, which belongs to the same hierarchy as ${group.thingGroupName}.`,
    );
  changeMembership(region, jobs, thing.thingName, now, () => join(thing, group));
  return {};
};

function rootOf(region: RegionState, group: ThingGroup | undefined): ThingGroup | undefined {
  return group === undefined ? undefined : (ancestors(region, group).at(-1) ?? group);
}
