/**
 * A case is a folder under `cases/`: files as a repository has them, and what is said about them in `diagnostics.txt`.
 * `UPDATE=1` writes that file anew; read the difference before it is committed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderPretty } from '../src/index.js';
import { loadManifests, workingTree } from '../src/node.js';

const cases = fileURLToPath(new URL('./cases', import.meta.url));

describe('a repository', () => {
  it.each(readdirSync(cases))('%s is judged as its diagnostics.txt says', async (name) => {
    const { report } = await loadManifests(workingTree(`${cases}/${name}`));
    const expected = `${cases}/${name}/diagnostics.txt`;
    const actual = renderPretty(report, { color: false });
    if (process.env.UPDATE === '1') writeFileSync(expected, actual);
    expect(existsSync(expected)).toBe(true);
    expect(actual).toBe(readFileSync(expected, 'utf8'));
  });
});
