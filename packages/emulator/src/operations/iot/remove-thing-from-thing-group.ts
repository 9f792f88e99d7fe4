import type { RemoveThingFromThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { invalid, isRefused } from '../../refusal.js';
import { findMembership } from '../../registry/find.js';
import { changeMembership, leave } from '../../registry/membership.js';

/** Takes a thing out of a group; a thing that is not in it is a success. */
export const removeThingFromThingGroup: Handler<typeof RemoveThingFromThingGroup> = ({ region, jobs, now }, input) => {
  const membership = findMembership(region, input);
  if (isRefused(membership)) return membership;
  const { thing, group } = membership;
  if (group.dynamic !== undefined)
    return invalid(`Thing group ${group.thingGroupName} is dynamic: its query chooses its things.`);
  if (group.things.has(thing.thingName))
    changeMembership(region, jobs, thing.thingName, now, () => leave(thing, group));
  return {};
};
