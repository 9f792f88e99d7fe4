/**
 * Commits a staged release on its tag: `release-tag.mjs --from DIR v1.2.3`. With `--major`, moves `v1` to `v1.2.3`.
 *
 * The commit has no parent: the tag holds the bundle, which no branch does, and a job's token may push it although
 * it lacks the workflows of the source. A release tag is never moved; doing it again changes nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string' }, major: { type: 'boolean', default: false } },
});
const tag = positionals[0] ?? '';
const version = /^v(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)(?<pre>-[0-9A-Za-z.-]+)?$/.exec(tag)?.groups;
try {
  if (version === undefined) throw new Error(`${tag || 'nothing'} is no release tag: write v1.2.3 or v1.2.3-rc.1`);
  if (values.major) moveMajor();
  else if (values.from !== undefined) commitOnTag(resolve(values.from));
  else throw new Error('name the staged tree with --from');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function commitOnTag(folder) {
  const tree = treeOf(folder);
  const there = remoteTag(tag);
  if (there !== undefined) {
    git('fetch', '--quiet', '--depth=1', 'origin', `refs/tags/${tag}`);
    if (git('rev-parse', 'FETCH_HEAD^{tree}') !== tree) {
      throw new Error(`${tag} is there already with another tree: a release is never changed, make the next one`);
    }
    console.log(`${tag} is there already, with this tree`);
    return;
  }
  const source = git('rev-parse', 'HEAD');
  const commit = git('commit-tree', tree, '-m', `Release ${tag}`, '-m', `Source-Commit: ${source}`);
  git('push', '--quiet', 'origin', `${commit}:refs/tags/${tag}`);
  console.log(`${tag} is ${commit}, from ${source}`);
}

/** The Git tree of a folder's files, all of them, whatever is ignored. */
function treeOf(folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'release-tag-'));
  try {
    const env = { ...process.env, GIT_INDEX_FILE: join(scratch, 'index') };
    gitIn(
      { env },
      `--work-tree=${folder}`,
      '-C',
      folder,
      `--git-dir=${git('rev-parse', '--absolute-git-dir')}`,
      'add',
      '--force',
      '--all',
      '.',
    );
    return gitIn({ env }, 'write-tree');
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** `v1` follows the highest release below `v2`; a prerelease is for those who name it. */
function moveMajor() {
  const major = `v${version.major}`;
  const commit = remoteTag(tag);
  if (commit === undefined) throw new Error(`${tag} is not there yet`);
  const higher = [...remoteTags().keys()].filter((other) => isHigher(other));
  if (version.pre !== undefined || higher.length > 0) {
    console.log(`${major} stays: ${version.pre === undefined ? `${higher[0]} is higher` : `${tag} is a prerelease`}`);
    return;
  }
  git('fetch', '--quiet', '--depth=1', 'origin', `refs/tags/${tag}`);
  git('push', '--quiet', '--force', 'origin', `FETCH_HEAD:refs/tags/${major}`);
  console.log(`${major} is ${tag}`);
}

/** Whether another tag is a later release of the same major version. */
function isHigher(other) {
  const match = /^v(\d+)\.(\d+)\.(\d+)$/.exec(other);
  if (match === null || match[1] !== version.major) return false;
  const [minor, patch] = [Number(match[2]) - Number(version.minor), Number(match[3]) - Number(version.patch)];
  return minor > 0 || (minor === 0 && patch > 0);
}

function remoteTag(name) {
  return remoteTags().get(name);
}

/** The remote's tags; a clone of a workflow may lack them. */
function remoteTags() {
  const lines = git('ls-remote', '--tags', '--refs', 'origin').split('\n');
  return new Map(
    lines.filter(Boolean).map((line) => [line.split('\t')[1].replace('refs/tags/', ''), line.split('\t')[0]]),
  );
}

function git(...args) {
  return gitIn({}, ...args);
}

function gitIn(options, ...args) {
  const identity = ['-c', 'user.name=github-actions[bot]'];
  const email = ['-c', 'user.email=41898282+github-actions[bot]@users.noreply.github.com'];
  return execFileSync('git', [...identity, ...email, ...args], { encoding: 'utf8', ...options }).trim();
}
