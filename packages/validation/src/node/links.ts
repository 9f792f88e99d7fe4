/** Where links on disk lead. */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isInside } from './path-inside.js';

/** How many links in a row are followed. */
const linksMax = 40;

/** The trails of paths below a root: see `SourceTree.trail`. */
export function linkTrails(root: string): (path: string) => readonly string[] {
  const folders = new Map<string, string | undefined>();
  const realFolder = (folder: string) => {
    if (!folders.has(folder)) folders.set(folder, realPath(folder));
    return folders.get(folder);
  };
  return (path) => {
    const realRoot = realFolder(resolve(root));
    const trail: string[] = [];
    let next: string | undefined = resolve(root, path);
    for (let links = 0; next !== undefined && links <= linksMax; links += 1) {
      const folder = realFolder(dirname(next));
      if (realRoot === undefined || folder === undefined || !isInside(realRoot, folder)) break;
      const entry = join(folder, basename(next));
      trail.push(relative(realRoot, entry).replaceAll(sep, '/'));
      next = targetOf(entry);
    }
    return trail;
  };
}

/** What a link leads to; undefined of what is none. */
function targetOf(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
