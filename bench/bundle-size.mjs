/** Size of the Action's bundle, minified, all of its files. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../packages/action/dist/', import.meta.url));

/** One row of the table. */
export function bundleSize() {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { name: 'Action bundle, MB', measured: bytes / 1e6, limit: 1.5, detail: `${files.length} files` };
}
