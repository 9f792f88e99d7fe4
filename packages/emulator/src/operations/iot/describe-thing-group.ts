import type { DescribeThingGroup } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { isRefused } from '../../refusal.js';
import { findGroup } from '../../registry/find.js';
import { ancestors } from '../../registry/hierarchy.js';
import { queryVersion } from '../../registry/search.js';
import { epochSeconds } from '../../times.js';

/** Describes a thing group: where it stands in its hierarchy, or the query that makes it dynamic (JOB-RES-02). */
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
    ...(group.dynamic !== undefined && {
      indexName: 'AWS_Things',
      queryString: group.dynamic.queryString,
      queryVersion,
      status: 'ACTIVE',
    }),
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
