/** The plan of an event: manifests now against the base commit, and against AWS where it can be asked. */
import { type IotPort, type Plan, type Provenance, planRepository, ServiceError } from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';
import { describeRepository, gitTree, loadManifests, resolveCommit } from '@iot-rollouts/validation/node';
import type { ActionHost } from './host.js';
import type { ActionCommand, Inputs } from './inputs.js';
import { printSafely } from './log.js';

export interface PlannedEvent {
  readonly plan: Plan;
  /** Undefined when the plan was made from Git alone. */
  readonly port?: IotPort;
  readonly provenance: Provenance;
}

export async function makePlan(
  manifests: readonly Manifest[],
  baseRef: string,
  inputs: Inputs,
  command: ActionCommand,
  root: string,
  host: ActionHost,
): Promise<PlannedEvent> {
  const port = await connect(inputs, command, host);
  const commit = baseRef === 'all' ? undefined : await resolveCommit(root, baseRef);
  const base =
    commit === undefined ? undefined : { commit, loaded: await loadManifests(gitTree(root, commit), inputs.globs) };
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
  return { plan, provenance, ...(port && { port }) };
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
