import type { UpdateThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { invalid, isRefused } from '../../refusal.js';
import { updatedAttributes } from '../../registry/create.js';
import { findGroup, versionFault } from '../../registry/find.js';

/** Changes the description and the attributes of a thing group. */
export const updateThingGroup: Handler<typeof UpdateThingGroup> = ({ region }, input) => {
  const group = findGroup(region, input.thingGroupName);
  if (isRefused(group)) return group;
  if (group.dynamic !== undefined)
    return invalid(`${input.thingGroupName} is dynamic, and UpdateDynamicThingGroup is not emulated.`);
  const fault = versionFault(group, input.expectedVersion);
  if (fault !== undefined) return fault;
  const { thingGroupDescription, attributePayload } = input.thingGroupProperties;
  group.description = thingGroupDescription ?? group.description;
  group.attributes = updatedAttributes(group.attributes ?? {}, attributePayload);
  group.version += 1;
  return { version: group.version };
};
