/** A tree's manifests compared with those of the base commit. */
import { againstBase } from '../against-base.js';
import type { Identity } from '../identities.js';
import { sortDiagnostics } from '../place.js';
import type { ValidationReport } from '../report.js';
import { atWantedLevels } from '../severity.js';
import { sourceText } from '../source-text.js';
import { silencerOf } from '../suppression.js';
import type { LoadedManifests } from './load.js';

/**
 * The report of the head with what the base adds to it, at the levels that the head's settings ask for.
 *
 * @param elsewhere identities in files that the globs do not find: what stands there is not removed.
 */
export function reportAgainstBase(
  head: LoadedManifests,
  base: LoadedManifests,
  elsewhere: readonly Identity[],
): ValidationReport {
  const { report, settings } = head;
  // What cannot be read may hold what seems to be gone; its own error comes first.
  const gone = head.incomplete.length > 0 ? base.identities : [];
  const found = againstBase({ ...head, identities: [...head.identities, ...elsewhere, ...gone] }, base);
  const silencer = silencerOf([...report.sources].map(([file, text]) => sourceText(file, text)));
  const audible = silencer.audible(found);
  const added = atWantedLevels([...audible, ...silencer.complaintsAboutBase()], settings);
  if (added.length === 0) return report;
  return { ...report, diagnostics: sortDiagnostics([...report.diagnostics, ...added]) };
}
