import type { ListThingGroupsForThing } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Lists the groups that a thing was added to, and the dynamic ones that found it. */
export const listThingGroupsForThing: Handler<typeof ListThingGroupsForThing> = ({ region }, input) => {
  const thing = findThing(region, input.thingName);
  if (isRefused(thing)) return thing;
  const groups = thing.groups.flatMap((name) => region.groups.get(name) ?? []);
  for (const group of region.dynamicGroups) if (group.things.has(thing.thingName)) groups.push(group);
  groups.sort((a, b) => a.sequence - b.sequence);
  const page = pageOf(bySequence(groups), input, ['groups-of', input.thingName]);
  if (isRefused(page)) return page;
  const thingGroups = page.items.map(({ thingGroupName: groupName }) => ({
    groupName,
    groupArn: arnOf(region, 'thinggroup', groupName),
  }));
  return { thingGroups, nextToken: page.nextToken };
};
