import type { DeletePackage } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { notValid } from '../../packages/validation.js';

/** Deletes a software package without versions; one that does not exist is a success. */
export const deletePackage: Handler<typeof DeletePackage> = ({ region }, { packageName }) => {
  const found = region.packages.get(packageName);
  if (found === undefined) return {};
  if (found.versions.size > 0) return notValid(`Software package ${packageName} has versions. Delete those first.`);
  region.packages.delete(packageName);
  region.tags.delete(found.packageArn);
  return {};
};
