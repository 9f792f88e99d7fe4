/** Real Git repositories in temporary folders, gone when the test ends. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanUp } from './cleanup.js';

/** File texts by path; null removes the file. */
export type Files = Readonly<Record<string, string | null>>;

export interface Repository {
  readonly root: string;
  /** The first commit, which holds no manifest. */
  readonly base: string;
  write(files: Files): void;
  /** Writes, commits everything and returns the commit. */
  commit(files: Files): string;
  git(...args: readonly string[]): string;
}

/** An empty folder. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iot-rollouts-test-')));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository whose first commit holds no manifest, with these files in its working tree. */
export function repositoryWith(files: Files): Repository {
  const root = temporaryFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const write = (changes: Files) => writeFiles(root, changes);
  const commit = (changes: Files) => {
    write(changes);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', 'Change');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/example/firmware.git');
  const base = commit({ 'README.md': '# Firmware\n', '.gitignore': 'no-home\nplan.json\n' });
  write(files);
  return { root, base, write, commit, git };
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === null) rmSync(file);
    else writeFileSync(file, text);
  }
}
