/** The package versions that a job installs, by the ARNs of `destinationPackageVersions`. */
import { arnOf, idFromArn } from '../arn.js';
import { invalid, isRefused, notFound, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import type { PackageVersionRecord } from './record.js';

/** The most versions of one job (JOB-PKG-01). */
const mostDestinations = 25;

export interface Destination {
  readonly packageName: string;
  /** As written: a name, `$default` or `$null` (JOB-PKG-04). */
  readonly versionName: string;
  /** The version that is meant; undefined for `$null`, which takes the package away. */
  readonly version: PackageVersionRecord | undefined;
  readonly arn: string;
  /** The ARN with `$default` resolved (JOB-DSC-12). */
  readonly resolvedArn: string;
}

type NotUsable = Refused<'InvalidRequestException' | 'ResourceNotFoundException'>;

/** Returns the package versions that these ARNs name, or why a job cannot install them (JOB-PKG-01, 02). */
export function destinationsOf(region: RegionState, arns: readonly string[]): readonly Destination[] | NotUsable {
  if (arns.length > mostDestinations)
    return invalid(`destinationPackageVersions can have at most ${mostDestinations} ARNs.`);
  const destinations: Destination[] = [];
  for (const arn of arns) {
    const destination = destinationOf(region, arn);
    if (isRefused(destination)) return destination;
    destinations.push(destination);
  }
  return destinations;
}

function destinationOf(region: RegionState, arn: string): Destination | NotUsable {
  const id = idFromArn(region, 'package', arn);
  const [, packageName = '', versionName = ''] = /^([^/]+)\/version\/([^/]+)$/.exec(id ?? '') ?? [];
  if (packageName === '') return invalid(`'${arn}' is not the ARN of a package version of this account and region.`);
  const holder = region.packages.get(packageName);
  if (holder === undefined) return notFound(`Software package ${packageName} does not exist in ${region.name}.`);
  if (versionName === '$null') return { packageName, versionName, version: undefined, arn, resolvedArn: arn };
  const meant = versionName === '$default' ? holder.defaultVersionName : versionName;
  const version = holder.versions.get(meant ?? '');
  if (version === undefined) return notFound(`Software package ${packageName} has no version ${versionName}.`);
  if (version.status === 'DRAFT') return invalid(`Version ${version.versionName} of ${packageName} is a draft.`);
  return { packageName, versionName, version, arn, resolvedArn: packageVersionArn(region, packageName, meant ?? '') };
}

/** Returns the ARN of a version of a package. */
export function packageVersionArn(region: RegionState, packageName: string, versionName: string): string {
  return arnOf(region, 'package', `${packageName}/version/${versionName}`);
}
