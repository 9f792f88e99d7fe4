/** The plan of an event: manifests now against the base commit, and against AWS where it can be asked. */
import { type IotPort, type Plan, type Provenance, planRepository, ServiceError } from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';
import {
  describeRepository,
  gitTree,
  identitiesOfWorkingTree,
  loadManifests,
  newerTip,
} from '@iot-rollouts/validation/node';
import { type EventBase, jobsAtBase } from './base.js';
import type { CheckedEvent } from './check.js';
import type { WorkflowEvent } from './event.js';
import { type ActionHost, CannotRun } from './host.js';
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
  { loaded: { manifests, unmatched }, base }: CheckedEvent,
  event: WorkflowEvent,
  inputs: Inputs,
  command: ActionCommand,
  root: string,
  host: ActionHost,
): Promise<PlannedEvent> {
  const missing = unmatched.filter((glob) => base === undefined || base.loaded.unmatched.includes(glob));
  if (missing.length > 0) throw noManifest(missing);
  const port = await connect(inputs, command, host);
  const later = command === 'apply' ? await laterState(event, inputs, root, host) : undefined;
  const { name, commit: clean } = await describeRepository(root, host.env);
  const head = host.env.GITHUB_SHA ?? clean;
  const provenance: Provenance = { source: name, ...(head !== undefined && { commit: head }) };
  const plan = await planRepository({
    manifests,
    identities: await identitiesOfWorkingTree(root),
    ...(base && { base }),
    ...(later && { later }),
    ...(port && { port }),
    provenance,
    options: { prune: inputs.prune, recreate: inputs.recreate, now: host.now() },
  });
  return { plan, provenance, newJobs: base ? jobsNotIn(base, manifests) : new Set(), ...(port && { port }) };
}

/** The globs match nothing, now and at the base. */
export function noManifest(globs: readonly string[]): CannotRun {
  const help = 'Check out the repository first (actions/checkout), or set the input manifests.';
  return new CannotRun(`no manifest matches ${globs.join(', ')}`, help);
}

function jobsNotIn(base: EventBase, manifests: readonly Manifest[]): ReadonlySet<string> {
  const known = jobsAtBase(base);
  return new Set(manifests.filter(({ kind, name }) => kind === 'Job' && !known.has(name)).map(({ name }) => name));
}

/**
 * The manifests at the tip of the pushed branch, when this run's commit is an older one: a rerun, or a run that waited. What
 * the tip wants otherwise must not be brought back.
 */
async function laterState(
  event: WorkflowEvent,
  inputs: Inputs,
  root: string,
  host: ActionHost,
): Promise<{ readonly commit: string; readonly manifests: readonly Manifest[] } | undefined> {
  const branch = /^refs\/heads\/(.+)$/.exec(host.env.GITHUB_REF ?? '')?.[1];
  const commit = event.name === 'push' && branch !== undefined ? await newerTip(root, branch) : undefined;
  if (commit === undefined) return undefined;
  const { manifests } = await loadManifests(gitTree(root, commit), inputs.globs);
  return { commit, manifests };
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
