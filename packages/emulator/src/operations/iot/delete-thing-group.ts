import type { DeleteThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { invalid } from '../../refusal.js';
import { removeGroup } from '../../registry/create.js';
import { versionFault } from '../../registry/find.js';
import { changeMembership, leave } from '../../registry/membership.js';

/** Deletes a thing group without child groups; one that does not exist is a success. Its things leave it. */
export const deleteThingGroup: Handler<typeof DeleteThingGroup> = ({ region, jobs, now }, input) => {
  const { thingGroupName, expectedVersion } = input;
  const group = region.groups.get(thingGroupName);
  if (group === undefined) return {};
  if (group.children.size > 0) return invalid(`Thing group ${thingGroupName} has child groups. Delete those first.`);
  const fault = versionFault(group, expectedVersion);
  if (fault !== undefined) return fault;
  if (group.dynamic !== undefined) return invalid(`${thingGroupName} is dynamic: use DeleteDynamicThingGroup.`);
  for (const thingName of [...group.things]) {
    const thing = region.things.get(thingName);
    if (thing !== undefined) changeMembership(region, jobs, thingName, now, () => leave(thing, group));
  }
  removeGroup(region, group);
  return {};
};
