/** A tree's manifests compared with those of the base commit. */
import { withRemovedTemplates } from '../against-base/removed-templates.js';
import { unreadableBase } from '../against-base/unreadable-base.js';
import { againstBase, type MovedManifest, movedOut } from '../against-base.js';
import type { Identity, IdentityInFile } from '../identities.js';
import type { Manifest } from '../manifest.js';
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
  elsewhere: readonly IdentityInFile[],
): ValidationReport {
  const { report, settings, parsed } = head;
  // What cannot be read may hold what seems to be gone; its own error comes first.
  const unsure = head.incomplete.length > 0 ? base.identities : [];
  const identities = [...head.identities, ...elsewhere, ...unsure];
  const kept = new Set(identities.map(keyOf));
  const gone = base.manifests.filter((manifest) => !kept.has(keyOf(manifest)));
  const jobsAtBase = new Set(base.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
  const { diagnostics: own, missed } = withRemovedTemplates(
    report.diagnostics,
    parsed,
    gone.filter(({ kind }) => kind === 'JobTemplate'),
    jobsAtBase,
  );
  const found = [
    ...againstBase({ ...head, identities }, base, missed, head.now),
    ...unreadableBase(head.manifests, base.incomplete, jobsAtBase),
    ...movedOut(movedManifests(head.identities, base.manifests, elsewhere)),
  ];
  const silencer = silencerOf([...report.sources].map(([file, text]) => sourceText(file, text)));
  const audible = silencer.audible(found);
  const added = atWantedLevels([...audible, ...silencer.complaintsAboutBase()], settings);
  if (added.length === 0 && own === report.diagnostics) return report;
  return { ...report, diagnostics: sortDiagnostics([...own, ...added]) };
}

/** The manifests of the base that stand only in files which the globs do not find. */
function movedManifests(
  found: readonly Identity[],
  base: readonly Manifest[],
  elsewhere: readonly IdentityInFile[],
): readonly MovedManifest[] {
  const known = new Set(found.map(keyOf));
  const places = new Map(elsewhere.map((identity) => [keyOf(identity), identity.file]));
  return base.flatMap((manifest): readonly MovedManifest[] => {
    const to = known.has(keyOf(manifest)) ? undefined : places.get(keyOf(manifest));
    return to === undefined ? [] : [{ manifest, to }];
  });
}

function keyOf({ kind, name }: Identity): string {
  return `${kind}/${name}`;
}
