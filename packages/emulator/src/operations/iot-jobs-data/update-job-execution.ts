import { isDeviceStatus, type JobExecution, type Refusal, reportExecution } from '@iot-rollouts/rollout-model';
import type { UpdateJobExecution } from '@iot-rollouts/schemas/iot-jobs-data';
import type { Handler, InputOf } from '../../handler.js';
import { deviceDocument } from '../../jobs/document.js';
import { findExecution } from '../../jobs/find.js';
import { statusDetailsFault, stepTimeoutFault } from '../../jobs/status-details.js';
import { invalid, isRefused, notFound, refuse } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Records a device's report about its latest execution of a job. */
export const updateJobExecution: Handler<typeof UpdateJobExecution> = ({ region, jobs, now }, input) => {
  const { jobId, thingName, status } = input;
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  if (!isDeviceStatus(status)) return invalid(`A device cannot set the status ${status}.`); // JOB-EXE-01, 03
  const fault = statusDetailsFault(input.statusDetails) ?? stepTimeoutFault(input.stepTimeoutInMinutes, 'update');
  if (fault !== undefined) return fault;
  const found = findExecution(region, jobId, thingName, input.executionNumber);
  if (isRefused(found)) return found;
  const { record, execution } = found;
  const { refused, events } = reportExecution(record.state, thingName, { ...input, status }, now);
  jobs.settle(region, record, events);
  if (refused !== undefined) return refusal(refused, input, execution);
  const { versionNumber, statusDetails } = execution;
  const executionState = { status: execution.status, statusDetails, versionNumber };
  return {
    executionState: input.includeJobExecutionState === true ? executionState : undefined,
    jobDocument: input.includeJobDocument === true ? deviceDocument(record.document, record.configurations) : undefined,
  };
};

function refusal(refused: Refusal, input: InputOf<typeof UpdateJobExecution>, execution: JobExecution) {
  const { jobId, thingName, status, expectedVersion } = input;
  switch (refused) {
    case 'execution-not-found':
      return notFound(`Job ${jobId} has no such latest execution on thing ${thingName}.`); // JOB-EXE-22
    case 'version-mismatch': // The data plane models no other conflict (JOB-EXE-08, JOB-DEVERR-08).
      return refuse(
        'InvalidStateTransitionException',
        `Expected version ${expectedVersion} but found version ${execution.versionNumber}`,
      );
    case 'illegal-transition':
      return refuse(
        'InvalidStateTransitionException',
        `The execution of job ${jobId} on thing ${thingName} is ${execution.status} and cannot become ${status}.`,
      );
  }
}
