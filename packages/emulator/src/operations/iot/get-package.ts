import type { GetPackage } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findPackage } from '../../packages/find.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Describes a software package and names its default version. */
export const getPackage: Handler<typeof GetPackage> = ({ region }, { packageName }) => {
  const found = findPackage(region, packageName);
  if (isRefused(found)) return found;
  const { packageArn, description, defaultVersionName, createdAt, modifiedAt } = found;
  return {
    packageName,
    packageArn,
    description,
    defaultVersionName,
    creationDate: epochSeconds(createdAt),
    lastModifiedDate: epochSeconds(modifiedAt),
  };
};
