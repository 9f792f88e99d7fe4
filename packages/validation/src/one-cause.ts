/** What is said of one document file for each manifest that names it: one mistake, however many name it. */
import type { Diagnostic, NamedDocument, RelatedPlace } from './diagnostic.js';

/** How many other manifests are shown beside the first. */
const shownMax = 3;

/**
 * The diagnostics with one for each fault of a document file: the first, which names the other manifests' places.
 *
 * @param diagnostics sorted, and without those that a comment silences: a manifest must not silence another.
 * @param wanted files whose diagnostics are told before those of others, wherever they stand.
 */
export function onePerCause(
  diagnostics: readonly Diagnostic[],
  wanted: ReadonlySet<string> = new Set(),
): readonly Diagnostic[] {
  const sameByCause = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.documentFile === undefined) continue;
    const cause = causeOf(diagnostic, diagnostic.documentFile);
    const same = sameByCause.get(cause);
    if (same === undefined) sameByCause.set(cause, [diagnostic]);
    else same.push(diagnostic);
  }
  if (sameByCause.size === 0) return diagnostics;
  const othersByFirst = new Map<Diagnostic, readonly Diagnostic[]>();
  for (const same of sameByCause.values()) {
    const [first, ...others] = wanted.size === 0 ? same : wantedFirst(same, wanted);
    if (first !== undefined) othersByFirst.set(first, others);
  }
  return diagnostics.flatMap((diagnostic) => {
    const { documentFile, ...told } = diagnostic;
    if (documentFile === undefined) return [diagnostic];
    const others = othersByFirst.get(diagnostic);
    return others === undefined ? [] : [{ ...told, related: [...told.related, ...placesOf(others)] }];
  });
}

function wantedFirst(diagnostics: readonly Diagnostic[], wanted: ReadonlySet<string>): readonly Diagnostic[] {
  const isWanted = ({ file }: Diagnostic) => wanted.has(file);
  return [...diagnostics.filter(isWanted), ...diagnostics.filter((diagnostic) => !isWanted(diagnostic))];
}

/** What is equal for all manifests: the rule, the place in the file, and the message but for how the manifest writes the path. */
function causeOf({ rule, message, related }: Diagnostic, { path, reference }: NamedDocument): string {
  const places = related.map(({ file, range }) => [file, range]);
  return JSON.stringify([path, rule, message.replaceAll(reference, path), places]);
}

function placesOf(diagnostics: readonly Diagnostic[]): readonly RelatedPlace[] {
  const more = diagnostics.length - shownMax;
  return diagnostics.slice(0, shownMax).map(({ file, range, documentFile }, index) => {
    const name = documentFile?.manifest ?? 'this manifest';
    const message =
      more > 0 && index === shownMax - 1 ? `${name} and ${more} more name it too` : `${name} names it too`;
    return { message, file, ...(range !== undefined && { range }) };
  });
}
