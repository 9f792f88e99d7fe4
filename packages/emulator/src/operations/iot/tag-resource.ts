import type { TagResource } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { isRefused } from '../../refusal.js';
import { tagsOf, withTags } from '../../tags.js';

/** Writes tags of a resource; an existing key gets the new value (JOB-TAG-07). */
export const tagResource: Handler<typeof TagResource> = ({ region }, { resourceArn, tags }) => {
  const current = tagsOf(region, resourceArn);
  if (isRefused(current)) return current;
  const next = withTags(current, tags);
  if (isRefused(next)) return next;
  region.tags.set(resourceArn, next);
  return {};
};
