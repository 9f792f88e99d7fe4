/** What Git says of a repository as a whole: its name, and the commit that the working tree stands for. */
import { basename, resolve } from 'node:path';
import { runGit } from './git.js';

/** What Git knows about the repository as a whole. */
export interface RepositoryState {
  /**
   * What tells this repository from every other: `owner/name` on github.com, `host/path` elsewhere; without a remote
   * `local/`, the folder's name and a part of its path's digest.
   */
  readonly name: string;
  /** HEAD, when the working tree is exactly that commit; absent otherwise, and outside Git. */
  readonly commit?: string;
}

/**
 * The name and commit of the repository at `root`.
 *
 * @param env in GitHub Actions, GITHUB_REPOSITORY and GITHUB_SERVER_URL name the repository.
 */
export async function describeRepository(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RepositoryState> {
  const head = await runGit(root, ['rev-parse', '--verify', 'HEAD^{commit}']);
  const changes = await runGit(root, ['status', '--porcelain', '--untracked-files=normal']);
  const clean = head.code === 0 && changes.code === 0 && changes.stdout.length === 0;
  const name = env.GITHUB_REPOSITORY
    ? remoteName(`${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}`)
    : await nameByGit(root);
  return { name: name ?? (await localName(root)), ...(clean && { commit: head.stdout.toString().trim() }) };
}

async function nameByGit(root: string): Promise<string | undefined> {
  const remote = await runGit(root, ['remote', 'get-url', 'origin']);
  return remote.code === 0 ? remoteName(remote.stdout.toString().trim()) : undefined;
}

/**
 * `owner/name` for github.com and `host/path` for other hosts, out of a remote's URL in any of Git's forms; undefined for
 * a path on this machine.
 */
export function remoteName(url: string): string | undefined {
  const match =
    /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+?)$/i.exec(url) ??
    /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+?)$/.exec(url);
  if (match === null || /^file:/i.test(url)) return undefined;
  const host = (match[1] as string).toLowerCase();
  const path = (match[2] as string).replace(/^\/+|(\.git)?\/*$/g, '');
  return host === 'github.com' || host === 'ssh.github.com' ? path : `${host}/${path}`;
}

/** Two folders of one name are two repositories, so a part of the path's digest tells them apart. */
async function localName(root: string): Promise<string> {
  // Loaded here: it takes milliseconds, which a check that asks for no name should not spend.
  const { createHash } = await import('node:crypto');
  const digest = createHash('sha256').update(resolve(root)).digest('hex');
  return `local/${basename(resolve(root))}-${digest.slice(0, 8)}`;
}
