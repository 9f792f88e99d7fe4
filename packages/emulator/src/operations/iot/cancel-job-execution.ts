import { cancelExecution, type JobExecution, type Refusal } from '@iot-rollouts/rollout-model';
import type { CancelJobExecution } from '@iot-rollouts/schemas/iot';
import type { Handler, InputOf } from '../../handler.js';
import { findExecution } from '../../jobs/find.js';
import { statusDetailsFault } from '../../jobs/status-details.js';
import { isRefused, notFound, refuse } from '../../refusal.js';

/** Cancels the latest execution of a thing; one IN_PROGRESS only with force (JOB-CAN-07). */
export const cancelJobExecution: Handler<typeof CancelJobExecution> = ({ region, jobs, now }, input) => {
  const { jobId, thingName } = input;
  const found = findExecution(region, jobId, thingName);
  if (isRefused(found)) return found;
  const fault = statusDetailsFault(input.statusDetails);
  if (fault !== undefined) return fault;
  const { record, execution } = found;
  const { refused, events } = cancelExecution(record.state, thingName, input, now);
  jobs.settle(region, record, events);
  return refused === undefined ? {} : refusal(refused, input, execution);
};

function refusal(refused: Refusal, input: InputOf<typeof CancelJobExecution>, execution: JobExecution) {
  const { jobId, thingName, expectedVersion } = input;
  switch (refused) {
    case 'execution-not-found':
      return notFound(`Job ${jobId} has no execution on thing ${thingName}.`);
    case 'version-mismatch':
      return refuse(
        'VersionConflictException',
        `Expected version ${expectedVersion} but found version ${execution.versionNumber}`,
      );
    case 'illegal-transition': {
      const hint = execution.status === 'IN_PROGRESS' ? ' Use force to cancel it.' : '';
      return refuse(
        'InvalidStateTransitionException',
        `The execution of job ${jobId} on thing ${thingName} is ${execution.status} and cannot be canceled.${hint}`,
      );
    }
  }
}
