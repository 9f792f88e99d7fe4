/** Watching a folder and all below it. */
import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folders that are written all the time, are large, and hold no manifest. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Calls `onChange` for every change below `root`, with the path of the file from there, or with none for a folder that came
 * or went with whatever is in it; returns what ends it.
 *
 * Node's own recursive watching goes into every folder of node_modules too, and may miss files of a new folder.
 */
export function watchFolders(root: string, onChange: (file: string | undefined) => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  const forget = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      watchers.delete(path);
    }
  };

  const follow = (folder: string): void => {
    try {
      const watcher = watch(folder, (event, name) => {
        if (name !== null && skipped.has(name)) return;
        // A folder that came, went or was replaced by another of its name.
        const path = join(folder, name ?? '');
        const wasFolder = name !== null && watchers.has(path);
        if (event === 'rename' && name !== null) {
          forget(path);
          follow(path);
        }
        const isFolder = name === null || wasFolder || watchers.has(path);
        onChange(isFolder ? undefined : relative(root, path).replaceAll(sep, '/'));
      });
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() && !skipped.has(entry.name)) follow(join(folder, entry.name));
      }
    } catch {
      // It is no folder, or gone already: then its parent's watcher tells of it.
      forget(folder);
    }
  };

  follow(root);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}
