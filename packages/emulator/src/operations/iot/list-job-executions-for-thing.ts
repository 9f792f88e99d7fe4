import { executionsOf, type JobExecution, type JobExecutionStatus } from '@iot-rollouts/rollout-model';
import type { ListJobExecutionsForThing } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { executionSummary } from '../../jobs/execution-view.js';
import { placeOf } from '../../jobs/job-index.js';
import type { JobRecord } from '../../jobs/record.js';
import { type KeyedList, pageOf } from '../../pagination.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Lists the executions of a thing over all jobs, retries included (JOB-LST-08). */
export const listJobExecutionsForThing: Handler<typeof ListJobExecutionsForThing> = ({ region }, input) => {
  const { thingName, status, jobId, namespaceId } = input;
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  const records = region.jobIndex.byThing.get(thingName) ?? [];
  const isListed = (record: JobRecord) =>
    (jobId ?? record.jobId) === record.jobId && (namespaceId ?? record.namespaceId) === record.namespaceId;
  const executions = executionsFor(thingName, records, isListed, status);
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

/** Keys of jobs are this far apart; no thing has so many executions of one. */
const keysPerJob = 2 ** 20;

interface Listed {
  readonly record: JobRecord;
  readonly execution: JobExecution;
}

function executionsFor(
  thingName: string,
  records: readonly JobRecord[],
  isListed: (record: JobRecord) => boolean,
  status: JobExecutionStatus | undefined,
): KeyedList<Listed> {
  return function* (after) {
    for (let index = placeOf(records, Math.floor(after / keysPerJob)); index < records.length; index += 1) {
      const record = records[index]!;
      if (!isListed(record)) continue;
      for (const execution of executionsOf(record.state, thingName)) {
        const key = record.sequence * keysPerJob + execution.executionNumber;
        if (key > after && (status === undefined || execution.status === status)) yield [key, { record, execution }];
      }
    }
  };
}
