import type { ListTagsForResource } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { byPosition, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { tagsOf } from '../../tags.js';

/** Lists the tags of a resource. */
export const listTagsForResource: Handler<typeof ListTagsForResource> = ({ region }, { resourceArn, nextToken }) => {
  const current = tagsOf(region, resourceArn);
  if (isRefused(current)) return current;
  const page = pageOf(byPosition(current), { nextToken }, ['tags', resourceArn]);
  if (isRefused(page)) return page;
  return { tags: page.items.map(([Key, Value]) => ({ Key, Value })), nextToken: page.nextToken };
};
