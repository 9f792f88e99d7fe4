import type { ListPackages } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { catalogPage } from '../../packages/validation.js';
import { bySequence, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Lists the software packages of the account. */
export const listPackages: Handler<typeof ListPackages> = ({ region }, { nextToken, maxResults = 100 }) => {
  const packages = bySequence(region.packages.values());
  const page = catalogPage(pageOf(packages, { nextToken, maxResults }, ['packages']));
  if (isRefused(page)) return page;
  return {
    packageSummaries: page.items.map(({ packageName, defaultVersionName, createdAt, modifiedAt }) => ({
      packageName,
      defaultVersionName,
      creationDate: epochSeconds(createdAt),
      lastModifiedDate: epochSeconds(modifiedAt),
    })),
    nextToken: page.nextToken,
  };
};
