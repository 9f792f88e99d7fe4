/**
 * Does what a plan says and nothing else. Every write can be repeated: killed at any point and run again, the end state
 * is the same and no job was started twice.
 */
import type { CancelJobRequest } from '@iot-rollouts/schemas/iot';
import type { Address } from '../address.js';
import { addressText } from '../address.js';
import { bookkeepingTags, type Provenance } from '../ownership.js';
import { type Change, type Plan, writes } from '../plan/plan.js';
import { type IotPort, ServiceError } from '../port.js';
import { hasEnded, jobStatus, manifestRemoved } from '../status.js';
import { createJob, createTemplate, replaceTemplate } from './create.js';
import type { ApplyEvent, Outcome } from './event.js';

export interface ApplyOptions {
  readonly provenance: Provenance;
  /** Once aborted, what is in flight ends and nothing more is started. */
  readonly signal?: AbortSignal;
  /** Changes in flight at the same time; 8 if left out. */
  readonly parallel?: number;
  /** Waits the given milliseconds; time is the caller's. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Changes in flight at the same time; the rate of calls is the port's affair. */
const parallelChanges = 8;

/**
 * Applies the plan's changes and tells what happens as it happens. What depends on another change waits for it; the rest
 * begins in the plan's order. Expected failures are events, not exceptions.
 */
export async function* applyPlan(plan: Plan, port: IotPort, options: ApplyOptions): AsyncGenerator<ApplyEvent> {
  const waiting = plan.changes.filter(writes);
  const unended = new Set(waiting.map(addressText));
  const unmet = new Set<string>();
  const templateArns = new Map<string, string>();
  const running = new Map<string, Promise<ApplyEvent>>();
  const isReady = (change: Change): boolean => dependenciesOf(change).every((it) => !unended.has(addressText(it)));
  try {
    while (waiting.length + running.size > 0) {
      const next = running.size < (options.parallel ?? parallelChanges) ? waiting.findIndex(isReady) : -1;
      const [change] = next < 0 ? [] : waiting.splice(next, 1);
      if (change === undefined) {
        const event = await Promise.race(running.values());
        running.delete(addressText(event));
        unended.delete(addressText(event));
        if (event.type !== 'succeeded') unmet.add(addressText(event));
        else if (event.kind === 'JobTemplate') templateArns.set(event.name, event.arn);
        yield event;
        continue;
      }
      const cause = dependenciesOf(change).find((it) => unmet.has(addressText(it)));
      if (options.signal?.aborted || cause !== undefined) {
        unended.delete(addressText(change));
        unmet.add(addressText(change));
        yield cause !== undefined && !options.signal?.aborted
          ? { type: 'skipped', ...subjectOf(change), cause }
          : { type: 'not-started', ...subjectOf(change) };
      } else {
        yield { type: 'started', ...subjectOf(change) };
        running.set(addressText(change), ended(change, port, templateArns, options));
      }
    }
  } finally {
    // Whatever ends the loop, no write is left behind unawaited.
    await Promise.allSettled(running.values());
  }
}

function subjectOf({ kind, name, action, file, range }: Change): Omit<Outcome<'not-started'>, 'type'> {
  return { kind, name, action, file, ...(range && { range }) };
}

/** How the change ended. */
async function ended(
  change: Change,
  port: IotPort,
  templateArns: ReadonlyMap<string, string>,
  options: ApplyOptions,
): Promise<ApplyEvent> {
  try {
    const { arn, note } = await applyChange(change, port, templateArns, options);
    return { type: 'succeeded', ...subjectOf(change), arn, ...(note !== undefined && { note }) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { operation, code, message, requestId } = error;
    return {
      type: 'failed',
      ...subjectOf(change),
      error: { operation, code, message, ...(requestId && { requestId }) },
    };
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
  if (change.action === 'cancel') return cancelJob({ jobId: change.name, ...change.cancel }, port);
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
  return cancelJob({ jobId: change.name, reasonCode: manifestRemoved, comment }, port);
}

async function cancelJob(request: CancelJobRequest, port: IotPort): Promise<Applied> {
  try {
    await port.cancelJob(request);
    return { arn: '' };
  } catch (error) {
    // A job that has ended since, or that a first attempt cancelled whose answer was lost, takes no cancel (JOB-CAN-04).
    const job = error instanceof ServiceError ? await port.describeJob(request.jobId) : undefined;
    if (job === undefined || !hasEnded(jobStatus(request.jobId, job))) throw error;
    return { arn: job.jobArn, note: `had ended already (${job.status})` };
  }
}
