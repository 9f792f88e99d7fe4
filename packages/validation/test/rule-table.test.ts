import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ruleTable } from '../src/index.js';
import { loadManifests, workingTree } from '../src/node.js';

const fixtures = fileURLToPath(new URL('./rules', import.meta.url));
const ids = Object.keys(ruleTable);

async function rulesFoundIn(path: string): Promise<readonly string[]> {
  const { report } = await loadManifests(workingTree(fixtures), [path]);
  return report.diagnostics.map(({ rule }) => rule);
}

describe('the rule table', () => {
  it.each(ids)('%s finds its bad fixture, and nothing else is said about it', async (id) => {
    expect(new Set(await rulesFoundIn(`${id}/bad.yaml`))).toEqual(new Set([id]));
  });

  it.each(ids)('%s is silent about its good fixture, as is every other rule', async (id) => {
    expect(await rulesFoundIn(`${id}/good.yaml`)).toEqual([]);
  });

  it('has a rule for each fixture', () => {
    const families = readdirSync(fixtures).filter((name) => name !== 'documents');
    const folders = families.flatMap((family) =>
      readdirSync(`${fixtures}/${family}`).map((name) => `${family}/${name}`),
    );
    expect(folders.sort()).toEqual([...ids].sort());
  });

  it('names rules by kebab paths', () => {
    expect(ids.filter((id) => !/^[a-z]+\/[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });
});
