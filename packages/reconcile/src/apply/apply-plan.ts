/**
 * Does what a plan says and nothing else. Every write can be repeated: killed at any point and run again, the end state
 * is the same and no job was started twice.
 */
import type { Address } from '../address.js';
import { addressText } from '../address.js';
import { bookkeepingTags, type Provenance } from '../ownership.js';
import { type Change, type Plan, writes } from '../plan/plan.js';
import { type IotPort, ServiceError } from '../port.js';
import { hasEnded, jobStatus } from '../status.js';
import { createJob, createTemplate, replaceTemplate } from './create.js';
import type { ApplyEvent } from './event.js';

export interface ApplyOptions {
  readonly provenance: Provenance;
  /** Once aborted, the call in flight ends and nothing more is started. */
  readonly signal?: AbortSignal;
  /** Waits the given milliseconds; time is the caller's. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Applies the plan's changes in their order and tells what happens. Expected failures are events, not exceptions. */
export async function* applyPlan(plan: Plan, port: IotPort, options: ApplyOptions): AsyncGenerator<ApplyEvent> {
  const unmet = new Set<string>();
  const templateArns = new Map<string, string>();
  for (const change of plan.changes) {
    if (!writes(change)) continue;
    const { kind, name, action, file, range } = change;
    const subject = { kind, name, action, file, ...(range && { range }) };
    const cause = dependenciesOf(change).find((address) => unmet.has(addressText(address)));
    if (options.signal?.aborted) {
      unmet.add(addressText(change));
      yield { type: 'not-started', ...subject };
    } else if (cause !== undefined) {
      unmet.add(addressText(change));
      yield { type: 'skipped', ...subject, cause };
    } else {
      yield { type: 'started', ...subject };
      try {
        const { arn, note } = await applyChange(change, port, templateArns, options);
        if (kind === 'JobTemplate') templateArns.set(name, arn);
        yield { type: 'succeeded', ...subject, arn, ...(note !== undefined && { note }) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        unmet.add(addressText(change));
        const { operation, code, message, requestId } = error;
        yield { type: 'failed', ...subject, error: { operation, code, message, ...(requestId && { requestId }) } };
      }
    }
  }
}

interface Applied {
  readonly arn: string;
  readonly note?: string;
}

function dependenciesOf(change: Change): readonly Address[] {
  if (change.kind !== 'Job' || change.action !== 'create') return [];
  return change.dependsOn.map((name) => ({ kind: 'JobTemplate', name }));
}

async function applyChange(
  change: Change,
  port: IotPort,
  templateArns: ReadonlyMap<string, string>,
  options: ApplyOptions,
): Promise<Applied> {
  if (change.action === 'create') {
    return change.kind === 'Job'
      ? createJob(change.name, change.create, port, templateArns, options.provenance)
      : createTemplate(change.name, change.create, port, options);
  }
  if (change.action === 'replace') return replaceTemplate(change.name, change.create, change.restore, port, options);
  if (change.action === 'update') return updateInPlace(change, port, options.provenance);
  if (change.action === 'orphan') return prune(change, port);
  return { arn: '' };
}

async function updateInPlace(
  change: Extract<Change, { action: 'update' }>,
  port: IotPort,
  provenance: Provenance,
): Promise<Applied> {
  const { arn, job, addTargetArns, tag, untag, digest } = change.update;
  // Our own tags come first: as long as something else is left to do, the next plan sees it and does all of this again.
  await port.tag(arn, [...(tag ?? []), ...bookkeepingTags(provenance, { file: change.file, digest })]);
  if (untag !== undefined) await port.untag(arn, untag);
  if (job !== undefined) await port.updateJob({ jobId: change.name, ...job });
  if (addTargetArns !== undefined) await port.associateTargets(change.name, addTargetArns);
  return { arn };
}

async function prune(change: Extract<Change, { action: 'orphan' }>, port: IotPort): Promise<Applied> {
  if (change.prune === 'delete') {
    await port.deleteJobTemplate(change.name);
    return { arn: '' };
  }
  const comment = `The manifest ${change.file} was removed`;
  try {
    await port.cancelJob({ jobId: change.name, reasonCode: 'MANIFEST_REMOVED', comment });
    return { arn: '' };
  } catch (error) {
    // A job that has ended since, or that a first attempt cancelled whose answer was lost, takes no cancel (JOB-CAN-04).
    const job = error instanceof ServiceError ? await port.describeJob(change.name) : undefined;
    if (job === undefined || !hasEnded(jobStatus(change.name, job))) throw error;
    return { arn: job.jobArn, note: `had ended already (${job.status})` };
  }
}
