import type { DeleteThing } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { versionFault } from '../../registry/find.js';

/** Deletes a thing; one that does not exist is a success. Its executions stay, and nobody is told (JOB-EXE-18). */
export const deleteThing: Handler<typeof DeleteThing> = ({ region }, { thingName, expectedVersion }) => {
  const thing = region.things.get(thingName);
  if (thing === undefined) return {};
  const fault = versionFault(thing, expectedVersion);
  if (fault !== undefined) return fault;
  for (const group of region.dynamicGroups) group.things.delete(thingName);
  for (const groupName of thing.groups) region.groups.get(groupName)?.things.delete(thingName);
  region.things.delete(thingName);
  return {};
};
