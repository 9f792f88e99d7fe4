import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  familyOf,
  type IdentityInFile,
  identitiesOf,
  parseFile,
  type RuleId,
  ruleTable,
  settingsFile,
  type ValidationReport,
} from '../src/index.js';
import { type LoadedManifests, loadManifests, reportAgainstBase, type SourceTree, workingTree } from '../src/node.js';

const fixtures = fileURLToPath(new URL('./rules', import.meta.url));
const ids = Object.keys(ruleTable) as readonly RuleId[];

/** "Now" in fixtures. */
const now = Date.UTC(2027, 0, 1);

/** A manifest without a fault, for fixtures that are settings files. */
const anyManifest = 'shape/type/good.yaml';

/**
 * The rules that a fixture breaks. Beside it may stand its settings, and what stood there at the base; the fixture of a
 * rule about settings is the settings.
 */
async function rulesFoundIn(id: RuleId, name: 'bad' | 'good'): Promise<readonly string[]> {
  const fixture = `${id}/${name}.yaml`;
  const isSettings = familyOf(id) === 'settings';
  const tree = workingTree(fixtures);
  const settings = isSettings ? fixture : `${id}/${settingsFile}`;
  const manifests = [isSettings ? anyManifest : fixture];
  const withSettings: SourceTree = {
    ...tree,
    find: async () => manifests,
    read: (path) => tree.read(path === settingsFile ? settings : path),
  };
  // What nothing uses can be told only where no manifest is left out; other fixtures share their documents.
  const globs = id === 'document/unused' ? undefined : manifests;
  const base = existsSync(`${fixtures}/${id}/base.yaml`) ? await loadManifests(tree, [`${id}/base.yaml`]) : undefined;
  if (base === undefined) return rulesOf((await loadManifests(withSettings, globs, { now })).report);
  const head = await loadManifests(withSettings, globs, { now, jobsAtBase: jobsOf(base) });
  return rulesOf(reportAgainstBase(head, base, name === 'bad' ? identitiesElsewhere(`${id}/elsewhere.yaml`) : []));
}

/** What a file beside a fixture speaks of that no glob finds. */
function identitiesElsewhere(file: string): readonly IdentityInFile[] {
  if (!existsSync(`${fixtures}/${file}`)) return [];
  const parsed = parseFile(file, readFileSync(`${fixtures}/${file}`, 'utf8'));
  return identitiesOf([parsed]).map((identity) => ({ ...identity, file }));
}

function rulesOf({ diagnostics }: ValidationReport): readonly string[] {
  return diagnostics.map(({ rule }) => rule);
}

function jobsOf({ identities }: LoadedManifests): ReadonlySet<string> {
  return new Set(identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
}

describe('the rule table', () => {
  it.each(ids)('%s finds its bad fixture, and nothing else is said about it', async (id) => {
    expect(new Set(await rulesFoundIn(id, 'bad'))).toEqual(new Set([id]));
  });

  it.each(ids)('%s is silent about its good fixture, as is every other rule', async (id) => {
    expect(await rulesFoundIn(id, 'good')).toEqual([]);
  });

  it('has a rule for each fixture', () => {
    const families = readdirSync(fixtures).filter((name) => name !== 'documents');
    const folders = families.flatMap((family) =>
      readdirSync(`${fixtures}/${family}`).map((name) => `${family}/${name}`),
    );
    expect(folders.sort()).toEqual([...ids].sort());
  });

  it('names rules by kebab paths', () => {
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });
});
