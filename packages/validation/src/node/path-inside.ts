/** Paths below a folder. */
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is a folder or lies below it. */
export function isInside(folder: string, path: string): boolean {
  if (path.startsWith(folder) && (path.length === folder.length || path[folder.length] === sep)) return true;
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
