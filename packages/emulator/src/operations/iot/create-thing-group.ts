import type { CreateThingGroup } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { invalid, isRefused, refuse } from '../../refusal.js';
import { addThingGroup } from '../../registry/create.js';
import { ancestors } from '../../registry/hierarchy.js';
import { withTags } from '../../tags.js';

/** The most levels of a group hierarchy. https://docs.aws.amazon.com/general/latest/gr/iot_device_management.html */
const maximumDepth = 7;

/** Creates a static thing group. */
export const createThingGroup: Handler<typeof CreateThingGroup> = ({ region, newId, now }, input) => {
  const { thingGroupName, parentGroupName, thingGroupProperties } = input;
  const thingGroupArn = arnOf(region, 'thinggroup', thingGroupName);
  const existing = region.groups.get(thingGroupName);
  if (existing !== undefined)
    return refuse('ResourceAlreadyExistsException', `Thing group ${thingGroupName} already exists.`, {
      resourceId: existing.thingGroupId,
      resourceArn: thingGroupArn,
    });
  if (parentGroupName !== undefined) {
    const parent = region.groups.get(parentGroupName);
    if (parent === undefined) return invalid(`Parent thing group ${parentGroupName} does not exist.`);
    if (parent.dynamic !== undefined)
      return invalid(`${parentGroupName} is a dynamic thing group; it cannot have child groups.`);
    if (ancestors(region, parent).length + 2 > maximumDepth)
      return invalid(`A hierarchy of thing groups can have at most ${maximumDepth} levels.`);
  }
  const tags = withTags(new Map(), input.tags ?? []);
  if (isRefused(tags)) return invalid(tags.message);
  const { thingGroupId } = addThingGroup(
    region,
    {
      thingGroupName,
      thingGroupId: newId(),
      parentGroupName,
      description: thingGroupProperties?.thingGroupDescription,
      attributes: thingGroupProperties?.attributePayload?.attributes,
    },
    now,
  );
  region.tags.set(thingGroupArn, tags);
  return { thingGroupName, thingGroupArn, thingGroupId };
};
