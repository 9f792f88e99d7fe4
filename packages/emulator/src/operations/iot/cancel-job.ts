import { cancelJob as cancelJobState } from '@iot-rollouts/rollout-model';
import type { CancelJob } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { invalid, isRefused } from '../../refusal.js';

/** Cancels a job: QUEUED executions end and, with force, those IN_PROGRESS (JOB-CAN-02). */
export const cancelJob: Handler<typeof CancelJob> = ({ region, jobs, now }, input) => {
  const record = findJob(region, input.jobId);
  if (isRefused(record)) return record;
  const result = cancelJobState(record.state, input, now);
  jobs.settle(region, record, result.events);
  if (result.refused !== undefined)
    return invalid(`Job ${input.jobId} is ${record.state.status} and cannot be canceled.`); // JOB-CAN-04
  return { jobArn: record.jobArn, jobId: record.jobId, description: record.configurations.description };
};
