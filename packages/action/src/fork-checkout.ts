/**
 * What a run may look at that holds a token that may write, and secrets, for somebody else's pull request: whatever the
 * workflow does with those files, the fork's author decides.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { GitError, type LoadedManifests } from '@iot-rollouts/validation/node';
import { existingCommit } from './base.js';
import { isFromFork } from './event.js';
import { CannotRun } from './host.js';
import type { Step } from './step.js';

type Checkout = Pick<Step, 'event' | 'root' | 'host'>;

/** Refuses, under `pull_request_target` for a fork, a checkout of anything but what the base branch holds. */
export async function refuseForkCheckout(step: Checkout): Promise<void> {
  if (isForForeigner(step) && !(await isOfBase(step))) throw refusal();
}

/** Refuses manifests out of another checkout inside this one, where a fork's code would stand. */
export function refuseNestedCheckout(step: Checkout, { parsed }: Pick<LoadedManifests, 'parsed'>): void {
  if (!isForForeigner(step)) return;
  const folders = new Set(parsed.flatMap(({ file }) => foldersAbove(file)));
  if ([...folders].some((folder) => existsSync(join(step.root, folder, '.git')))) throw refusal();
}

function isForForeigner({ event }: Checkout): boolean {
  return event.name === 'pull_request_target' && isFromFork(event);
}

/** Whether HEAD is the run's own commit, which is one of the base branch, or one before the pull request's base. */
async function isOfBase({ event, root, host }: Checkout): Promise<boolean> {
  const head = await existingCommit(root, 'HEAD');
  const base = event.payload.pull_request?.base?.sha;
  if (head === undefined) return false;
  if (head === host.env.GITHUB_SHA || head === base) return true;
  if (base === undefined) return false;
  try {
    const { isInHistory } = await import('./git.js');
    return await isInHistory(root, head, base);
  } catch (error) {
    // A shallow clone cannot tell.
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** `a/b` and `a` for `a/b/c.yaml`; the checkout's own folder is none of them. */
function foldersAbove(file: string): readonly string[] {
  const segments = file.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function refusal(): CannotRun {
  return new CannotRun(
    'pull_request_target with a fork’s code checked out would give its author this repository’s token and secrets',
    'Use on: pull_request for the plan, without secrets, and on: workflow_run to comment: examples/.github/workflows shows both. Here only the base branch may be checked out (actions/checkout without ref and path).',
  );
}
