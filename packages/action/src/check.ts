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
import { isBeforeMerge, type WorkflowEvent } from './event.js';
import type { ActionHost } from './host.js';
import type { ActionCommand, Inputs } from './inputs.js';
import { explainFailure, printSafely } from './log.js';

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
export async function checkEvent(
  command: ActionCommand,
  event: WorkflowEvent,
  inputs: Inputs,
  root: string,
  host: ActionHost,
): Promise<CheckedEvent> {
  const found = await findBase(command, event, inputs, root, host);
  const base = 'base' in found ? found.base : undefined;
  // After the merge a start may have come, which must not keep the rest from being applied.
  const beforeMerge = command === 'validate' || command === 'plan';
  const loaded = await loadManifests(workingTree(root), inputs.globs, {
    ...(beforeMerge && { now: host.now() }),
    ...(base !== undefined && { jobsAtBase: jobsAtBase(base) }),
  });
  if ('failure' in found && !loaded.report.diagnostics.some(({ severity }) => severity === 'error'))
    throw found.failure;
  if (base === undefined) return { loaded, report: loaded.report };
  // What has been merged cannot be mended by stopping the rest: there the plan says what has no effect.
  const report = beforeMerge
    ? reportAgainstBase(loaded, base.loaded, await identitiesOfWorkingTree(root))
    : loaded.report;
  return { loaded, base, report };
}

type FoundBase = { readonly base?: EventBase } | { readonly failure: unknown };

/** The base where the command needs one, or where a check before a merge can have one. */
async function findBase(
  command: ActionCommand,
  event: WorkflowEvent,
  inputs: Inputs,
  root: string,
  host: ActionHost,
): Promise<FoundBase> {
  if (command === 'status' || (command === 'validate' && inputs.base === undefined && !isBeforeMerge(event))) return {};
  try {
    const base = await readEventBase(event, inputs, root);
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
