/** Files beside job documents that no manifest names, in a tree with its links. */
import type { Diagnostic } from '../diagnostic.js';
import { folderOf, foldersOf, unusedDocument, unusedPaths } from '../unused-documents.js';
import type { SourceTree } from './source-tree.js';

/** What the manifests of a tree use. */
export interface UsedFiles {
  /** The files that manifests name as their job documents. */
  readonly documentFiles: readonly string[];
  /** Those of them that do not exist. */
  readonly missing: readonly string[];
  readonly manifestFiles: readonly string[];
}

/** What is said of files that nothing uses; one listing for each folder. */
export async function findUnused(
  tree: SourceTree,
  { documentFiles, missing, manifestFiles }: UsedFiles,
): Promise<readonly Diagnostic[]> {
  const named = new Set([...documentFiles, ...manifestFiles]);
  const listings = await Promise.all(foldersOf(documentFiles).map((folder) => tree.list(folder)));
  const doubtful = listings.flatMap((siblings) => unusedPaths(siblings, named));
  // Links are followed only now: most trees have no file that is not named.
  if (doubtful.length === 0) return [];
  const trailsOf = (paths: Iterable<string>) => Promise.all([...paths].map((path) => tree.trail(path)));
  const used = new Set((await trailsOf(named)).flat());
  // There, what nothing names is likely what a manifest means and misspells.
  const doubted = new Set(foldersOf((await trailsOf(missing)).flat()));
  // A folder that a link leads to may have been listed twice.
  const files = new Set((await trailsOf(doubtful)).flatMap(([own]) => own ?? []));
  return [...files].filter((file) => !used.has(file) && !doubted.has(folderOf(file))).map(unusedDocument);
}
