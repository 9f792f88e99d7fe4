/** The plan of an event: manifests now against the base commit, and against AWS where it can be asked. */
import {
  type IotPort,
  type Plan,
  type PlanRequest,
  type Provenance,
  planRepository,
  ServiceError,
} from '@iot-rollouts/reconcile';
import type { Manifest } from '@iot-rollouts/validation';
import {
  describeRepository,
  gitTree,
  identitiesOfWorkingTree,
  loadManifests,
  newerTip,
  withHistory,
} from '@iot-rollouts/validation/node';
import { connectAws } from './aws.js';
import { type EventBase, existingCommit, jobsAtBase, type PlanBase, readPlanBase } from './base.js';
import { type CheckedEvent, missingGlobs, noManifest } from './check.js';
import { printSafely } from './log.js';
import { type Named, named } from './names.js';
import type { Step } from './step.js';

export interface PlannedEvent {
  readonly plan: Plan;
  readonly base: PlanBase;
  /** Undefined when the plan was made from Git alone. */
  readonly port?: IotPort;
  readonly provenance: Provenance;
  /** Names of the jobs that this event brings; empty when it is compared with nothing. */
  readonly newJobs: ReadonlySet<string>;
  /** The manifests that the plan is of. */
  readonly manifests: readonly Manifest[];
}

export async function makePlan({ loaded, base: review }: CheckedEvent, step: Step): Promise<PlannedEvent> {
  const { inputs, root, host, command } = step;
  const planBase = await readPlanBase(review, step);
  const { base } = planBase;
  const missing = missingGlobs(loaded, review, base);
  if (missing.length > 0) throw noManifest(missing);
  const wanted: Named = named(inputs.names, loaded.manifests, base);
  const port = await connect(step, loaded.settings.limits.callsPerSecond);
  const later = command === 'apply' ? await laterState(step, base) : undefined;
  const { name } = await describeRepository(root, host.env);
  // What is applied is what is checked out, whatever commit the event is about.
  const head = await existingCommit(root, 'HEAD');
  const provenance: Provenance = { source: name, ...(head !== undefined && { commit: head }) };
  const request: PlanRequest = {
    manifests: wanted.manifests,
    identities: await identitiesOfWorkingTree(root, loaded.parsed),
    ...(wanted.base && { base: { ...wanted.base, loaded: await withHistory(root, wanted.base, loaded) } }),
    ...(later && { later }),
    ...(port && { port }),
    provenance,
    options: { prune: inputs.prune, recreate: inputs.recreate, now: host.now() },
  };
  const plan = await withNamedJobs(await planRepository(request), request, wanted.jobs);
  if (planBase.doubt !== undefined)
    printSafely(host, `The merge may start more jobs than this plan says. ${planBase.doubt}`);
  return {
    plan,
    base: planBase,
    provenance,
    newJobs: new Set([...(base ? jobsNotIn(base, wanted.manifests) : []), ...wanted.jobs]),
    manifests: wanted.manifests,
    ...(port && { port }),
  };
}

/** The plan that also starts the jobs that were asked for by name and are not in AWS, though they are not new. */
async function withNamedJobs(plan: Plan, request: PlanRequest, names: readonly string[]): Promise<Plan> {
  const settled = plan.changes.filter((it) => it.action === 'settled' && it.inAws === false && names.includes(it.name));
  if (settled.length === 0) return plan;
  const recreate = [...(request.options?.recreate ?? []), ...settled.map(({ name }) => name)];
  return planRepository({ ...request, options: { ...request.options, recreate } });
}

function jobsNotIn(base: EventBase, manifests: readonly Manifest[]): readonly string[] {
  const known = jobsAtBase(base);
  return manifests.filter(({ kind, name }) => kind === 'Job' && !known.has(name)).map(({ name }) => name);
}

/**
 * The manifests at the tip of the pushed branch, or at a later commit that was applied, when this run's commit is an older
 * one: a rerun, or a run that waited. What the later one wants otherwise must not be brought back.
 */
async function laterState(
  { event, inputs, root, host }: Step,
  base: EventBase | undefined,
): Promise<{ readonly commit: string; readonly manifests: readonly Manifest[] } | undefined> {
  const branch = /^refs\/heads\/(.+)$/.exec(host.env.GITHUB_REF ?? '')?.[1];
  const tip = event.name === 'push' && branch !== undefined ? await newerTip(root, branch) : undefined;
  const commit = tip ?? base?.later;
  if (commit === undefined) return undefined;
  const { manifests } = await loadManifests(gitTree(root, commit), inputs.globs);
  return { commit, manifests };
}

/** AWS; without credentials a plan is made from Git alone (a fork's pull request has none), and anything else fails. */
async function connect(step: Step, callsPerSecond: number | undefined): Promise<IotPort | undefined> {
  try {
    return await connectAws(step, callsPerSecond);
  } catch (error) {
    if (step.command !== 'plan' || !(error instanceof ServiceError) || error.code !== 'CredentialsError') throw error;
    printSafely(step.host, 'No AWS credentials: the plan is made from Git alone.');
    return undefined;
  }
}
