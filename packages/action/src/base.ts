/** The manifests that the event's change is compared with. */
import {
  GitError,
  type LoadedManifests,
  loadBase,
  requireAncestor,
  resolveCommit,
} from '@iot-rollouts/validation/node';
import { baseFor, isBeforeMerge, type WorkflowEvent } from './event.js';
import { printSafely } from './log.js';
import { requireGitHub, type Step } from './step.js';

/** The manifests at the base commit. */
export interface EventBase {
  readonly commit: string;
  readonly loaded: LoadedManifests;
  /** A later commit that was applied already, when this run is of an older one. */
  readonly later?: string;
}

/** The base of the event; undefined when it is asked to compare with nothing (`base: all`). */
export async function readEventBase(step: Step): Promise<EventBase | undefined> {
  const { inputs, root } = step;
  const { ref, later } = await baseOf(step);
  if (ref === 'all') return undefined;
  const commit = await resolveCommit(root, ref);
  await requireAncestor(root, commit);
  return { commit, loaded: await loadBase(root, commit, inputs.globs), ...(later !== undefined && { later }) };
}

/** Names of the jobs that stood at the base: they are not new. */
export function jobsAtBase({ loaded }: EventBase): ReadonlySet<string> {
  return new Set(loaded.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
}

interface BaseRef {
  readonly ref: string;
  readonly later?: string;
}

async function baseOf(step: Step): Promise<BaseRef> {
  const { command, event, inputs, root } = step;
  if (inputs.base !== undefined) return { ref: inputs.base };
  if (isBeforeMerge(event)) return { ref: (await mergeBase(event, root)) ?? baseFor(event, undefined) };
  // What is asked for by its name need not be new.
  if (command === 'apply' && inputs.names.length > 0) return { ref: 'HEAD' };
  const applied = await lastApplied(step);
  if (applied !== undefined) return applied;
  if (command === 'drift') return { ref: 'HEAD' };
  return { ref: baseFor(event, undefined) };
}

/**
 * On a pull request GitHub checks out the merge of its head into the base branch as that is now, which may be ahead of the
 * payload's base: what others merged meanwhile is not this pull request's.
 */
async function mergeBase({ payload }: WorkflowEvent, root: string): Promise<string | undefined> {
  const head = payload.pull_request?.head?.sha;
  return head !== undefined && (await existingCommit(root, 'HEAD^2')) === head ? 'HEAD^1' : undefined;
}

/**
 * The last commit that was applied whole to the environment, by GitHub's record; undefined without an environment or a
 * record. As long as none was, what the first apply was compared with still stands.
 */
async function lastApplied(step: Step): Promise<BaseRef | undefined> {
  const { root, host } = step;
  const { environment } = step.inputs;
  if (environment === undefined) return undefined;
  const github = await requireGitHub(step, 'records what was applied');
  const [{ recordedApplies }, { isInHistory }] = await Promise.all([
    import('./github/deployments.js'),
    import('./git.js'),
  ]);
  let first: string | undefined;
  for await (const { commit, isWhole, base } of recordedApplies(github, environment)) {
    first = base;
    if (!isWhole) continue;
    if (await isInHistory(root, commit, 'HEAD')) return { ref: commit };
    // This run is of an older commit: whatever it brings was applied, or given up, with the later one.
    if (await isInHistory(root, 'HEAD', commit)) return { ref: 'HEAD', later: commit };
    printSafely(host, `${commit} was applied to ${environment}, but is not in this branch: looking further back.`);
  }
  return first !== undefined && (await isInHistory(root, first, 'HEAD')) ? { ref: first } : undefined;
}

/** The commit of a ref; undefined when there is none. */
export async function existingCommit(root: string, ref: string): Promise<string | undefined> {
  try {
    return await resolveCommit(root, ref);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
