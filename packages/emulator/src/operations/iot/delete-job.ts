import { deleteJob as deleteJobState } from '@iot-rollouts/rollout-model';
import type { DeleteJob } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { isRefused, refuse } from '../../refusal.js';

/** The most jobs of an account that can be in DELETION_IN_PROGRESS (JOB-DEL-03). */
const maximumDeletions = 10;

/** Begins the deletion of a finished job or, with force, of any. It disappears when its executions are gone. */
export const deleteJob: Handler<typeof DeleteJob> = ({ region, jobs, now }, input) => {
  const { jobId, force = false } = input;
  const record = findJob(region, jobId, input.namespaceId);
  if (isRefused(record)) return record;
  const deleting = region.jobIndex.byStatus.DELETION_IN_PROGRESS;
  if (deleting.length >= maximumDeletions && !deleting.includes(record))
    return refuse('LimitExceededException', `${maximumDeletions} jobs are being deleted already.`);
  const result = deleteJobState(record.state, force, now);
  jobs.settle(region, record, result.events);
  if (result.refused !== undefined) {
    const { status } = record.state;
    const hint = status === 'DELETION_IN_PROGRESS' ? '' : ' Cancel it first, or delete it with force.';
    return refuse('InvalidStateTransitionException', `Job ${jobId} is ${status} and cannot be deleted.${hint}`);
  }
  jobs.finishDeletion(region, record);
  return {};
};
