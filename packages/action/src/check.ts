/** The check of the manifests that comes before everything else, and with what the base adds to it. */
import type { ValidationReport } from '@iot-rollouts/validation';
import {
  identitiesOfWorkingTree,
  type LoadedManifests,
  loadManifests,
  reportAgainstBase,
  workingTree,
} from '@iot-rollouts/validation/node';
import { type EventBase, jobsAtBase, readEventBase } from './base.js';
import { isBeforeMerge } from './event.js';
import { CannotRun } from './host.js';
import { explainFailure, printSafely } from './log.js';
import type { Step } from './step.js';

/** The manifests, what is wrong with them, and what they are compared with. */
export interface CheckedEvent {
  readonly loaded: LoadedManifests;
  /** What is wrong with the manifests, and what the base adds. */
  readonly report: ValidationReport;
  /** Undefined where nothing is to be compared with. */
  readonly base?: EventBase;
}

/**
 * The manifests of the event and what is wrong with them. Throws where a base is needed and there is none, unless the
 * manifests have errors of their own, which are said first.
 */
export async function checkEvent(step: Step): Promise<CheckedEvent> {
  const { command, inputs, root, host } = step;
  const found = await findBase(step);
  const base = 'base' in found ? found.base : undefined;
  // After the merge a start may have come, which must not keep the rest from being applied.
  const beforeMerge = command === 'validate' || command === 'plan';
  const loaded = await loadManifests(workingTree(root), inputs.globs, {
    ...(beforeMerge && { now: host.now() }),
    ...(base !== undefined && { jobsAtBase: jobsAtBase(base), known: base.loaded.parsed }),
  });
  // Drift is a matter of the base alone.
  const isBroken = command !== 'drift' && loaded.report.diagnostics.some(({ severity }) => severity === 'error');
  if ('failure' in found && !isBroken) throw found.failure;
  if (base === undefined) return { loaded, report: loaded.report };
  // What has been merged cannot be mended by stopping the rest: there the plan says what has no effect.
  const report = beforeMerge
    ? reportAgainstBase(loaded, base.loaded, await identitiesOfWorkingTree(root, loaded.parsed))
    : loaded.report;
  return { loaded, base, report };
}

/**
 * Globs that match nothing now, and matched nothing at these bases: the last manifest was not removed. Where all globs only
 * leave files out, nobody has said where manifests stand, whatever stood at a base.
 */
export function missingGlobs(loaded: LoadedManifests, ...bases: readonly (EventBase | undefined)[]): readonly string[] {
  return loaded.unmatched.filter(
    (glob) => glob.startsWith('!') || bases.every((base) => base?.loaded.unmatched.includes(glob) ?? true),
  );
}

/** The globs match nothing, now and at the base. */
export function noManifest(globs: readonly string[]): CannotRun {
  const help = 'Check out the repository first (actions/checkout), or set the input manifests.';
  return new CannotRun(`no manifest matches ${globs.join(', ')}`, help);
}

type FoundBase = { readonly base?: EventBase } | { readonly failure: unknown };

/** The base where the command needs one, or where a check before a merge can have one. */
async function findBase(step: Step): Promise<FoundBase> {
  const { command, event, inputs, host } = step;
  if (command === 'status' || (command === 'validate' && inputs.base === undefined && !isBeforeMerge(event))) return {};
  try {
    const base = await readEventBase(step);
    return base === undefined ? {} : { base };
  } catch (failure) {
    if (command !== 'validate' || inputs.base !== undefined) return { failure };
    const { message, help } = explainFailure(failure);
    printSafely(
      host,
      `Not compared with the base, so edits of jobs that exist are not found: ${message}. ${help ?? ''}`,
    );
    return {};
  }
}
