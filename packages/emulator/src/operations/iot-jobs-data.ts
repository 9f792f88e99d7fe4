/** The operations of the data plane, which devices call. */
import type { operations } from '@iot-rollouts/schemas/iot-jobs-data';
import type { Handlers } from '../handler.js';
import { describeJobExecution } from './iot-jobs-data/describe-job-execution.js';
import { getPendingJobExecutions } from './iot-jobs-data/get-pending-job-executions.js';
import { startNextPendingJobExecution } from './iot-jobs-data/start-next-pending-job-execution.js';
import { updateJobExecution } from './iot-jobs-data/update-job-execution.js';

/** A handler, or the reason why there is none, for every operation of the service. */
export const iotJobsDataHandlers: Handlers<typeof operations> = {
  DescribeJobExecution: describeJobExecution,
  GetPendingJobExecutions: getPendingJobExecutions,
  StartNextPendingJobExecution: startNextPendingJobExecution,
  UpdateJobExecution: updateJobExecution,
  StartCommandExecution: { notEmulated: 'remote commands' },
};
