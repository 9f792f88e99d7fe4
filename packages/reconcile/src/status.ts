/** How jobs stand: what AWS's counters and reasons mean for the person who started them. */
import { abortingCriterion, abortReasonCode, criterionText, type ExecutionCounts } from '@iot-rollouts/rollout-model';
import type { JobExecutionStatus, JobProcessDetails } from '@iot-rollouts/schemas/iot';
import { readScheduleTime } from '@iot-rollouts/validation';
import { parallel } from './parallel.js';
import type { DescribedJob, Execution, IotPort } from './port.js';

/** How a job ended, or that it has not. `FAILED` is no status of a job in AWS (JOB-JST-04), hence our own words. */
export type Outcome =
  | 'scheduled'
  | 'running'
  | 'completed'
  | 'completed-with-failures'
  /** Its end time came first: devices that were not reached by then are not counted by AWS (JOB-SCH-10, JOB-SCH-13). */
  | 'schedule-ended'
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
  readonly targetSelection?: string;
  /** Things by the status of their last attempt, or executions; things not yet notified are in none (JOB-DSC-04). */
  readonly counts: ExecutionCounts;
  /** What is counted: AWS counts each attempt of a thing (JOB-RTY-14), which differs where there are retries. */
  readonly counted: 'things' | 'executions';
  /** AWS's reason code and comment. */
  readonly reason?: string;
  /** The abort criterion that the counts of a job that was stopped meet. */
  readonly criterion?: string;
  readonly createdAt?: number;
  readonly completedAt?: number;
}

/** The reason code of a job that is cancelled because its manifest was removed. */
export const manifestRemoved = 'MANIFEST_REMOVED';

/** Whether a job's status in AWS is final; a job that is being deleted takes no change either (JOB-JST-07). */
export function isTerminal(status: string): boolean {
  return status !== 'IN_PROGRESS' && status !== 'SCHEDULED';
}

/** Executions of a job that was retried are counted by thing up to this many: 250 a call. */
const listedExecutionsMax = 2500;

/** The status of each named job, in the order of the names. */
export async function readStatus(port: IotPort, names: readonly string[]): Promise<readonly JobStatus[]> {
  return parallel(names, async (name) => {
    const job = await port.describeJob(name);
    if (job === undefined || !hasAttempts(job)) return jobStatus(name, job);
    return jobStatus(name, job, await port.listExecutions(name, listedExecutionsMax));
  });
}

/** Names to show when nobody asked for certain ones, and how many more have ended. */
export interface StatusSelection {
  readonly names: readonly string[];
  readonly left: number;
}

/** Of a repository's jobs those that are active, and the ones that ended last. What is not in AWS is left out. */
export async function jobsWorthShowing(port: IotPort, names: readonly string[]): Promise<StatusSelection> {
  if (names.length <= endedShown) return { names, left: 0 };
  const wanted = new Set(names);
  const { entries } = await port.listJobs(names.length);
  const present = entries.filter(({ name }) => wanted.has(name));
  const ended = present.filter(({ status }) => isTerminal(status)).sort((a, b) => b.lastUpdatedAt - a.lastUpdatedAt);
  const shown = new Set(
    [...present.filter(({ status }) => !isTerminal(status)), ...ended.slice(0, endedShown)].map(({ name }) => name),
  );
  return { names: names.filter((name) => shown.has(name)), left: Math.max(0, ended.length - endedShown) };
}

const endedShown = 20;

/** Whether some thing may have been tried more than once. */
function hasAttempts({ jobExecutionsRetryConfig, jobProcessDetails }: DescribedJob): boolean {
  const retries = (jobExecutionsRetryConfig?.criteriaList ?? []).some((it) => (it.numberOfRetries ?? 0) > 0);
  return (
    retries && (jobProcessDetails?.numberOfFailedThings ?? 0) + (jobProcessDetails?.numberOfTimedOutThings ?? 0) > 0
  );
}

/**
 * What DescribeJob's answer says about one job.
 *
 * @param executions every attempt of its things, where things were tried again; then things are counted.
 */
export function jobStatus(name: string, job: DescribedJob | undefined, executions?: readonly Execution[]): JobStatus {
  const attempts = countsOf(job?.jobProcessDetails);
  if (job === undefined) return { name, outcome: 'absent', counts: attempts, counted: 'things' };
  const counts = executions === undefined ? attempts : countsOfThings(executions);
  const reason = reasonOf(job);
  // An abort is decided on executions (JOB-ABT-10).
  const criterion = job.status === 'CANCELED' ? metCriterion(job, attempts) : undefined;
  return {
    name,
    outcome: outcomeOf(job, counts),
    status: String(job.status),
    counts,
    counted: executions === undefined && hasAttempts(job) ? 'executions' : 'things',
    ...(job.targetSelection !== undefined && { targetSelection: job.targetSelection }),
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

/** Whether the job ended the way its author wanted: every device that AWS knows of succeeded, and none was left out. */
export function hasSucceeded({ outcome, targetSelection, counts }: JobStatus): boolean {
  if (outcome === 'completed') return true;
  // A CONTINUOUS job ends in no other way; of a SNAPSHOT job nobody can say how many devices were not reached.
  return outcome === 'schedule-ended' && targetSelection === 'CONTINUOUS' && !hasFailures(counts);
}

function hasFailures({ FAILED, REJECTED, TIMED_OUT, CANCELED }: ExecutionCounts): boolean {
  return FAILED + REJECTED + TIMED_OUT + CANCELED > 0;
}

function outcomeOf(job: DescribedJob, counts: ExecutionCounts): Outcome {
  switch (job.status) {
    case 'SCHEDULED':
      return 'scheduled';
    case 'IN_PROGRESS':
      return 'running';
    case 'COMPLETED':
      if (endedBySchedule(job)) return 'schedule-ended';
      return hasFailures(counts) ? 'completed-with-failures' : 'completed';
    case 'CANCELED':
      return isAborted(job) ? 'aborted' : 'cancelled';
    default:
      return 'deleting';
  }
}

/** Whether the job's end time came before it was done. */
function endedBySchedule({ schedulingConfig, completedAt }: DescribedJob): boolean {
  const end = schedulingConfig?.endTime === undefined ? undefined : readScheduleTime(schedulingConfig.endTime)?.ms;
  return end !== undefined && completedAt !== undefined && completedAt * 1000 >= end;
}

/**
 * The abort criterion that the counters of a cancelled job meet. Executions that fail after somebody cancelled the job count too, so
 * this alone does not say that the criterion stopped it.
 */
function metCriterion(job: DescribedJob, counts: ExecutionCounts): string | undefined {
  const criterion = abortingCriterion(job.abortConfig, { ...counts, CANCELED: 0 });
  return criterion === undefined ? undefined : criterionText(criterion);
}

/**
 * Whether AWS stopped the job by itself. It fills in comment and reason code then but publishes neither text (JOB-ABT-13), so their
 * words decide: a person who cancels gives other reasons, and only a person cancels by force (JOB-ABT-14).
 */
function isAborted({ reasonCode = '', comment = '', forceCanceled }: DescribedJob): boolean {
  if (forceCanceled === true) return false;
  return reasonCode === abortReasonCode || /\babort|\bthreshold|\bcriteria\b/i.test(`${reasonCode} ${comment}`);
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

/** Things by the status of their last attempt. */
function countsOfThings(executions: readonly Execution[]): ExecutionCounts {
  const last = new Map<string, Execution>();
  for (const execution of executions) {
    const known = last.get(execution.thingArn);
    if (known === undefined || known.executionNumber < execution.executionNumber)
      last.set(execution.thingArn, execution);
  }
  const counts: Record<JobExecutionStatus, number> = { ...countsOf(undefined) };
  for (const { status } of last.values()) counts[status] += 1;
  return counts;
}
