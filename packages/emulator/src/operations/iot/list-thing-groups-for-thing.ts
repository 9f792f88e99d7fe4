import type { ListThingGroupsForThing } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Lists the groups that a thing was added to. */
export const listThingGroupsForThing: Handler<typeof ListThingGroupsForThing> = ({ region }, input) => {
  const thing = findThing(region, input.thingName);
  if (isRefused(thing)) return thing;
  const page = pageOf([...thing.groups], input, ['groups-of', input.thingName]);
  if (isRefused(page)) return page;
  const thingGroups = page.items.map((groupName) => ({ groupName, groupArn: arnOf(region, 'thinggroup', groupName) }));
  return { thingGroups, nextToken: page.nextToken };
};
