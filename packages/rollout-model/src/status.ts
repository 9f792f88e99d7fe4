/** The status graphs of jobs and job executions. Nothing changes a status except along these tables. */

export type JobStatus = 'SCHEDULED' | 'IN_PROGRESS' | 'CANCELED' | 'COMPLETED' | 'DELETION_IN_PROGRESS';

/** Every status of an execution; the first two are open, the others terminal. */
export const executionStatuses = [
  'QUEUED',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'REJECTED',
  'REMOVED',
  'CANCELED',
] as const;
export type JobExecutionStatus = (typeof executionStatuses)[number];

/** The statuses that an execution may take next (JOB-EXE; a terminal one takes none). */
export const executionTransitions: Readonly<Record<JobExecutionStatus, readonly JobExecutionStatus[]>> = {
  QUEUED: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED', 'CANCELED', 'REMOVED'],
  IN_PROGRESS: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED', 'TIMED_OUT', 'CANCELED', 'REMOVED'],
  SUCCEEDED: [],
  FAILED: [],
  TIMED_OUT: [],
  REJECTED: [],
  REMOVED: [],
  CANCELED: [],
};

/** The statuses that a job may take next (JOB-JST-01); an active one is deleted only with force (JOB-DEL-01). */
export const jobTransitions: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  SCHEDULED: ['IN_PROGRESS', 'CANCELED', 'DELETION_IN_PROGRESS'],
  IN_PROGRESS: ['SCHEDULED', 'CANCELED', 'COMPLETED', 'DELETION_IN_PROGRESS'],
  CANCELED: ['DELETION_IN_PROGRESS'],
  COMPLETED: ['DELETION_IN_PROGRESS'],
  DELETION_IN_PROGRESS: [],
};

/** The statuses that a device may report; the others are the service's own (JOB-EXE-01). */
export const deviceStatuses = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED'] as const;
export type DeviceStatus = (typeof deviceStatuses)[number];

/** Returns whether a device may report this status. */
export function isDeviceStatus(status: string): status is DeviceStatus {
  return (deviceStatuses as readonly string[]).includes(status);
}

/** Returns whether an execution in this status has ended for good. */
export function isTerminal(status: JobExecutionStatus): boolean {
  return executionTransitions[status].length === 0;
}

/** How many execution records of a job are in each status. */
export type ExecutionCounts = Readonly<Record<JobExecutionStatus, number>>;

/** Returns counts of zero. */
export function noExecutions(): Record<JobExecutionStatus, number> {
  return { QUEUED: 0, IN_PROGRESS: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, REJECTED: 0, REMOVED: 0, CANCELED: 0 };
}

/** Returns the number of executions that have not ended. */
export function openExecutions(counts: ExecutionCounts): number {
  return counts.QUEUED + counts.IN_PROGRESS;
}

/** Returns the number of executions that have ended, however they did. */
export function completedExecutions(counts: ExecutionCounts): number {
  return counts.SUCCEEDED + counts.FAILED + counts.TIMED_OUT + counts.REJECTED + counts.REMOVED + counts.CANCELED;
}
