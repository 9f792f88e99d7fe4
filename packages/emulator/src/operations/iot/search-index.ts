import type { SearchIndex } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { thingIdOf } from '../../registry/create.js';
import { groupsHolding } from '../../registry/hierarchy.js';
import { isFoundThing } from '../../registry/membership.js';
import { queryOf } from '../../registry/search.js';

/** Finds things by the same queries as dynamic thing groups. */
export const searchIndex: Handler<typeof SearchIndex> = ({ region }, input) => {
  const query = queryOf(input);
  if (isRefused(query)) return query;
  const found = bySequence(region.things.values(), (thing) => isFoundThing(region, query.query, thing));
  const { nextToken, maxResults = 100 } = input;
  const page = pageOf(found, { nextToken, maxResults }, ['search', query.queryString]);
  if (isRefused(page)) return page;
  return {
    things: page.items.map((thing) => ({
      thingName: thing.thingName,
      thingId: thingIdOf(region, thing),
      thingGroupNames: [...groupsHolding(region, thing.thingName)],
      attributes: thing.attributes,
    })),
    nextToken: page.nextToken,
  };
};
