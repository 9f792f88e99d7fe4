import { executionsOf } from '@iot-rollouts/rollout-model';
import type { ListJobExecutionsForThing } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { executionSummary } from '../../jobs/execution-view.js';
import { pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Lists the executions of a thing over all jobs, retries included (JOB-LST-08). */
export const listJobExecutionsForThing: Handler<typeof ListJobExecutionsForThing> = ({ region }, input) => {
  const { thingName, status, jobId, namespaceId } = input;
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  const executions = [...(region.jobsOfThing.get(thingName) ?? [])]
    .filter(
      (record) =>
        (jobId ?? record.jobId) === record.jobId && (namespaceId ?? record.namespaceId) === record.namespaceId,
    )
    .flatMap((record) => executionsOf(record.state, thingName).map((execution) => ({ record, execution })))
    .filter(({ execution }) => status === undefined || execution.status === status);
  const page = pageOf(executions, input, ['executions-of-thing', thingName, status, jobId, namespaceId]);
  if (isRefused(page)) return page;
  return {
    executionSummaries: page.items.map(({ record, execution }) => ({
      jobId: record.jobId,
      jobExecutionSummary: executionSummary(execution),
    })),
    nextToken: page.nextToken,
  };
};
