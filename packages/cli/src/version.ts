/** The version of this command line, which its package.json says; the bundle stands beside it as the sources do. */
import { readFile } from 'node:fs/promises';

/** The version as npm knows it. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
