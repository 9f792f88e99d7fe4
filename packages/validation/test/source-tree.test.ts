import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeRepository,
  GitError,
  gitTree,
  identitiesOfWorkingTree,
  loadBase,
  loadManifests,
  newerTip,
  requireAncestor,
  resolveCommit,
  type SourceTree,
  workingTree,
} from '../src/node.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iot-rollouts-'));
  root = join(folder, 'repository');
  mkdirSync(root);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(): string {
  if (!git('rev-parse', '--git-dir').endsWith('.git')) throw new Error('no repository');
  git('add', '-A');
  git('commit', '-q', '-m', 'state');
  return git('rev-parse', 'HEAD');
}

function manifest(name: string, description = 'One'): string {
  return `apiVersion: iot-rollouts/v1\nkind: Job\nmetadata: { name: ${name} }\nspec: { targets: [thing/a], document: { action: install }, description: ${description} }\n`;
}

function writeRepository(): void {
  write('rollouts/a.yaml', manifest('a'));
  write('rollouts/deep/b.yml', manifest('b'));
  write('rollouts/ü "quoted".json', '{}');
  write('rollouts/notes.md', '# Notes');
  write('rollouts/node_modules/c.yaml', manifest('c'));
  write('elsewhere/d.yaml', manifest('d'));
  write('.hidden/e.yaml', manifest('e'));
  write('documents/latin1.json', new Uint8Array([0x7b, 0xff, 0x7d]));
  write('documents/large.json', 'x'.repeat(1024 * 1024 + 1));
  write('documents/bom.json', '\uFEFF{}');
  writeFileSync(join(folder, 'secret.json'), '{}');
  symlinkSync('../../secret.json', join(root, 'documents/out.json'));
  symlinkSync('bom.json', join(root, 'documents/in.json'));
  symlinkSync('documents', join(root, 'linked'));
  symlinkSync('circle', join(root, 'circle'));
}

describe.each([
  ['the working tree', async (): Promise<SourceTree> => workingTree(root)],
  [
    'a commit',
    async (): Promise<SourceTree> => {
      git('init', '-q');
      const tree = gitTree(root, commit());
      // What is on disk must not matter any more.
      for (const path of ['rollouts', 'documents', 'elsewhere', 'linked'])
        rmSync(join(root, path), { recursive: true });
      return tree;
    },
  ],
])('%s', (_, open) => {
  it('finds files by globs, sorted, without dependencies and hidden folders', async () => {
    writeRepository();
    const tree = await open();
    expect(await tree.find(['rollouts/**/*.{yaml,yml,json}'])).toEqual([
      'rollouts/a.yaml',
      'rollouts/deep/b.yml',
      'rollouts/ü "quoted".json',
    ]);
    expect(await tree.find(['**/*.yaml', '!elsewhere/**'])).toEqual(['rollouts/a.yaml']);
    expect(await tree.find(['./rollouts/*.yaml', 'absent.yaml'])).toEqual(['absent.yaml', 'rollouts/a.yaml']);
    expect(await tree.find(['.hidden/*.yaml'])).toEqual(['.hidden/e.yaml']);
    expect(await tree.find(['rollouts/{a,b,c}.yaml'])).toEqual(['rollouts/a.yaml']);
    expect(await tree.find(['nothing/**/*.yaml'])).toEqual([]);
  });

  it('reads text, through links that stay inside, and names what it does not read', async () => {
    writeRepository();
    const tree = await open();
    expect(await tree.read('rollouts/a.yaml')).toEqual({ text: manifest('a') });
    expect(await tree.read('documents/bom.json')).toEqual({ text: '{}' });
    expect(await tree.read('documents/in.json')).toEqual({ text: '{}' });
    expect(await tree.read('linked/bom.json')).toEqual({ text: '{}' });
    expect(await tree.read('documents/out.json')).toEqual({ problem: 'outside-repository' });
    expect(await tree.read('documents/latin1.json')).toEqual({ problem: 'not-utf8' });
    expect(await tree.read('documents/large.json')).toMatchObject({ problem: 'too-large' });
    expect(await tree.read('rollouts')).toEqual({ problem: 'not-a-file' });
    expect(await tree.read('rollouts/absent.yaml')).toEqual({ problem: 'missing' });
    expect(await tree.read('rollouts/a.yaml/b')).toEqual({ problem: 'missing' });
    expect(await tree.read('circle')).toMatchObject({ problem: 'unreadable' });
  });
});

describe.each([
  ['the working tree', async (): Promise<SourceTree> => workingTree(root)],
  [
    'a commit',
    async (): Promise<SourceTree> => {
      git('init', '-q');
      return gitTree(root, commit());
    },
  ],
])('%s', (_, open) => {
  it('tells where links lead, as far as that lies inside', async () => {
    writeRepository();
    symlinkSync('in.json', join(root, 'documents/twice.json'));
    symlinkSync('../gone/away.json', join(root, 'documents/dangling.json'));
    const tree = await open();
    expect(await tree.trail('documents/bom.json')).toEqual(['documents/bom.json']);
    expect(await tree.trail('linked/twice.json')).toEqual([
      'documents/twice.json',
      'documents/in.json',
      'documents/bom.json',
    ]);
    expect(await tree.trail('documents/out.json')).toEqual(['documents/out.json']);
    expect(await tree.trail('linked/absent.json')).toEqual(['documents/absent.json']);
    expect((await tree.trail('documents/dangling.json'))[0]).toEqual('documents/dangling.json');
    expect(await tree.trail('circle')).toContain('circle');
  });
});

describe('the working tree', () => {
  it('refuses paths that lead out, and takes absolute ones that lead in', async () => {
    writeRepository();
    const tree = workingTree(root);
    expect(await tree.read('../secret.json')).toEqual({ problem: 'outside-repository' });
    expect(await tree.find([join(root, 'rollouts/*.yaml'), join(root, 'elsewhere/d.yaml')])).toEqual([
      'elsewhere/d.yaml',
      'rollouts/a.yaml',
    ]);
  });
});

describe("Git's own files in the working tree", () => {
  it('are not read, whatever way leads to them', async () => {
    git('init', '-q');
    writeRepository();
    symlinkSync('../.git', join(root, 'documents/git'));
    symlinkSync('../.git/config', join(root, 'documents/config.json'));
    write('.gitattributes', 'x');
    const tree = workingTree(root);
    for (const path of ['.git/config', 'documents/../.git/config', 'documents/config.json', 'documents/git/config']) {
      expect(await tree.read(path)).toMatchObject({ problem: 'outside-repository' });
    }
    expect(await tree.read('.git')).toMatchObject({ problem: 'outside-repository' });
    expect(await tree.read('.gitattributes')).toEqual({ text: 'x' });
  });
});

describe('a path with a character that no path has', () => {
  it('is told so', async () => {
    expect(await workingTree(root).read('documents/a\0.json')).toEqual({
      problem: 'unreadable',
      detail: 'no path has the character U+0000',
    });
  });
});

describe('loading manifests', () => {
  it('gives the manifests of a commit, whatever the working tree holds now', async () => {
    git('init', '-q');
    write('rollouts/a.yaml', manifest('a', 'Old'));
    write('rollouts/b.yaml', 'kind: [');
    const old = commit();
    write('rollouts/a.yaml', manifest('a', 'New'));
    const before = await loadManifests(gitTree(root, old));
    const now = await loadManifests(workingTree(root));
    expect(before.manifests.map(({ configuration }) => configuration)).toEqual([{ description: 'Old' }]);
    expect(now.manifests.map(({ configuration }) => configuration)).toEqual([{ description: 'New' }]);
    expect(before.report.diagnostics.map(({ rule, file }) => [rule, file])).toEqual([
      ['yaml/syntax', 'rollouts/b.yaml'],
    ]);
    expect(before.report).toMatchObject({ files: 2, manifests: 1 });
  });

  it('reports a file that is named and cannot be read, and patterns that match nothing', async () => {
    write('rollouts/a.yaml', manifest('a'));
    const { report, manifests, unmatched } = await loadManifests(workingTree(root), [
      'rollouts/a.yaml',
      'b.yaml',
      'c/*.yaml',
    ]);
    expect(manifests.map(({ name }) => name)).toEqual(['a']);
    expect(report.diagnostics).toMatchObject([
      { rule: 'source/unreadable', file: 'b.yaml', message: 'b.yaml does not exist' },
    ]);
    expect(unmatched).toEqual(['c/*.yaml']);
  });

  it('looks under rollouts/ when no pattern is given', async () => {
    writeRepository();
    expect((await loadManifests(workingTree(root))).manifests.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('reads from a folder inside a repository as if that were the root', async () => {
    git('init', '-q');
    write('fleet/rollouts/a.yaml', manifest('a'));
    const tree = gitTree(join(root, 'fleet'), commit());
    expect((await loadManifests(tree)).manifests.map(({ origin }) => origin.file)).toEqual(['rollouts/a.yaml']);
  });
});

describe('what was in Git at a base commit', () => {
  beforeEach(() => {
    git('init', '-q');
  });

  const names = (loaded: { readonly identities: readonly { readonly name: string }[] }) =>
    loaded.identities.map(({ name }) => name).sort();

  it('holds the jobs of every file, also where the globs of today do not look', async () => {
    write('rollouts/a.yaml', manifest('a'));
    write('fleet-eu/b.yaml', manifest('b'));
    write('package.json', '{ "name": "firmware" }');
    const loaded = await loadBase(root, commit());
    expect(names(loaded)).toEqual(['a', 'b']);
    expect(loaded.manifests.map(({ name }) => name)).toEqual(['a']);
  });

  it('holds jobs of hidden folders, of dependencies, of other endings and above the working directory', async () => {
    write('.github/rollouts/a.yaml', manifest('a'));
    write('vendor/node_modules/f/b.yaml', manifest('b'));
    write('rollouts/c.job', manifest('c'));
    write('rollouts/d.YML', manifest('d'));
    write('infra/rollouts/e.yaml', manifest('e'));
    const loaded = await loadBase(join(root, 'infra'), commit());
    expect(names(loaded)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(loaded.manifests.map(({ name }) => name)).toEqual(['e']);
  });

  it('does not take a pointer of Git LFS for a file that says nothing', async () => {
    write('rollouts/a.yaml', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n');
    expect((await loadBase(root, commit())).incomplete).toEqual(['rollouts/a.yaml']);
  });

  it('holds manifests that have errors by the rules of today', async () => {
    write('rollouts/a.yaml', manifest('a').replace('thing/a', 'nowhere'));
    const loaded = await loadBase(root, commit());
    expect(loaded.manifests).toEqual([]);
    expect(names(loaded)).toEqual(['a']);
    expect(loaded.incomplete).toEqual([]);
  });

  it('says which file cannot be read whole, but not of a file that was not there', async () => {
    write('rollouts/broken.yaml', 'kind: [Job');
    const loaded = await loadBase(root, commit(), ['rollouts/broken.yaml', 'rollouts/new.yaml']);
    expect(loaded.incomplete).toEqual(['rollouts/broken.yaml']);
  });
});

describe('the order of commits', () => {
  beforeEach(() => {
    git('init', '-q');
    write('rollouts/a.yaml', manifest('a'));
  });

  it('refuses a base that is not in the history of HEAD', async () => {
    const first = commit();
    git('checkout', '-q', '-b', 'mine');
    git('checkout', '-q', 'main');
    write('rollouts/b.yaml', manifest('b'));
    const theirs = commit();
    await requireAncestor(root, first);
    git('checkout', '-q', 'mine');
    await expect(requireAncestor(root, theirs)).rejects.toThrow('would undo what came with it');
  });

  it('knows the newer tip of a remote branch, and none when HEAD is the tip', async () => {
    const first = commit();
    write('rollouts/b.yaml', manifest('b'));
    const second = commit();
    git('update-ref', 'refs/remotes/origin/main', second);
    expect(await newerTip(root, 'main')).toBeUndefined();
    expect(await newerTip(root, 'other')).toBeUndefined();
    git('checkout', '-q', first);
    expect(await newerTip(root, 'main')).toBe(second);
  });

  it('sees every job of the working tree, but for what Git ignores', async () => {
    commit();
    write('elsewhere/b.yaml', manifest('b'));
    write('ignored/c.yaml', manifest('c'));
    write('.gitignore', 'ignored/');
    const identities = await identitiesOfWorkingTree(join(root, 'rollouts'));
    expect(identities.map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });
});

describe('resolving a commit', () => {
  async function failure(ref: string, at = root): Promise<GitError> {
    const error = await resolveCommit(at, ref).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof GitError)) throw new Error(`expected a GitError, got ${String(error)}`);
    return error;
  }

  it('gives the id of a branch, a tag, an ancestor and an id', async () => {
    git('init', '-q');
    write('a', '1');
    const first = commit();
    git('tag', '-a', 'v1', '-m', 'v1');
    write('a', '2');
    const second = commit();
    for (const ref of ['v1', 'HEAD~1', first, first.slice(0, 10)]) expect(await resolveCommit(root, ref)).toBe(first);
    for (const ref of ['main', 'HEAD']) expect(await resolveCommit(root, ref)).toBe(second);
  });

  it('takes no ref for an option of git', async () => {
    git('init', '-q');
    for (const ref of ['--output=/tmp/x', '-h', '', 'a\0b'])
      expect((await failure(ref)).message).toContain('no Git ref');
    expect(() => gitTree(root, '--help')).toThrow(GitError);
    expect(() => gitTree(root, 'main')).toThrow('no full commit id');
  });

  it('says that a ref is unknown, and that nothing has been committed', async () => {
    git('init', '-q');
    for (const ref of ['HEAD', 'HEAD~1']) expect((await failure(ref)).message).toBe('this branch has no commit yet');
    write('a', '1');
    commit();
    expect((await failure('nonsense')).message).toBe('Git knows no commit nonsense');
    expect((await failure('a'.repeat(40))).message).toContain('Git knows no commit aaaa');
  });

  it('says that the folder is in no repository, or does not exist', async () => {
    expect((await failure('HEAD', folder)).message).toContain('is not in a Git repository');
    expect((await failure('HEAD', join(folder, 'absent'))).message).toMatch(/absent/);
  });

  it('fetches a commit that a shallow clone lacks, or says how to', async () => {
    git('init', '-q');
    write('a', '1');
    const first = commit();
    write('a', '2');
    commit();
    const clone = join(folder, 'clone');
    git('clone', '-q', '--depth=1', `file://${root}`, clone);
    expect(await resolveCommit(clone, 'HEAD~1')).toBe(first);
    git('clone', '-q', '--depth=1', `file://${root}`, `${clone}-2`);
    expect(await resolveCommit(`${clone}-2`, first)).toBe(first);
    rmSync(clone, { recursive: true });
    git('clone', '-q', '--depth=1', `file://${root}`, clone);
    git('-C', clone, 'remote', 'remove', 'origin');
    expect((await failure(first, clone)).help).toContain(`git fetch --depth=1 origin ${first}`);
    expect((await failure('HEAD~1', clone)).help).toContain('fetch-depth: 0');
  });
});

describe('describing a repository', () => {
  it.each([
    ['https://github.com/acme/firmware.git', 'acme/firmware'],
    ['https://user:secret@github.com/acme/firmware', 'acme/firmware'],
    ['git@github.com:acme/firmware.git', 'acme/firmware'],
    ['ssh://git@github.com/acme/firmware.git', 'acme/firmware'],
    ['ssh://git@example.com:22/team/acme/firmware/', 'example.com/team/acme/firmware'],
    ['https://gitlab.com/team-a/firmware/app.git', 'gitlab.com/team-a/firmware/app'],
    ['git@gitlab.com:team-b/firmware/app.git', 'gitlab.com/team-b/firmware/app'],
    ['https://dev.azure.com/org/project/_git/fw', 'dev.azure.com/org/project/_git/fw'],
  ])('names it by its remote %s', async (url, name) => {
    git('init', '-q');
    git('remote', 'add', 'origin', url);
    expect((await describeRepository(root, {})).name).toBe(name);
  });

  it('names it by its folder when it has no remote, or is no repository at all', async () => {
    const { name } = await describeRepository(root, {});
    expect(name).toMatch(/^local\/repository-[0-9a-f]{8}$/);
    git('init', '-q');
    expect(await describeRepository(root, {})).toEqual({ name });
    git('remote', 'add', 'origin', '/srv/git/repository.git');
    expect(await describeRepository(root, {})).toEqual({ name });
  });

  it('tells two folders of one name apart', async () => {
    const twin = join(folder, 'twin/repository');
    mkdirSync(twin, { recursive: true });
    expect((await describeRepository(twin, {})).name).not.toBe((await describeRepository(root, {})).name);
  });

  it('takes the name that GitHub gives, with the host of another server', async () => {
    const env = { GITHUB_REPOSITORY: 'acme/firmware', GITHUB_SERVER_URL: 'https://github.com' };
    expect((await describeRepository(root, env)).name).toBe('acme/firmware');
    const enterprise = { ...env, GITHUB_SERVER_URL: 'https://github.example.com' };
    expect((await describeRepository(root, enterprise)).name).toBe('github.example.com/acme/firmware');
  });

  it('gives the commit only while the working tree is exactly that commit', async () => {
    git('init', '-q');
    write('a', '1');
    const head = commit();
    expect((await describeRepository(root, {})).commit).toBe(head);
    write('b', 'not committed');
    expect((await describeRepository(root, {})).commit).toBeUndefined();
  });
});
