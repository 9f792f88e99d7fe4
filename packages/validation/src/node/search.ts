/** Looking into folders. */
import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Globs } from './glob.js';
import { isInside } from './path-inside.js';

/**
 * Adds the files below a folder that match.
 *
 * @param enough how many are wanted; the search ends once there are more.
 */
export function search(
  root: string,
  folder: string,
  globs: Globs,
  found: Set<string>,
  enough = Number.POSITIVE_INFINITY,
): void {
  for (const entry of entriesOf(join(root, folder))) {
    if (found.size > enough) return;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Linked folders are not followed: they may lead in a circle.
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name, globs)) search(root, path, globs, found, enough);
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

/** Folders that are never searched. */
export function isSkippedFolder(name: string, { dotFolders }: Globs): boolean {
  return name === 'node_modules' || name === '.git' || (name.startsWith('.') && !dotFolders);
}

/** The paths of a folder's files. */
export function filesIn(root: string, folder: string): readonly string[] {
  const real = realFolder(join(root, folder));
  const realRoot = realFolder(root);
  // A folder that a link leads to may lie outside; nothing of it is told.
  if (real === undefined || realRoot === undefined || !isInside(realRoot, real)) return [];
  return entriesOf(real).flatMap((entry) =>
    entry.isDirectory() ? [] : [folder === '' ? entry.name : `${folder}/${entry.name}`],
  );
}

function realFolder(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    return undefined;
  }
}
