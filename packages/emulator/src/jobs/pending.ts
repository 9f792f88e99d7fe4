/** What a device is to do: the open executions of its thing. */
import { executionsOf, type JobExecution, type JobExecutionStatus, type JobStatus } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { JobRecord } from './record.js';

export interface PendingExecution {
  readonly record: JobRecord;
  readonly execution: JobExecution;
}

/**
 * Returns whether devices see an execution of this status while its job has that one. Nobody sees jobs that are being
 * deleted (JOB-DEL-04); between two maintenance windows only what runs already is seen (JOB-MW-15, JOB-NTF-08).
 */
export function isShown(job: JobStatus, execution: JobExecutionStatus): boolean {
  if (job === 'DELETION_IN_PROGRESS') return false;
  return execution === 'IN_PROGRESS' || (execution === 'QUEUED' && job !== 'SCHEDULED');
}

/**
 * Returns the open executions of a thing in their turn. Jobs of a namespace are seen under its name only, the others
 * under none (JOB-NS-04).
 */
export function pendingExecutions(
  region: RegionState,
  thingName: string,
  namespaceId?: string,
): readonly PendingExecution[] {
  const pending: PendingExecution[] = [];
  for (const record of region.jobIndex.openByThing.get(thingName) ?? []) {
    if (record.namespaceId !== namespaceId) continue;
    for (const execution of executionsOf(record.state, thingName))
      if (isShown(record.state.status, execution.status)) pending.push({ record, execution });
  }
  return pending.sort((a, b) => byTurn(a, a.execution.status, b, b.execution.status));
}

/** Orders executions of these statuses: IN_PROGRESS before QUEUED, each by the time they were queued (JOB-EXE-21). */
export function byTurn(
  a: PendingExecution,
  statusOfA: JobExecutionStatus,
  b: PendingExecution,
  statusOfB: JobExecutionStatus,
): number {
  return (
    Number(statusOfB === 'IN_PROGRESS') - Number(statusOfA === 'IN_PROGRESS') ||
    a.execution.queuedAt - b.execution.queuedAt ||
    a.record.sequence - b.record.sequence
  );
}

/** Returns the execution that `$next` means, or undefined. */
export function nextPending(
  region: RegionState,
  thingName: string,
  namespaceId?: string,
): PendingExecution | undefined {
  return pendingExecutions(region, thingName, namespaceId)[0];
}

/** The most executions that a device is shown, and how many more of jobs with maintenance windows (JOB-NTF-07, 08). */
const [maximumShown, moreInWindows] = [10, 5];

/** Returns the part of a thing's pending executions that lists and notifications show. */
export function shownExecutions(pending: readonly PendingExecution[]): readonly PendingExecution[] {
  const shown = pending.slice(0, maximumShown);
  const inWindows = pending.slice(maximumShown).filter(({ record }) => hasWindows(record));
  return [...shown, ...inWindows.slice(0, moreInWindows)];
}

function hasWindows({ schedulingConfig }: JobRecord): boolean {
  return (schedulingConfig?.maintenanceWindows ?? []).length > 0;
}
