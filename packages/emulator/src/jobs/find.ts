/** Jobs and executions by name, or the refusal that says they are not there. */
import { executionsOf, type JobExecution, latestExecution } from '@iot-rollouts/rollout-model';
import { notFound, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import type { JobRecord } from './record.js';

/** Returns the job of this id; a namespace, where the request names one, must be the job's. */
export function findJob(
  region: RegionState,
  jobId: string,
  namespaceId?: string,
): JobRecord | Refused<'ResourceNotFoundException'> {
  const record = region.jobs.get(jobId);
  if (record !== undefined && (namespaceId ?? record.namespaceId) === record.namespaceId) return record;
  return notFound(`Job ${jobId} does not exist in ${region.name}.`);
}

/** Returns an execution of a job on a thing, the latest when no number is given (JOB-EXE-09). */
export function findExecution(
  region: RegionState,
  jobId: string,
  thingName: string,
  executionNumber?: number,
  namespaceId?: string,
): { readonly record: JobRecord; readonly execution: JobExecution } | Refused<'ResourceNotFoundException'> {
  const record = findJob(region, jobId, namespaceId);
  if ('refused' in record) return record;
  const execution =
    executionNumber === undefined
      ? latestExecution(record.state, thingName)
      : executionsOf(record.state, thingName).find((candidate) => candidate.executionNumber === executionNumber);
  if (execution !== undefined) return { record, execution };
  const number = executionNumber === undefined ? '' : ` number ${executionNumber}`;
  return notFound(`Job ${jobId} has no execution${number} on thing ${thingName}.`);
}
