import { addressText } from '../address.js';
import { sameValue } from '../canonical.js';
import { effects } from './digest.js';
import type { Plan } from './plan.js';

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
