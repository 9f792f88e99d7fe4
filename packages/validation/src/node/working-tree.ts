/** Files as they stand on disk. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Globs, isSkippedFolder, readGlobs } from './glob.js';
import { decode, fileBytesMax, type ReadResult, type SourceTree, tooLarge } from './source-tree.js';

/** The files below a folder. A link that leads out of it is refused when it is read. */
export function workingTree(root: string): SourceTree {
  return {
    find: async (patterns) => {
      const globs = readGlobs(patterns.map((pattern) => insideRoot(root, pattern)));
      const found = new Set(globs.literals);
      for (const base of globs.bases) await search(root, base, globs, found);
      return [...found].sort();
    },
    read: (path) => readInside(root, path),
    list: async (folder) => {
      // A folder that a link leads to may lie outside; nothing of it is told.
      const real = await realpath(join(root, folder)).catch(() => undefined);
      if (real === undefined || !isInside(await realpath(root), real)) return [];
      const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
      return entries.flatMap((entry) =>
        entry.isDirectory() ? [] : [folder === '' ? entry.name : `${folder}/${entry.name}`],
      );
    },
  };
}

/** An absolute pattern below the root as a relative one; tools that call us often pass absolute paths. */
function insideRoot(root: string, pattern: string): string {
  const slashes = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  if (!isAbsolute(slashes)) return slashes;
  const inside = relative(resolve(root), slashes).replaceAll(sep, '/');
  return inside.startsWith('../') ? slashes : inside;
}

async function search(root: string, folder: string, globs: Globs, found: Set<string>): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Linked folders are not followed: they may lead in a circle.
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name, globs)) await search(root, path, globs, found);
    } else if (globs.matches(path)) found.add(path);
  }
}

async function readInside(root: string, path: string): Promise<ReadResult> {
  try {
    const target = resolve(root, path);
    if (!isInside(resolve(root), target)) return { problem: 'outside-repository' };
    const real = await realpath(target);
    if (!isInside(await realpath(root), real)) return { problem: 'outside-repository' };
    const status = await stat(real);
    if (!status.isFile()) return { problem: 'not-a-file' };
    if (status.size > fileBytesMax) return tooLarge(status.size);
    return decode(await readFile(real));
  } catch (error) {
    return unreadable(error);
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function unreadable(error: unknown): ReadResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'missing' };
  return { problem: 'unreadable', detail: code ?? String(error) };
}
