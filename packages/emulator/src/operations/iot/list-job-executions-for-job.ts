import {
  executionsOfJob,
  type JobExecution,
  type JobExecutionStatus,
  type JobState,
} from '@iot-rollouts/rollout-model';
import type { ListJobExecutionsForJob } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { executionSummary } from '../../jobs/execution-view.js';
import { findJob } from '../../jobs/find.js';
import { type KeyedList, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';

/** Lists the executions of a job in the order of notification, retries included (JOB-LST-08). */
export const listJobExecutionsForJob: Handler<typeof ListJobExecutionsForJob> = ({ region }, input) => {
  const record = findJob(region, input.jobId);
  if (isRefused(record)) return record;
  const { status } = input;
  const page = pageOf(executions(record.state, status), input, ['executions-of-job', input.jobId, status]);
  if (isRefused(page)) return page;
  return {
    executionSummaries: page.items.map((execution) => ({
      thingArn: arnOf(region, 'thing', execution.thingName),
      jobExecutionSummary: executionSummary(execution),
    })),
    nextToken: page.nextToken,
  };
};

/** The key of an execution is its place in the order of notification. */
function executions(state: JobState, status: JobExecutionStatus | undefined): KeyedList<JobExecution> {
  return function* (after) {
    for (const execution of executionsOfJob(state, status, Math.max(0, after))) yield [execution.sequence, execution];
  };
}
