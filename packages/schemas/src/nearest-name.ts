import { distance } from 'fastest-levenshtein';

/** The name among `candidates` that a misspelt `name` most likely means; undefined when none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  const wanted = name.toLowerCase();
  for (const candidate of candidates) {
    const legal = candidate.toLowerCase();
    if (Math.abs(legal.length - wanted.length) >= least) continue; // So many edits it takes at least.
    const edits = distance(wanted, legal);
    if (edits < least) [least, nearest] = [edits, candidate];
  }
  return nearest !== undefined && least <= Math.max(1, Math.floor(nearest.length / 3)) ? nearest : undefined;
}
