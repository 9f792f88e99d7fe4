import type { DeleteThingGroup } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { thingLeft } from '../../jobs/targets.js';
import { invalid } from '../../refusal.js';
import { versionFault } from '../../registry/find.js';

/** Deletes a thing group without child groups; one that does not exist is a success. Its things leave it. */
export const deleteThingGroup: Handler<typeof DeleteThingGroup> = ({ region, jobs, now }, input) => {
  const { thingGroupName, expectedVersion } = input;
  const group = region.groups.get(thingGroupName);
  if (group === undefined) return {};
  if (group.children.size > 0) return invalid(`Thing group ${thingGroupName} has child groups. Delete those first.`);
  const fault = versionFault(group, expectedVersion);
  if (fault !== undefined) return fault;
  region.groups.delete(thingGroupName);
  region.groups.get(group.parentGroupName ?? '')?.children.delete(thingGroupName);
  region.tags.delete(arnOf(region, 'thinggroup', thingGroupName));
  for (const thingName of group.things) {
    region.things.get(thingName)?.groups.delete(thingGroupName);
    thingLeft(region, jobs, thingName, now);
  }
  return {};
};
