import { isDeviceStatus, type JobExecution, type Refusal, reportExecution } from '@iot-rollouts/rollout-model';
import type { UpdateJobExecution } from '@iot-rollouts/schemas/iot-jobs-data';
import type { InputOf } from '../../handler.js';
import { isShown } from '../../jobs/pending.js';
import { statusDetailsFault, stepTimeoutFault } from '../../jobs/status-details.js';
import { deviceDocument } from '../../objects/device-document.js';
import { type Conflict, invalid, isRefused, notFound, refuse } from '../../refusal.js';
import type { DeviceHandler } from './device-handler.js';
import { findDeviceExecution } from './find-device-execution.js';

/** Records a device's report about its latest execution of a job. */
export const updateJobExecution: DeviceHandler<typeof UpdateJobExecution> = (context, input, namespaceId) => {
  const { region, jobs, now } = context;
  const { thingName, status } = input;
  if (!isDeviceStatus(status)) return invalid(`A device cannot set the status ${status}.`); // JOB-EXE-01, 03
  const fault = statusDetailsFault(input.statusDetails) ?? stepTimeoutFault(input.stepTimeoutInMinutes, 'update');
  if (fault !== undefined) return fault;
  const found = findDeviceExecution(context, input, namespaceId);
  if (isRefused(found)) return found;
  const { record, execution } = found;
  // Between two maintenance windows nothing can be started (JOB-MW-15).
  if (execution.status === 'QUEUED' && !isShown(record.state.status, 'QUEUED'))
    return refusal('illegal-transition', input, execution);
  const { refused, events } = reportExecution(record.state, thingName, { ...input, status }, now);
  jobs.settle(region, record, events);
  if (refused !== undefined) return refusal(refused, input, execution);
  return {
    executionState: input.includeJobExecutionState === true ? stateOf(execution) : undefined,
    jobDocument: input.includeJobDocument === true ? deviceDocument(context, found) : undefined,
  };
};

function stateOf({ status, statusDetails, versionNumber }: JobExecution) {
  return { status, statusDetails, versionNumber };
}

function refusal(refused: Refusal, input: InputOf<typeof UpdateJobExecution>, execution: JobExecution) {
  const { jobId, thingName, status, expectedVersion } = input;
  switch (refused) {
    case 'execution-not-found':
      return notFound(`Job ${jobId} has no such latest execution on thing ${thingName}.`); // JOB-EXE-22
    case 'version-mismatch': // The data plane models no other conflict (JOB-EXE-08, JOB-DEVERR-08).
      return conflict(
        'VersionMismatch',
        `Expected version ${expectedVersion} but found version ${execution.versionNumber}`,
        execution,
      );
    case 'illegal-transition':
      return conflict(
        'InvalidStateTransition',
        `The execution of job ${jobId} on thing ${thingName} is ${execution.status} and cannot become ${status}.`,
        execution,
      );
  }
}

function conflict(code: Conflict['code'], message: string, execution: JobExecution) {
  const refused = refuse('InvalidStateTransitionException', message);
  return { ...refused, conflict: { code, executionState: stateOf(execution) } };
}
