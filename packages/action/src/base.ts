/** The manifests that the event's change is compared with. */
import {
  GitError,
  type LoadedManifests,
  loadBase,
  requireAncestor,
  resolveCommit,
} from '@iot-rollouts/validation/node';
import { baseFor, type WorkflowEvent } from './event.js';
import type { Inputs } from './inputs.js';

/** The manifests at the base commit. */
export interface EventBase {
  readonly commit: string;
  readonly loaded: LoadedManifests;
}

/** The base of the event; undefined when it is asked to compare with nothing (`base: all`). */
export async function readEventBase(
  event: WorkflowEvent,
  inputs: Inputs,
  root: string,
): Promise<EventBase | undefined> {
  const ref = baseFor(event, inputs.base);
  if (ref === 'all') return undefined;
  const commit = await baseCommit(ref, event, inputs, root);
  await requireAncestor(root, commit);
  return { commit, loaded: await loadBase(root, commit, inputs.globs) };
}

/** Names of the jobs that stood at the base: they are not new. */
export function jobsAtBase({ loaded }: EventBase): ReadonlySet<string> {
  return new Set(loaded.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
}

/**
 * The commit to compare with. On a pull request GitHub checks out the merge of its head into the base branch as that is
 * now, which may be ahead of the payload's base: what others merged meanwhile is not this pull request's.
 */
async function baseCommit(ref: string, event: WorkflowEvent, inputs: Inputs, root: string): Promise<string> {
  const head = event.payload.pull_request?.head?.sha;
  if (inputs.base === undefined && head !== undefined && (await existingCommit(root, 'HEAD^2')) === head) {
    return resolveCommit(root, 'HEAD^1');
  }
  return resolveCommit(root, ref);
}

async function existingCommit(root: string, ref: string): Promise<string | undefined> {
  try {
    return await resolveCommit(root, ref);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
