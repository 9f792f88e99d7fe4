import type { UntagResource } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { isRefused } from '../../refusal.js';
import { tagsOf } from '../../tags.js';

/** Takes tags away; a key that is absent is a success (JOB-TAG-12). */
export const untagResource: Handler<typeof UntagResource> = ({ region }, { resourceArn, tagKeys }) => {
  const current = tagsOf(region, resourceArn);
  if (isRefused(current)) return current;
  region.tags.set(resourceArn, new Map([...current].filter(([key]) => !tagKeys.includes(key))));
  return {};
};
