import { deleteExecution } from '@iot-rollouts/rollout-model';
import type { DeleteJobExecution } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findExecution } from '../../jobs/find.js';
import { isRefused, refuse } from '../../refusal.js';

/** Deletes the record of an execution; one IN_PROGRESS only with force (JOB-DEL-06). */
export const deleteJobExecution: Handler<typeof DeleteJobExecution> = ({ region, jobs, now }, input) => {
  const { jobId, thingName, executionNumber, force = false, namespaceId } = input;
  const found = findExecution(region, jobId, thingName, executionNumber, namespaceId);
  if (isRefused(found)) return found;
  const result = deleteExecution(found.record.state, thingName, executionNumber, force, now);
  jobs.settle(region, found.record, result.events);
  if (result.refused === undefined) return {};
  return refuse(
    'InvalidStateTransitionException',
    `Execution ${executionNumber} of job ${jobId} on thing ${thingName} is ${found.execution.status}. Use force to delete it.`,
  );
};
