import type { DeletePackageVersion } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';

/** Deletes a version of a package; one that does not exist is a success. A default version leaves the package without. */
export const deletePackageVersion: Handler<typeof DeletePackageVersion> = ({ region, now }, input) => {
  const holder = region.packages.get(input.packageName);
  const version = holder?.versions.get(input.versionName);
  if (holder === undefined || version === undefined) return {};
  holder.versions.delete(version.versionName);
  if (holder.defaultVersionName === version.versionName) holder.defaultVersionName = undefined;
  holder.modifiedAt = now;
  region.tags.delete(version.packageVersionArn);
  return {};
};
