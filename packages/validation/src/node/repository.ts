/** What Git says of a repository as a whole: its name, and the commit that the working tree stands for. */
import { basename } from 'node:path';
import { runGit } from './git.js';

/** What Git knows about the repository as a whole. */
export interface RepositoryState {
  /** `owner/name` out of the remote `origin`; without a remote `local/` and the folder's name. */
  readonly name: string;
  /** HEAD, when the working tree is exactly that commit; absent otherwise, and outside Git. */
  readonly commit?: string;
}

/** The name and commit of the repository at `root`. Outside Git the folder's name stands in. */
export async function describeRepository(root: string): Promise<RepositoryState> {
  const remote = await runGit(root, ['remote', 'get-url', 'origin']);
  const name = (remote.code === 0 && remoteName(remote.stdout.toString().trim())) || `local/${basename(root)}`;
  const head = await runGit(root, ['rev-parse', '--verify', 'HEAD^{commit}']);
  const changes = await runGit(root, ['status', '--porcelain', '--untracked-files=normal']);
  const clean = head.code === 0 && changes.code === 0 && changes.stdout.length === 0;
  return { name, ...(clean && { commit: head.stdout.toString().trim() }) };
}

/** `owner/name` out of a remote's URL, in any of Git's forms; undefined when it has no two path segments. */
export function remoteName(url: string): string | undefined {
  return /[/:]([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}
