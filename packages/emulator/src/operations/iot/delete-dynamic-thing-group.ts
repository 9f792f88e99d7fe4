import type { DeleteDynamicThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { takeFromJobs } from '../../jobs/targets.js';
import { invalid } from '../../refusal.js';
import { removeGroup } from '../../registry/create.js';
import { versionFault } from '../../registry/find.js';

/** Deletes a dynamic thing group; one that does not exist is a success. CONTINUOUS jobs leave its things. */
export const deleteDynamicThingGroup: Handler<typeof DeleteDynamicThingGroup> = ({ region, jobs, now }, input) => {
  const { thingGroupName, expectedVersion } = input;
  const group = region.groups.get(thingGroupName);
  if (group === undefined) return {};
  if (group.dynamic === undefined) return invalid(`${thingGroupName} is not dynamic: use DeleteThingGroup.`);
  const fault = versionFault(group, expectedVersion);
  if (fault !== undefined) return fault;
  removeGroup(region, group);
  for (const thingName of group.things) takeFromJobs(region, jobs, thingName, thingGroupName, now);
  return {};
};
