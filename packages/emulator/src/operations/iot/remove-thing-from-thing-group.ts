import type { RemoveThingFromThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { thingLeft } from '../../jobs/targets.js';
import { isRefused } from '../../refusal.js';
import { findMembership } from '../../registry/find.js';

/** Takes a thing out of a group; a thing that is not in it is a success. */
export const removeThingFromThingGroup: Handler<typeof RemoveThingFromThingGroup> = ({ region, jobs, now }, input) => {
  const membership = findMembership(region, input);
  if (isRefused(membership)) return membership;
  const { thing, group } = membership;
  group.things.delete(thing.thingName);
  if (thing.groups.delete(group.thingGroupName)) thingLeft(region, jobs, thing.thingName, now);
  return {};
};
