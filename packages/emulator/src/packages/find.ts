/** Packages and versions by name, or the refusal that says they are not there. */
import { notFound, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import type { PackageRecord, PackageVersionRecord } from './record.js';

/** Returns the package of this name. */
export function findPackage(
  region: RegionState,
  packageName: string,
): PackageRecord | Refused<'ResourceNotFoundException'> {
  return region.packages.get(packageName) ?? notFound(`Software package ${packageName} does not exist.`);
}

/** Returns the version of a package. */
export function findPackageVersion(
  region: RegionState,
  packageName: string,
  versionName: string,
): PackageVersionRecord | Refused<'ResourceNotFoundException'> {
  const version = region.packages.get(packageName)?.versions.get(versionName);
  return version ?? notFound(`Software package ${packageName} has no version ${versionName}.`);
}
