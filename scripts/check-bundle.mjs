/**
 * Checks the Action's bundle: it is where action.yml says, within its size, without source maps, and it starts.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const root = fileURLToPath(new URL('../', import.meta.url));
const { runs } = load(readFileSync(join(root, 'action.yml'), 'utf8'));
const main = join(root, runs.main);
const maximumBytes = 1_500_000;

const files = readdirSync(dirname(main), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
const faults = [];
if (bytes > maximumBytes) faults.push(`the bundle has ${bytes} bytes, more than ${maximumBytes}`);
if (files.some(({ name }) => name.endsWith('.map'))) faults.push('the bundle carries source maps');
const run = spawnSync(process.execPath, [main], { encoding: 'utf8', env: { PATH: process.env.PATH } });
if (run.status !== 1 || !run.stdout.startsWith('::error ')) {
  faults.push(`the bundle did not answer an empty environment with an error:\n${run.stdout}${run.stderr}`);
}
for (const fault of faults) console.error(fault);
console.log(`Action bundle: ${(bytes / 1000).toFixed(0)} kB in ${files.length} files`);
process.exitCode = faults.length === 0 ? 0 : 1;
