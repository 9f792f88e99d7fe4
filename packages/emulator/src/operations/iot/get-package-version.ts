import type { GetPackageVersion } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findPackageVersion } from '../../packages/find.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Describes a version of a software package. */
export const getPackageVersion: Handler<typeof GetPackageVersion> = ({ region }, { packageName, versionName }) => {
  const found = findPackageVersion(region, packageName, versionName);
  if (isRefused(found)) return found;
  const { packageVersionArn, description, attributes, artifact, recipe, status, createdAt, modifiedAt } = found;
  return {
    packageVersionArn,
    packageName,
    versionName,
    description,
    attributes,
    artifact,
    recipe,
    status,
    creationDate: epochSeconds(createdAt),
    lastModifiedDate: epochSeconds(modifiedAt),
  };
};
