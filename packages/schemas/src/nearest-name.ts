import { distance } from 'fastest-levenshtein';

/** The name among `candidates` that a misspelt `name` most likely means; undefined when none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return nearestOf(name, candidateNames(candidates));
}

/** A legal name, prepared for comparison. */
export interface CandidateName {
  readonly name: string;
  readonly lower: string;
  readonly letters: number;
  /** The most edits that a misspelling of the name may have. */
  readonly tolerance: number;
}

/** The names, prepared once for many comparisons. */
export function candidateNames(names: readonly string[]): readonly CandidateName[] {
  return names.map((name) => {
    const lower = name.toLowerCase();
    return { name, lower, letters: lettersIn(lower), tolerance: Math.max(1, Math.floor(name.length / 3)) };
  });
}

/** As {@link nearestName}, of prepared names. */
export function nearestOf(name: string, candidates: readonly CandidateName[]): string | undefined {
  const wanted = name.toLowerCase();
  const letters = lettersIn(wanted);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const most = Math.min(candidate.tolerance, least - 1);
    if (editsAtLeast(wanted, letters, candidate) > most) continue;
    const edits = distance(wanted, candidate.lower);
    if (edits <= most) [least, nearest] = [edits, candidate.name];
  }
  return nearest;
}

/** Edits that are needed in any case: one for each letter more, and one for two letters that only one of the names has. */
function editsAtLeast(wanted: string, letters: number, { lower, letters: legal }: CandidateName): number {
  let differing = 0;
  for (let bits = letters ^ legal; bits !== 0; bits &= bits - 1) differing += 1;
  return Math.max(Math.abs(wanted.length - lower.length), differing / 2);
}

/** Which letters a name has, as bits; some characters share one. */
function lettersIn(name: string): number {
  let bits = 0;
  for (let index = 0; index < name.length; index += 1) bits |= 1 << (name.charCodeAt(index) & 31);
  return bits;
}
