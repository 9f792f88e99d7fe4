import type { ListPackageVersions } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { catalogPage, notValid } from '../../packages/validation.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Lists the versions of a software package, those of one status if asked. */
export const listPackageVersions: Handler<typeof ListPackageVersions> = ({ region }, input) => {
  const { packageName, status, nextToken, maxResults = 100 } = input;
  const holder = region.packages.get(packageName);
  if (holder === undefined) return notValid(`Software package ${packageName} does not exist.`);
  const versions = bySequence(holder.versions.values(), (version) => (status ?? version.status) === version.status);
  const query = ['package-versions', packageName, status];
  const page = catalogPage(pageOf(versions, { nextToken, maxResults }, query));
  if (isRefused(page)) return page;
  return {
    packageVersionSummaries: page.items.map((version) => ({
      packageName,
      versionName: version.versionName,
      status: version.status,
      creationDate: epochSeconds(version.createdAt),
      lastModifiedDate: epochSeconds(version.modifiedAt),
    })),
    nextToken: page.nextToken,
  };
};
