/** What Git's history says: which commit comes before which, and what a commit or the working tree speaks of anywhere. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Identity, type IdentityInFile, identitiesOf } from '../identities.js';
import { type ParsedFile, parseFile } from '../parse.js';
import { apiVersion, manifestKinds } from '../schema.js';
import { GitError, gitFailure, isCommitId, isShallow, runGit } from './git.js';
import { gitTree } from './git-tree.js';

/**
 * Makes sure that a base is in the history of HEAD. When it is not, what came with the base is missing here, and to apply
 * this state would undo it: throws a {@link GitError} that says how to catch up.
 */
export async function requireAncestor(root: string, base: string): Promise<void> {
  if (await isAncestor(root, base, 'HEAD')) return;
  if (!(await isShallow(root))) throw notInHistory(base);
  if (!(await fetchSince(root, base))) {
    throw new GitError(
      `this shallow clone does not show that ${base} comes before HEAD, and its history could not be fetched`,
      'Set fetch-depth: 0 in actions/checkout, or run: git fetch --unshallow',
    );
  }
  if (!(await isAncestor(root, base, 'HEAD'))) throw notInHistory(base);
}

function notInHistory(base: string): GitError {
  return new GitError(
    `${base} is not in the history of HEAD, so this state would undo what came with it`,
    'Merge or rebase onto it first; or compare with the commit that you started from: git merge-base HEAD REF',
  );
}

/** Fetches the commits between a base and HEAD, which a shallow clone leaves out; false when that cannot be done. */
async function fetchSince(root: string, base: string): Promise<boolean> {
  const date = await runGit(root, ['show', '--no-patch', '--format=%ct', base]);
  const head = await runGit(root, ['rev-parse', 'HEAD']);
  if (date.code !== 0 || head.code !== 0) return false;
  const since = `--shallow-since=${Number(date.stdout.toString().trim()) - 1}`;
  return (
    (await runGit(root, ['fetch', '--quiet', '--no-tags', since, 'origin', head.stdout.toString().trim()])).code === 0
  );
}

/**
 * The tip of a remote branch as the clone knows it, when HEAD is an older commit of it; undefined when HEAD is the tip, or
 * the clone does not know the branch.
 */
export async function newerTip(root: string, branch: string): Promise<string | undefined> {
  const ref = `refs/remotes/origin/${branch}`;
  const tip = await runGit(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  const head = await runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const commit = tip.stdout.toString().trim();
  if (tip.code !== 0 || commit === head.stdout.toString().trim()) return undefined;
  return (await isAncestor(root, 'HEAD', commit)) ? commit : undefined;
}

/**
 * Kinds and names in every file of a commit, whatever its folder or ending, also above `root`.
 *
 * @param parsed files of the commit that were read already, by their paths below `root`.
 */
export async function identitiesOfCommit(
  root: string,
  commit: string,
  parsed: readonly ParsedFile[],
): Promise<readonly Identity[]> {
  const { top, prefix } = await placeInRepository(root);
  const read = new Set(parsed.map(({ file }) => `${commit}:${prefix}${file}`));
  const paths = (await filesThatSpeak(top, [commit])).filter((path) => !read.has(path));
  const tree = gitTree(top, commit);
  const texts = await Promise.all(paths.map((path) => tree.read(path.slice(commit.length + 1))));
  const others = paths.flatMap((path, index) => {
    const result = texts[index];
    return result !== undefined && 'text' in result ? [parseFile(path, result.text)] : [];
  });
  return identitiesOf([...parsed, ...others]);
}

/**
 * Kinds and names in every file of the working tree that Git does not ignore, those of files that were not read before with
 * their path from the top of the repository; only those of `parsed` outside Git.
 *
 * @param parsed files that were read already, by their paths below `root`.
 */
export async function identitiesOfWorkingTree(
  root: string,
  parsed: readonly ParsedFile[] = [],
): Promise<readonly IdentityInFile[]> {
  const place = await placeInRepository(root).catch(() => undefined);
  if (place === undefined) return identitiesOf(parsed);
  const { top, prefix } = place;
  const read = new Set(parsed.map(({ file }) => `${prefix}${file}`));
  const paths = (await filesThatSpeak(top, ['--untracked'])).filter((path) => !read.has(path));
  const others = await Promise.all(
    paths.map(async (file) => {
      const read = parseFile(file, await readFile(join(top, file), 'utf8'));
      const identities = [...identitiesOf([read]), ...(read.complete ? [] : supposed(read))];
      return identities.map((identity) => ({ ...identity, file }));
    }),
  );
  return [...identitiesOf(parsed), ...others.flat()];
}

/** What a file that cannot be read whole may speak of: whatever it names, nobody can say that it is gone. */
function supposed({ source }: ParsedFile): readonly Identity[] {
  const names = [...source.text.matchAll(/\bname["']?[ \t]*:[ \t]*["']?([\w-]{1,64})/g)].map(
    ([, name]) => name as string,
  );
  return names.flatMap((name) => manifestKinds.map((kind) => ({ kind, name })));
}

/** So many of the commits that a name came with are looked at. */
const commitsSearchedMax = 30;

/** Where manifests have ever been, whatever the globs of today; history is long, and most of it is code. */
const manifestPaths = [':(top)*.yaml', ':(top)*.yml', ':(top)*.json'];

/** So many names are searched for at a time. */
const namesSearched = 100;

/**
 * Of these names of jobs, the ones that a manifest had before: at a commit or an ancestor of it. A job that was removed from Git,
 * and whose manifest comes back, is not new. A shallow clone tells only what it has.
 */
export async function jobsNamedBefore(
  root: string,
  commit: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const searched = names.filter((name) => /^[\w-]+$/.test(name));
  for (let start = 0; start < searched.length; start += namesSearched) {
    const some = searched.slice(start, start + namesSearched);
    const line = `name["']?[[:space:]]*:[[:space:]]*["']?(${some.join('|')})["']?[[:space:]]*([,}#]|$)`;
    const args = [
      'log',
      '--format=%H',
      `--max-count=${commitsSearchedMax}`,
      `-G${line}`,
      commit,
      '--',
      ...manifestPaths,
    ];
    const { code, stdout, stderr } = await runGit(root, args);
    if (code !== 0) throw gitFailure(root, stderr);
    // A name is in the very commit that brought its line.
    for (const brought of stdout.toString().split('\n').filter(isCommitId)) {
      for (const name of await jobsIn(root, brought, line)) if (some.includes(name)) found.add(name);
    }
  }
  return found;
}

/** Names of the jobs in those files of a commit that have such a line. */
async function jobsIn(root: string, commit: string, line: string): Promise<readonly string[]> {
  const { top } = await placeInRepository(root);
  const { stdout } = await runGit(top, ['grep', '-l', '-z', '-I', '-E', '-e', line, commit]);
  const paths = stdout
    .toString()
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => path.slice(commit.length + 1));
  const tree = gitTree(top, commit);
  const read = await Promise.all(paths.map(async (path) => [path, await tree.read(path)] as const));
  const parsed = read.flatMap(([path, result]) => ('text' in result ? [parseFile(path, result.text)] : []));
  return identitiesOf(parsed)
    .filter(({ kind }) => kind === 'Job')
    .map(({ name }) => name);
}

/** The repository's top folder, and the path from there to a folder in it: `''`, or with a slash at its end. */
async function placeInRepository(root: string): Promise<{ readonly top: string; readonly prefix: string }> {
  const { code, stdout, stderr } = await runGit(root, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (code !== 0) throw gitFailure(root, stderr);
  const [top = '', prefix = ''] = stdout.toString().split('\n');
  return { top, prefix };
}

/** Paths from the repository's top of the files that hold our apiVersion; of a commit's with its id and a colon before. */
async function filesThatSpeak(top: string, where: readonly string[]): Promise<readonly string[]> {
  const args = ['grep', '--files-with-matches', '--null', '--fixed-strings', '-I', '-e', apiVersion, ...where];
  const { code, stdout, stderr } = await runGit(top, args);
  if (code > 1) throw gitFailure(top, stderr);
  return stdout
    .toString()
    .split('\0')
    .filter((path) => path !== '');
}

async function isAncestor(root: string, older: string, newer: string): Promise<boolean> {
  return (await runGit(root, ['merge-base', '--is-ancestor', older, newer])).code === 0;
}
