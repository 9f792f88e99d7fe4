import { executionsOf } from '@iot-rollouts/rollout-model';
import type { ListJobExecutionsForJob } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { executionSummary } from '../../jobs/execution-view.js';
import { findJob } from '../../jobs/find.js';
import { pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';

/** Lists the executions of a job in the order of notification, retries included (JOB-LST-08). */
export const listJobExecutionsForJob: Handler<typeof ListJobExecutionsForJob> = ({ region }, input) => {
  const record = findJob(region, input.jobId);
  if (isRefused(record)) return record;
  const { status } = input;
  const executions = [...record.state.things.keys()]
    .flatMap((thingName) => executionsOf(record.state, thingName))
    .filter((execution) => status === undefined || execution.status === status);
  const page = pageOf(executions, input, ['executions-of-job', input.jobId, status]);
  if (isRefused(page)) return page;
  return {
    executionSummaries: page.items.map((execution) => ({
      thingArn: arnOf(region, 'thing', execution.thingName),
      jobExecutionSummary: executionSummary(execution),
    })),
    nextToken: page.nextToken,
  };
};
