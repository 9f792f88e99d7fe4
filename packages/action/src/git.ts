/** What the history of the checkout says about commits that GitHub recorded. */
import { execFile } from 'node:child_process';
import { GitError } from '@iot-rollouts/validation/node';

/**
 * Whether the history of `newer` holds `older`. A commit that a whole clone does not know is in nobody's history; a shallow
 * clone cannot tell, which is a {@link GitError}.
 */
export async function isInHistory(root: string, older: string, newer: string): Promise<boolean> {
  if ((await exitCode(root, ['merge-base', '--is-ancestor', older, newer])) === 0) return true;
  if (!(await isShallow(root))) return false;
  const message = `this shallow clone does not show whether ${older} comes before ${newer}`;
  throw new GitError(message, 'Set fetch-depth: 0 in actions/checkout.');
}

async function isShallow(root: string): Promise<boolean> {
  const { stdout } = await git(root, ['rev-parse', '--is-shallow-repository']);
  return stdout.trim() === 'true';
}

async function exitCode(root: string, args: readonly string[]): Promise<number> {
  return (await git(root, args)).code;
}

function git(root: string, args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve) => {
    execFile('git', ['-C', root, ...args], { windowsHide: true }, (error, stdout) =>
      resolve({ code: error === null ? 0 : 1, stdout }),
    );
  });
}
