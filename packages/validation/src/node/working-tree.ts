/** Files as they stand on disk. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileReader } from './file-reader.js';
import { readGlobs } from './glob.js';
import { linkTrails } from './links.js';
import { filesIn, search } from './search.js';
import type { SourceTree } from './source-tree.js';

/** The files below a folder. A link that leads out of it is refused when it is read. */
export function workingTree(root: string): SourceTree {
  const read = fileReader(root);
  const trail = linkTrails(root);
  return {
    find: async (patterns) => {
      const globs = readGlobs(patterns.map((pattern) => insideRoot(root, pattern)));
      const found = new Set(globs.literals);
      for (const base of globs.bases) search(root, base, globs, found);
      return [...found].sort();
    },
    read: async (path) => read(path),
    list: async (folder) => filesIn(root, folder),
    trail: async (path) => trail(path),
  };
}

/** Whether globs find a file below a root by its path from there, once it exists. */
export function pathMatcher(root: string, patterns: readonly string[]): (path: string) => boolean {
  const { literals, matches } = readGlobs(patterns.map((pattern) => insideRoot(root, pattern)));
  return (path) => literals.includes(path) || matches(path);
}

/** A pattern as it is written from the root; tools that call us often pass absolute paths, and people some with `..`. */
function insideRoot(root: string, pattern: string): string {
  const slashes = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  const path = slashes.replace(/^!/, '');
  if (!isAbsolute(path) && !/(?:^|\/)\.\.(?:\/|$)/.test(path)) return slashes;
  const inside = relative(resolve(root), resolve(root, path)).replaceAll(sep, '/');
  const outside = inside === '' || inside === '..' || inside.startsWith('../');
  return outside ? slashes : slashes.slice(0, slashes.length - path.length) + inside;
}
