/** What a device is to do: the open executions of its thing. */
import { executionsOf, isTerminal, type JobExecution } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { JobRecord } from './record.js';

export interface PendingExecution {
  readonly record: JobRecord;
  readonly execution: JobExecution;
}

/**
 * Returns the open executions of a thing, IN_PROGRESS before QUEUED, each by the time they were queued (JOB-EXE-21).
 * Jobs of a namespace are not seen this way (JOB-NS-04), nor are jobs that are being deleted.
 */
export function pendingExecutions(region: RegionState, thingName: string): readonly PendingExecution[] {
  const pending: PendingExecution[] = [];
  for (const record of region.jobsOfThing.get(thingName) ?? []) {
    if (record.namespaceId !== undefined || record.state.status === 'DELETION_IN_PROGRESS') continue;
    for (const execution of executionsOf(record.state, thingName))
      if (!isTerminal(execution.status)) pending.push({ record, execution });
  }
  return pending.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.execution.queuedAt - b.execution.queuedAt ||
      a.record.state.createdAt - b.record.state.createdAt,
  );
}

function rank({ execution }: PendingExecution): number {
  return execution.status === 'IN_PROGRESS' ? 0 : 1;
}

/** Returns the execution that `$next` means, or undefined. */
export function nextPending(region: RegionState, thingName: string): PendingExecution | undefined {
  return pendingExecutions(region, thingName)[0];
}
