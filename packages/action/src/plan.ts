/** The plan of an event: manifests now against the base commit, and against AWS where it can be asked. */
import { type IotPort, type Plan, type Provenance, planRepository, ServiceError } from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';
import {
  describeRepository,
  GitError,
  gitTree,
  type LoadedManifests,
  loadBase,
  resolveCommit,
} from '@iot-rollouts/validation/node';
import { baseFor, type WorkflowEvent } from './event.js';
import type { ActionHost } from './host.js';
import type { ActionCommand, Inputs } from './inputs.js';
import { printSafely } from './log.js';

export interface PlannedEvent {
  readonly plan: Plan;
  /** Undefined when the plan was made from Git alone. */
  readonly port?: IotPort;
  readonly provenance: Provenance;
  /** Names of the jobs that this event brings; empty when it is compared with nothing. */
  readonly newJobs: ReadonlySet<string>;
}

export async function makePlan(
  manifests: readonly Manifest[],
  event: WorkflowEvent,
  inputs: Inputs,
  command: ActionCommand,
  root: string,
  host: ActionHost,
): Promise<PlannedEvent> {
  const baseRef = baseFor(event, inputs.base);
  const commit = baseRef === 'all' ? undefined : await baseCommit(baseRef, event, inputs, root);
  const port = await connect(inputs, command, host);
  const base =
    commit === undefined ? undefined : { commit, loaded: await loadBase(gitTree(root, commit), inputs.globs) };
  const repository = await describeRepository(root);
  const head = host.env.GITHUB_SHA ?? repository.commit;
  const provenance: Provenance = {
    source: host.env.GITHUB_REPOSITORY ?? repository.name,
    ...(head !== undefined && { commit: head }),
  };
  const plan = await planRepository({
    manifests,
    ...(base && { base }),
    ...(port && { port }),
    provenance,
    options: { prune: inputs.prune },
  });
  return { plan, provenance, newJobs: base ? jobsNotIn(base.loaded, manifests) : new Set(), ...(port && { port }) };
}

function jobsNotIn({ identities }: LoadedManifests, manifests: readonly Manifest[]): ReadonlySet<string> {
  const known = new Set(identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
  return new Set(manifests.filter(({ kind, name }) => kind === 'Job' && !known.has(name)).map(({ name }) => name));
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

/** AWS; without credentials a plan is made from Git alone (a fork's pull request has none), and anything else fails. */
async function connect(inputs: Inputs, command: ActionCommand, host: ActionHost): Promise<IotPort | undefined> {
  const { connectIot } = await import('@iot-rollouts/reconcile/sdk');
  const { region, endpointUrl } = inputs;
  try {
    return await connectIot({ ...(region && { region }), ...(endpointUrl && { endpointUrl }) }, host.env);
  } catch (error) {
    if (command !== 'plan' || !(error instanceof ServiceError) || error.code !== 'CredentialsError') throw error;
    printSafely(host, 'No AWS credentials: the plan is made from Git alone.');
    return undefined;
  }
}
