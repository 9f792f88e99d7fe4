/** What Git's history says: which commit comes before which, and what a commit or the working tree speaks of anywhere. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Identity, identitiesOf } from '../identities.js';
import { parseFile } from '../parse.js';
import { apiVersion } from '../schema.js';
import { GitError, gitFailure, isShallow, runGit } from './git.js';

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

/** Kinds and names in every file of a commit, whatever its folder or ending, also above `root`. */
export async function identitiesOfCommit(root: string, commit: string): Promise<readonly Identity[]> {
  const paths = await filesThatSpeak(root, [commit]);
  const prefix = `${commit}:`;
  const parsed = await Promise.all(
    paths.map(async (path) => {
      const { stdout } = await runGit(root, ['cat-file', 'blob', path]);
      return parseFile(path.slice(prefix.length), stdout.toString());
    }),
  );
  return identitiesOf(parsed);
}

/** Kinds and names in every file of the working tree that Git does not ignore; empty outside Git. */
export async function identitiesOfWorkingTree(root: string): Promise<readonly Identity[]> {
  const top = await runGit(root, ['rev-parse', '--show-toplevel']);
  if (top.code !== 0) return [];
  const folder = top.stdout.toString().trim();
  const paths = await filesThatSpeak(root, ['--untracked']);
  const parsed = await Promise.all(
    paths.map(async (path) => parseFile(path, await readFile(join(folder, path), 'utf8'))),
  );
  return identitiesOf(parsed);
}

/** Paths from the repository's top of the files that hold our apiVersion. */
async function filesThatSpeak(root: string, where: readonly string[]): Promise<readonly string[]> {
  const top = await runGit(root, ['rev-parse', '--show-toplevel']);
  if (top.code !== 0) throw gitFailure(root, top.stderr);
  const args = ['grep', '--files-with-matches', '--null', '--fixed-strings', '-I', '-e', apiVersion, ...where];
  const { code, stdout, stderr } = await runGit(top.stdout.toString().trim(), args);
  if (code > 1) throw gitFailure(root, stderr);
  return stdout
    .toString()
    .split('\0')
    .filter((path) => path !== '');
}

async function isAncestor(root: string, older: string, newer: string): Promise<boolean> {
  return (await runGit(root, ['merge-base', '--is-ancestor', older, newer])).code === 0;
}
