/** An execution as its device may name it. */
import type { Context } from '../../handler.js';
import { findExecution } from '../../jobs/find.js';
import type { PendingExecution } from '../../jobs/pending.js';
import { isRefused, notFound, type Refused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

export interface ExecutionName {
  readonly thingName: string;
  readonly jobId: string;
  readonly executionNumber?: number | undefined;
}

/**
 * Returns the execution that a device names, the latest without a number, or a refusal. A job that is being deleted is
 * gone for devices (JOB-DEL-04), and so is one of another namespace than the topic's (JOB-NS-04).
 */
export function findDeviceExecution(
  { region }: Context,
  { thingName, jobId, executionNumber }: ExecutionName,
  namespaceId: string | undefined,
): PendingExecution | Refused<'ResourceNotFoundException'> {
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  const found = findExecution(region, jobId, thingName, executionNumber);
  if (isRefused(found)) return found;
  const { state, namespaceId: own } = found.record;
  if (own === namespaceId && state.status !== 'DELETION_IN_PROGRESS') return found;
  return notFound(`Job ${jobId} has no execution on thing ${thingName}.`);
}
