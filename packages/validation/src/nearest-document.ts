/** The document that a manifest means when it names one that does not exist. */
import { candidateNames, nearestOf } from '@iot-rollouts/schemas';

/**
 * Finds the name among a folder's JSON files that is most like that of a missing one, which may differ only by case;
 * undefined where none is near.
 *
 * @param siblings the paths of the folder's files.
 */
export function nearestAmong(siblings: readonly string[]): (path: string) => string | undefined {
  const names = new Map<string, string>();
  for (const name of siblings.map(nameOf).sort()) {
    if (/[^.]\.json$/i.test(name) && !names.has(stemOf(name))) names.set(stemOf(name), name);
  }
  // Without the ending, which all have in common: with it, most short names would be alike.
  const candidates = candidateNames([...names.keys()]);
  return (path) => {
    const near = names.get(nearestOf(stemOf(nameOf(path)), candidates) ?? '');
    // A link that leads nowhere is missing, and has its name in the folder.
    return near === nameOf(path) ? undefined : near;
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
