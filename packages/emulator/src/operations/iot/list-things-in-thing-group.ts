import type { ListThingsInThingGroup } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { byPosition, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { findGroup } from '../../registry/find.js';
import { thingsInGroup } from '../../registry/hierarchy.js';

/** Lists the names of the things in a group, with `recursive` also those of the groups below it. */
export const listThingsInThingGroup: Handler<typeof ListThingsInThingGroup> = ({ region }, input) => {
  const group = findGroup(region, input.thingGroupName);
  if (isRefused(group)) return group;
  const recursive = input.recursive ?? false;
  const names = recursive ? thingsInGroup(region, group) : group.things;
  const page = pageOf(byPosition(names), input, ['things-in', input.thingGroupName, recursive]);
  if (isRefused(page)) return page;
  return { things: page.items, nextToken: page.nextToken };
};
