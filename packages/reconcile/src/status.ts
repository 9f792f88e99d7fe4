/** How jobs stand: what AWS's counters and reasons mean for the person who started them. */
import { abortingCriterion, abortReasonCode, criterionText, type ExecutionCounts } from '@iot-rollouts/rollout-model';
import type { JobProcessDetails } from '@iot-rollouts/schemas/iot';
import type { DescribedJob, IotPort } from './port.js';

/** How a job ended, or that it has not. `FAILED` is no status of a job in AWS (JOB-JST-04), hence our own words. */
export type Outcome =
  | 'scheduled'
  | 'running'
  | 'completed'
  | 'completed-with-failures'
  /** Stopped by its abort criteria. */
  | 'aborted'
  /** Cancelled by a person or a tool. */
  | 'cancelled'
  | 'deleting'
  | 'absent';

export interface JobStatus {
  readonly name: string;
  readonly outcome: Outcome;
  /** AWS's own status; absent when there is no such job. */
  readonly status?: string;
  /** Executions by status, retried attempts included (JOB-RTY-14): things not yet notified are in none. */
  readonly counts: ExecutionCounts;
  /** AWS's reason code and comment. */
  readonly reason?: string;
  /** The abort criterion that stopped the job. */
  readonly criterion?: string;
  readonly createdAt?: number;
  readonly completedAt?: number;
}

/** Whether a job's status in AWS is final; a job that is being deleted takes no change either (JOB-JST-07). */
export function isTerminal(status: string): boolean {
  return status !== 'IN_PROGRESS' && status !== 'SCHEDULED';
}

/** The status of each named job, in the order of the names. */
export async function readStatus(port: IotPort, names: readonly string[]): Promise<readonly JobStatus[]> {
  const statuses: JobStatus[] = [];
  for (const name of names) statuses.push(jobStatus(name, await port.describeJob(name)));
  return statuses;
}

/** What DescribeJob's answer says about one job. */
export function jobStatus(name: string, job: DescribedJob | undefined): JobStatus {
  const counts = countsOf(job?.jobProcessDetails);
  if (job === undefined) return { name, outcome: 'absent', counts };
  const reason = reasonOf(job);
  const criterion = job.status === 'CANCELED' ? metCriterion(job, counts) : undefined;
  return {
    name,
    outcome: outcomeOf(job, counts, criterion),
    status: String(job.status),
    counts,
    ...(reason !== undefined && { reason }),
    ...(criterion !== undefined && { criterion }),
    ...(job.createdAt !== undefined && { createdAt: job.createdAt }),
    ...(job.completedAt !== undefined && { completedAt: job.completedAt }),
  };
}

/** Whether nothing more will happen. */
export function hasEnded({ outcome }: JobStatus): boolean {
  return outcome !== 'running' && outcome !== 'scheduled';
}

/** Whether the job ended the way its author wanted: every execution succeeded. */
export function hasSucceeded({ outcome }: JobStatus): boolean {
  return outcome === 'completed';
}

function outcomeOf(job: DescribedJob, counts: ExecutionCounts, criterion: string | undefined): Outcome {
  switch (job.status) {
    case 'SCHEDULED':
      return 'scheduled';
    case 'IN_PROGRESS':
      return 'running';
    case 'COMPLETED':
      return counts.FAILED + counts.REJECTED + counts.TIMED_OUT + counts.CANCELED > 0
        ? 'completed-with-failures'
        : 'completed';
    case 'CANCELED':
      return criterion === undefined ? 'cancelled' : 'aborted';
    default:
      return 'deleting';
  }
}

/**
 * The abort criterion that stopped a job. AWS fills in comment and reason code of an automatic abort but publishes neither
 * text (JOB-ABT-13), so the counters decide: a cancelled job that carries a reason, and whose executions that ended by
 * themselves meet a criterion, was stopped by it. The reason code that the emulator gives needs no such guess.
 */
function metCriterion(job: DescribedJob, counts: ExecutionCounts): string | undefined {
  if (job.reasonCode === undefined && job.comment === undefined) return undefined;
  const criterion = abortingCriterion(job.abortConfig, { ...counts, CANCELED: 0 });
  if (criterion !== undefined) return criterionText(criterion);
  return job.reasonCode === abortReasonCode ? 'met' : undefined;
}

function reasonOf(job: DescribedJob): string | undefined {
  const given = [job.reasonCode, job.comment].filter((text) => text !== undefined && text !== '');
  return given.length === 0 ? undefined : given.join(': ');
}

function countsOf(details: JobProcessDetails | undefined): ExecutionCounts {
  return {
    QUEUED: details?.numberOfQueuedThings ?? 0,
    IN_PROGRESS: details?.numberOfInProgressThings ?? 0,
    SUCCEEDED: details?.numberOfSucceededThings ?? 0,
    FAILED: details?.numberOfFailedThings ?? 0,
    REJECTED: details?.numberOfRejectedThings ?? 0,
    TIMED_OUT: details?.numberOfTimedOutThings ?? 0,
    CANCELED: details?.numberOfCanceledThings ?? 0,
    REMOVED: details?.numberOfRemovedThings ?? 0,
  };
}
