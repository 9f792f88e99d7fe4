/** The digest of a plan: two plans that would do the same have the same one. */
import { digest } from '../canonical.js';
import type { Change, Plan } from './plan.js';

/**
 * SHA-256 over what a plan would write, with every request as it is rendered and every target as it was resolved, over
 * what stands in its way (conflicts, drift, orphans) and over where: the repository, account and region. So the digest
 * that a pull request shows and the one that the merge prints can be compared.
 *
 * What needs nothing is left out: another merge in between, of something else, is no difference.
 */
export function planDigest({ basis, changes }: Pick<Plan, 'basis' | 'changes'>): string {
  const { source, region, account } = basis;
  const told = changes.filter(({ action }) => action !== 'none' && action !== 'settled');
  return digest({ source, region, account, changes: told.map(effects) });
}

/**
 * What a change writes, but for the commit, which differs between a pull request's plan and the merge's. Reach and
 * forecast are left out too: they follow the size of the fleet, which may grow by a device in between.
 */
export function effects(change: Change): unknown {
  const text = JSON.stringify(change, (key, value: unknown) =>
    key === 'tags' && Array.isArray(value) ? value.filter((tag) => tag?.Key !== 'iot-rollouts:commit') : value,
  );
  const {
    range: _range,
    reason: _reason,
    reach: _reach,
    forecast: _forecast,
    ...rest
  } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}
