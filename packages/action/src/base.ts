/** The manifests that the event's change is compared with. */
import {
  GitError,
  type LoadedManifests,
  loadBase,
  requireAncestor,
  resolveCommit,
} from '@iot-rollouts/validation/node';
import { baseFor, isBeforeMerge, type WorkflowEvent } from './event.js';
import { GitHubError } from './github/error.js';
import { CannotRun } from './host.js';
import { printSafely } from './log.js';
import { requireGitHub, type Step } from './step.js';

/** The manifests at the base commit. */
export interface EventBase {
  readonly commit: string;
  readonly loaded: LoadedManifests;
  /** What the commit is, where that is more than the event's base: `the last one applied to production`. */
  readonly is?: string;
  /** A later commit that was applied already, when this run is of an older one. */
  readonly later?: string;
}

/** The base of the event; undefined when it is asked to compare with nothing (`base: all`). */
export async function readEventBase(step: Step): Promise<EventBase | undefined> {
  const { inputs, root } = step;
  const { ref, ...rest } = await baseOf(step);
  if (ref === 'all') return undefined;
  const commit = await resolveCommit(root, ref);
  await requireAncestor(root, commit);
  return { commit, loaded: await loadBase(root, commit, inputs.globs), ...rest };
}

/** What a plan is compared with. */
export interface PlanBase {
  readonly base?: EventBase;
  /** Why it may be another one than the merge will be compared with. */
  readonly doubt?: string;
}

/**
 * What the plan of the event is compared with. Before a merge that is what the merge will be compared with: the last commit
 * that was applied to the environment. What that cannot tell, the base of the pull request does.
 */
export async function readPlanBase(review: EventBase | undefined, step: Step): Promise<PlanBase> {
  const { command, event, inputs, root } = step;
  const { environment } = inputs;
  if (review === undefined) return {};
  if (command !== 'plan' || !isBeforeMerge(event) || environment === undefined || inputs.base !== undefined)
    return { base: review };
  try {
    const applied = await lastApplied(step);
    if (applied === undefined || applied.later !== undefined) return { base: review };
    const { ref, ...rest } = applied;
    if (ref === review.commit) return { base: { ...review, ...rest } };
    return { base: { commit: ref, loaded: await loadBase(root, ref, inputs.globs), ...rest } };
  } catch (error) {
    if (!(error instanceof GitHubError || error instanceof GitError || error instanceof CannotRun)) throw error;
    const help = error.help === undefined ? '' : ` ${error.help}`;
    return { base: review, doubt: `What was applied to ${environment} last cannot be read: ${error.message}.${help}` };
  }
}

/** Names of the jobs that stood at the base: they are not new. */
export function jobsAtBase({ loaded }: EventBase): ReadonlySet<string> {
  return new Set(loaded.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
}

interface BaseRef extends Pick<EventBase, 'is' | 'later'> {
  readonly ref: string;
}

async function baseOf(step: Step): Promise<BaseRef> {
  const { command, event, inputs, root } = step;
  if (inputs.base !== undefined) return { ref: inputs.base };
  if (isBeforeMerge(event)) {
    const ref = (await isMergeOf(event, root)) ? 'HEAD^1' : baseFor(event, undefined);
    return { ref, is: event.name === 'merge_group' ? 'the base of the merge group' : 'the base of the pull request' };
  }
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
async function isMergeOf({ payload }: WorkflowEvent, root: string): Promise<boolean> {
  const head = payload.pull_request?.head?.sha;
  return head !== undefined && (await existingCommit(root, 'HEAD^2')) === head;
}

/**
 * The last commit that was applied whole to the environment, by GitHub's record; undefined without an environment or a
 * record. As long as none was, what the first apply was compared with still stands.
 */
async function lastApplied(step: Step): Promise<BaseRef | undefined> {
  const { event, root, host } = step;
  const { environment } = step.inputs;
  if (environment === undefined) return undefined;
  const github = await requireGitHub(step, 'records what was applied');
  const [{ recordedApplies }, { isInHistory }] = await Promise.all([
    import('./github/deployments.js'),
    import('./git.js'),
  ]);
  const is = `the last one applied to ${environment}`;
  let first: string | undefined;
  for await (const { commit, isWhole, base } of recordedApplies(github, environment)) {
    first = base;
    if (!isWhole) continue;
    if (await isInHistory(root, commit, 'HEAD')) return { ref: commit, is };
    // This run is of an older commit: whatever it brings was applied, or given up, with the later one.
    if (await isInHistory(root, 'HEAD', commit)) return { ref: 'HEAD', later: commit };
    // The branch of a pull request without the merge does not show what the merge will find in its history.
    if (event.payload.pull_request !== undefined && !(await isMergeOf(event, root))) return undefined;
    printSafely(host, `${commit} was applied to ${environment}, but is not in this branch: looking further back.`);
  }
  const isFirst = first !== undefined && (await isInHistory(root, first, 'HEAD'));
  return isFirst ? { ref: first as string, is: `the one before the first apply to ${environment}` } : undefined;
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
