/** A Git repository for the demo. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes an empty repository with one commit, and returns that commit. */
export function createRepository(root) {
  mkdirSync(join(root, 'rollouts'), { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(root, 'README.md'), '# Firmware rollouts\n');
  return commitAll(root, 'Begin');
}

/** Commits everything and returns the commit. */
export function commitAll(root, message) {
  git(root, 'add', '--all');
  git(
    root,
    '-c',
    'user.name=demo',
    '-c',
    'user.email=demo@localhost',
    '-c',
    'commit.gpgsign=false',
    'commit',
    '--quiet',
    '-m',
    message,
  );
  return git(root, 'rev-parse', 'HEAD').trim();
}

function git(root, ...args) {
  return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });
}
