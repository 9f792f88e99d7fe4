import type { CreateDynamicThingGroup } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { invalid, isRefused, refuse } from '../../refusal.js';
import { addThingGroup } from '../../registry/create.js';
import { isFoundThing } from '../../registry/membership.js';
import { queryOf, queryVersion } from '../../registry/search.js';
import { withTags } from '../../tags.js';

/** Creates a group whose things a query chooses. It holds them at once, and follows every later change of a thing. */
export const createDynamicThingGroup: Handler<typeof CreateDynamicThingGroup> = (context, input) => {
  const { region, limits, newId, now } = context;
  const { thingGroupName, thingGroupProperties } = input;
  const thingGroupArn = arnOf(region, 'thinggroup', thingGroupName);
  const existing = region.groups.get(thingGroupName);
  if (existing !== undefined)
    return refuse('ResourceAlreadyExistsException', `Thing group ${thingGroupName} already exists.`, {
      resourceId: existing.thingGroupId,
      resourceArn: thingGroupArn,
    });
  const dynamic = queryOf(input);
  if (isRefused(dynamic)) return dynamic;
  if (region.dynamicGroups.size >= limits.dynamicThingGroups)
    return refuse('LimitExceededException', `There can be at most ${limits.dynamicThingGroups} dynamic thing groups.`);
  const tags = withTags(new Map(), input.tags ?? []);
  if (isRefused(tags)) return invalid(tags.message);
  const group = addThingGroup(
    region,
    {
      thingGroupName,
      thingGroupId: newId(),
      dynamic,
      description: thingGroupProperties?.thingGroupDescription,
      attributes: thingGroupProperties?.attributePayload?.attributes,
    },
    now,
  );
  for (const thing of region.things.values())
    if (isFoundThing(region, dynamic.query, thing)) group.things.add(thing.thingName);
  region.tags.set(thingGroupArn, tags);
  const { thingGroupId } = group;
  const { queryString } = dynamic;
  return { thingGroupName, thingGroupArn, thingGroupId, indexName: 'AWS_Things', queryString, queryVersion };
};
