import type { DescribeThingGroup } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { isRefused } from '../../refusal.js';
import { findGroup } from '../../registry/find.js';
import { ancestors } from '../../registry/hierarchy.js';
import { epochSeconds } from '../../times.js';

/** Describes a static thing group and where it stands in its hierarchy. */
export const describeThingGroup: Handler<typeof DescribeThingGroup> = ({ region }, { thingGroupName }) => {
  const group = findGroup(region, thingGroupName);
  if (isRefused(group)) return group;
  const above = ancestors(region, group).reverse();
  return {
    thingGroupName,
    thingGroupId: group.thingGroupId,
    thingGroupArn: arnOf(region, 'thinggroup', thingGroupName),
    version: group.version,
    thingGroupProperties: {
      thingGroupDescription: group.description,
      attributePayload: group.attributes === undefined ? undefined : { attributes: group.attributes },
    },
    thingGroupMetadata: {
      parentGroupName: group.parentGroupName,
      rootToParentThingGroups: above.map(({ thingGroupName: groupName }) => ({
        groupName,
        groupArn: arnOf(region, 'thinggroup', groupName),
      })),
      creationDate: epochSeconds(group.createdAt),
    },
  };
};
