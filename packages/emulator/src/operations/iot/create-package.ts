import type { CreatePackage } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { catalogTags } from '../../packages/validation.js';
import { isRefused, refuse } from '../../refusal.js';
import { nextSequence } from '../../region-state.js';

/** Creates a software package without versions. The same request again, by its token, is a success. */
export const createPackage: Handler<typeof CreatePackage> = ({ region, now }, input) => {
  const { packageName, description, clientToken } = input;
  const packageArn = arnOf(region, 'package', packageName);
  const existing = region.packages.get(packageName);
  if (existing !== undefined && (clientToken === undefined || existing.clientToken !== clientToken))
    return refuse('ConflictException', `Software package ${packageName} already exists.`, { resourceId: packageName });
  const tags = catalogTags(input.tags);
  if (isRefused(tags)) return tags;
  if (existing === undefined) {
    region.packages.set(packageName, {
      packageName,
      packageArn,
      sequence: nextSequence(region),
      description,
      clientToken,
      defaultVersionName: undefined,
      versions: new Map(),
      createdAt: now,
      modifiedAt: now,
    });
    if (tags.size > 0) region.tags.set(packageArn, tags);
  }
  return { packageName, packageArn, description };
};
