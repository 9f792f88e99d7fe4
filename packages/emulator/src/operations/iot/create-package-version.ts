import type { CreatePackageVersion } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { packageVersionArn } from '../../packages/destinations.js';
import type { PackageVersionRecord } from '../../packages/record.js';
import { catalogTags, notValid } from '../../packages/validation.js';
import { isRefused, refuse } from '../../refusal.js';
import { nextSequence } from '../../region-state.js';

/** Creates a version of a package, as a draft. The same request again, by its token, is a success. */
export const createPackageVersion: Handler<typeof CreatePackageVersion> = ({ region, now }, input) => {
  const { packageName, versionName, clientToken, description, attributes, artifact, recipe } = input;
  const holder = region.packages.get(packageName);
  if (holder === undefined) return notValid(`Software package ${packageName} does not exist.`);
  const arn = packageVersionArn(region, packageName, versionName);
  const existing = holder.versions.get(versionName);
  if (existing !== undefined) {
    if (clientToken !== undefined && existing.clientToken === clientToken) return outputOf(existing);
    return refuse('ConflictException', `Version ${versionName} of ${packageName} already exists.`, {
      resourceId: `${packageName}:${versionName}`,
    });
  }
  const tags = catalogTags(input.tags);
  if (isRefused(tags)) return tags;
  const version: PackageVersionRecord = {
    packageName,
    versionName,
    packageVersionArn: arn,
    sequence: nextSequence(region),
    clientToken,
    status: 'DRAFT',
    description,
    attributes,
    artifact,
    recipe,
    createdAt: now,
    modifiedAt: now,
  };
  holder.versions.set(versionName, version);
  holder.modifiedAt = now;
  if (tags.size > 0) region.tags.set(arn, tags);
  return outputOf(version);
};

function outputOf({
  packageVersionArn: arn,
  packageName,
  versionName,
  description,
  attributes,
  status,
}: PackageVersionRecord) {
  return { packageVersionArn: arn, packageName, versionName, description, attributes, status };
}
