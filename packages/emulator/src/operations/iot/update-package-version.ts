import type { UpdatePackageVersion } from '@iot-rollouts/schemas/iot';
import type { Handler, InputOf } from '../../handler.js';
import { findPackageVersion } from '../../packages/find.js';
import type { PackageVersionRecord } from '../../packages/record.js';
import { notValid } from '../../packages/validation.js';
import { isRefused } from '../../refusal.js';

/**
 * Changes a draft, or publishes or deprecates a version. The version that was published last is the package's default,
 * because the operation that would choose one is not part of the emulator's API model.
 */
export const updatePackageVersion: Handler<typeof UpdatePackageVersion> = ({ region, now }, input) => {
  const { packageName, versionName, action } = input;
  const version = findPackageVersion(region, packageName, versionName);
  if (isRefused(version)) return version;
  const { attributes, artifact, recipe } = input;
  const changesContent = attributes !== undefined || artifact !== undefined || recipe !== undefined;
  if (changesContent && version.status !== 'DRAFT')
    return notValid(`Version ${versionName} of ${packageName} is ${version.status}: only a draft can be changed.`);
  if (action === 'DEPRECATE' && version.status === 'DRAFT')
    return notValid(`Version ${versionName} of ${packageName} is a draft; publish it before.`);
  takeUp(version, input);
  version.modifiedAt = now;
  if (action === 'PUBLISH') {
    version.status = 'PUBLISHED';
    const holder = region.packages.get(packageName)!;
    holder.defaultVersionName = versionName;
    holder.modifiedAt = now;
  } else if (action === 'DEPRECATE') version.status = 'DEPRECATED';
  return {};
};

function takeUp(version: PackageVersionRecord, given: InputOf<typeof UpdatePackageVersion>): void {
  version.description = given.description ?? version.description;
  version.attributes = given.attributes ?? version.attributes;
  version.artifact = given.artifact ?? version.artifact;
  version.recipe = given.recipe ?? version.recipe;
}
