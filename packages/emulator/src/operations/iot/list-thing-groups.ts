import type { ListThingGroups } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import type { RegionState, ThingGroup } from '../../region-state.js';
import { findGroup } from '../../registry/find.js';
import { withDescendants } from '../../registry/hierarchy.js';

/** Lists thing groups; `recursive: false` keeps only those directly below the parent, or at the top. */
export const listThingGroups: Handler<typeof ListThingGroups> = ({ region }, input) => {
  const { parentGroup, namePrefixFilter = '', recursive = true } = input;
  const parent = parentGroup === undefined ? undefined : findGroup(region, parentGroup);
  if (isRefused(parent)) return parent;
  const isListed = (group: ThingGroup) =>
    (recursive || group.parentGroupName === parentGroup) && group.thingGroupName.startsWith(namePrefixFilter);
  const page = pageOf(bySequence(below(region, parent), isListed), input, [
    'groups',
    parentGroup,
    namePrefixFilter,
    recursive,
  ]);
  if (isRefused(page)) return page;
  return {
    thingGroups: page.items.map(({ thingGroupName: groupName }) => ({
      groupName,
      groupArn: arnOf(region, 'thinggroup', groupName),
    })),
    nextToken: page.nextToken,
  };
};

function below(region: RegionState, parent: ThingGroup | undefined): Iterable<ThingGroup> {
  if (parent === undefined) return region.groups.values();
  return withDescendants(region, parent)
    .slice(1)
    .sort((a, b) => a.sequence - b.sequence);
}
