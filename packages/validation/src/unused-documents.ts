/** JSON files beside job documents that no manifest names. */
import type { Diagnostic } from './diagnostic.js';
import { ruleTable } from './rule-table.js';

/** The folders that hold the given document files, sorted; `''` is the root. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map(folderOf))].sort();
}

/** The folder of a file. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * The files that are likely job documents and that nothing uses, sorted.
 *
 * @param siblings every file of a folder that holds document files
 * @param used files that manifests name, and those that are manifests themselves
 */
export function unusedPaths(siblings: readonly string[], used: ReadonlySet<string>): readonly string[] {
  // The root and a folder of a package hold settings of many tools, which are JSON too.
  if (siblings.some((path) => !path.includes('/') || path.endsWith('/package.json'))) return [];
  return siblings.filter((path) => /(?:^|\/)[^/.][^/]*(?<!\.schema)\.json$/.test(path) && !used.has(path)).sort();
}

/** What is said of one of the {@link unusedPaths}. */
export function unusedDocument(file: string): Diagnostic {
  const rule = 'document/unused';
  return {
    rule,
    severity: ruleTable[rule].severity,
    message: `${file} stands among job documents, and no manifest names it`,
    help: 'Name it in documentFile, or remove it.',
    file,
    related: [],
  };
}
