/** Manifests at two commits, and AWS or nothing: the one way to a plan, for the command line and the Action alike. */
import type { Manifest } from '@iot-rollouts/validation';
import type { ActualState } from './actual.js';
import { type Address, addressText } from './address.js';
import { type DesiredJob, desiredState } from './desired.js';
import { assumedState } from './offline.js';
import type { Provenance } from './ownership.js';
import type { Plan, PlanOptions } from './plan/plan.js';
import { planChanges } from './plan/plan-changes.js';
import type { IotPort } from './port.js';
import { readActual } from './read-actual.js';

/** What was in Git at the base commit; `LoadedManifests` of the validation package has these members. */
export interface BaseManifests {
  readonly manifests: readonly Manifest[];
  /** Every resource that is named, also by manifests that have errors by today's rules. */
  readonly identities: readonly Address[];
  /** Files that could not be read whole: what they name is not known. */
  readonly incomplete: readonly string[];
}

export interface PlanRequest {
  /** The manifests as they should be. */
  readonly manifests: readonly Manifest[];
  /** Every resource that any file of the repository names now: one that was moved out of sight was not removed. */
  readonly identities?: readonly Address[];
  /** The manifests at a later commit of the branch, when these are an older state of it. */
  readonly later?: { readonly commit: string; readonly manifests: readonly Manifest[] };
  /** The manifests at the base commit; undefined when everything counts as new. */
  readonly base?: { readonly commit: string; readonly loaded: BaseManifests };
  /** AWS; left out, the plan is made from Git alone. */
  readonly port?: IotPort;
  readonly provenance: Provenance;
  readonly options?: PlanOptions;
}

/** Reads what AWS holds, when it can be asked, and plans. */
export async function planRepository(request: PlanRequest): Promise<Plan> {
  const { port, provenance, base, options } = request;
  const desired = desiredState(request.manifests);
  const previous = new Map(desiredState(base?.loaded.manifests ?? []));
  const named = new Set((request.identities ?? []).map(addressText));
  // What a file outside the globs still names is not removed, and not asked for here: it is left alone.
  for (const address of named) if (!desired.has(address)) previous.delete(address);
  const known = {
    names: new Set((base?.loaded.identities ?? []).map(addressText)),
    incomplete: base?.loaded.incomplete ?? [],
  };
  const isSettledWhenAbsent = (job: DesiredJob): boolean =>
    known.names.has(addressText(job)) && options?.recreate?.includes(job.name) !== true;
  const actual: ActualState =
    port === undefined
      ? assumedState(desired, previous, provenance)
      : await readActual(port, { desired, previous, isSettledWhenAbsent, source: provenance.source });
  const basis = {
    source: provenance.source,
    base: base?.commit ?? null,
    head: provenance.commit ?? null,
    region: port === undefined ? null : actual.region,
    account: port === undefined ? null : (actual.account ?? null),
  };
  const later = request.later && { commit: request.later.commit, state: desiredState(request.later.manifests) };
  return planChanges({
    desired,
    previous,
    known,
    actual,
    provenance,
    basis,
    ...(later && { later }),
    ...(options && { options }),
  });
}
