import { addressText } from '../address.js';
import { sameValue } from '../canonical.js';
import type { Change, Plan } from './plan.js';

/** How a plan that was written to a file differs from one made now, one phrase a difference; empty when it still holds. */
export function staleChanges(written: Plan, fresh: Plan): readonly string[] {
  const before = new Map(written.changes.map((change) => [addressText(change), change]));
  const after = new Map(fresh.changes.map((change) => [addressText(change), change]));
  const phrases: string[] = [];
  for (const member of ['base', 'source', 'account', 'region'] as const) {
    if (written.basis[member] !== fresh.basis[member]) {
      phrases.push(`${member} was ${written.basis[member]} and is ${fresh.basis[member]}`);
    }
  }
  for (const address of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(address), after.get(address)];
    if (was?.action !== is?.action)
      phrases.push(`${address} was to ${was?.action ?? 'stay out'} and is to ${is?.action ?? 'stay out'}`);
    else if (was && is && !sameValue(effects(was), effects(is))) phrases.push(`${address} would be written otherwise`);
  }
  return phrases;
}

/**
 * What a change writes, but for the commit, which differs between a pull request's plan and the merge's. The forecast is
 * left out too: it follows the size of the fleet, which may grow by a device in between.
 */
function effects(change: Change): unknown {
  const text = JSON.stringify(change, (key, value: unknown) =>
    key === 'tags' && Array.isArray(value) ? value.filter((tag) => tag?.Key !== 'iot-rollouts:commit') : value,
  );
  const { range: _range, reason: _reason, forecast: _forecast, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}
