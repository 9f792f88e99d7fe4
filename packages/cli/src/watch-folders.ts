/** Watching a folder and all below it. */
import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

/** Folders that are written all the time, are large, and hold no manifest. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Calls `onChange` for every change of a file or folder below `root`, new folders included; returns what ends it.
 *
 * Node's own recursive watching goes into every folder of node_modules too, and may miss files of a new folder.
 */
export function watchFolders(root: string, onChange: () => void): () => void {
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
        if (event === 'rename' && name !== null) {
          forget(join(folder, name));
          follow(join(folder, name));
        }
        onChange();
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
