/** The manifests of a repository that has few: told before anything is loaded that reads them. */
import { defaultGlobs } from '../settings.js';
import { readPlainGlob } from './plain-glob.js';
import { search } from './search.js';

/** More files than this take longer to read than the rest to load, and they would be read twice if one has a fault. */
const filesMax = 64;

/** The paths that the default globs find, sorted; undefined when there are none, or too many for {@link quietReport}. */
export function fewManifests(root: string): readonly string[] | undefined {
  const found = new Set<string>();
  for (const glob of defaultGlobs) {
    const globs = readPlainGlob(glob);
    if (globs === undefined) return undefined;
    for (const base of globs.bases) search(root, base, globs, found, filesMax);
  }
  return found.size === 0 || found.size > filesMax ? undefined : [...found].sort();
}
