/** Files as they stand on disk. */
import { type Dirent, readdirSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileReader, isInside } from './file-reader.js';
import { type Globs, isSkippedFolder, readGlobs } from './glob.js';
import type { SourceTree } from './source-tree.js';

/** The files below a folder. A link that leads out of it is refused when it is read. */
export function workingTree(root: string): SourceTree {
  const read = fileReader(root);
  return {
    find: async (patterns) => {
      const globs = readGlobs(patterns.map((pattern) => insideRoot(root, pattern)));
      const found = new Set(globs.literals);
      for (const base of globs.bases) search(root, base, globs, found);
      return [...found].sort();
    },
    read: async (path) => read(path),
    list: (folder) => filesIn(root, folder),
  };
}

/** Whether globs find a file below a root by its path from there, once it exists. */
export function pathMatcher(root: string, patterns: readonly string[]): (path: string) => boolean {
  const { literals, matches } = readGlobs(patterns.map((pattern) => insideRoot(root, pattern)));
  return (path) => literals.includes(path) || matches(path);
}

/** The paths of a folder's files. */
export async function filesIn(root: string, folder: string): Promise<readonly string[]> {
  // A folder that a link leads to may lie outside; nothing of it is told.
  const real = await realpath(join(root, folder)).catch(() => undefined);
  if (real === undefined || !isInside(await realpath(root), real)) return [];
  const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) =>
    entry.isDirectory() ? [] : [folder === '' ? entry.name : `${folder}/${entry.name}`],
  );
}

/** An absolute pattern below the root as a relative one; tools that call us often pass absolute paths. */
function insideRoot(root: string, pattern: string): string {
  const slashes = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  if (!isAbsolute(slashes)) return slashes;
  const inside = relative(resolve(root), slashes).replaceAll(sep, '/');
  return inside.startsWith('../') ? slashes : inside;
}

/** Adds the files below a folder that match. */
export function search(root: string, folder: string, globs: Globs, found: Set<string>): void {
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Linked folders are not followed: they may lead in a circle.
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name, globs)) search(root, path, globs, found);
    } else if (globs.matches(path)) found.add(path);
  }
}

/** What a folder holds; nothing when it is not there or cannot be read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
