import type { DescribeJobExecution } from '@iot-rollouts/schemas/iot';
import { arnOf } from '../../arn.js';
import type { Handler } from '../../handler.js';
import { executionSummary, secondsBeforeTimedOut } from '../../jobs/execution-view.js';
import { findExecution } from '../../jobs/find.js';
import { isRefused } from '../../refusal.js';

/** Describes an execution in any status; without a number, the thing's latest (JOB-EXE-09). */
export const describeJobExecution: Handler<typeof DescribeJobExecution> = ({ region, now }, input) => {
  const found = findExecution(region, input.jobId, input.thingName, input.executionNumber);
  if (isRefused(found)) return found;
  const { execution } = found;
  const { retryAttempt: _, ...summary } = executionSummary(execution); // Only lists show it (JOB-RTY-08).
  return {
    execution: {
      jobId: input.jobId,
      ...summary,
      forceCanceled: execution.forceCanceled,
      // The control plane wraps the map, and wraps nothing when there is none (JOB-EXE-12).
      statusDetails: execution.statusDetails === undefined ? {} : { detailsMap: execution.statusDetails },
      thingArn: arnOf(region, 'thing', input.thingName),
      versionNumber: execution.versionNumber,
      approximateSecondsBeforeTimedOut: secondsBeforeTimedOut(execution, now),
    },
  };
};
