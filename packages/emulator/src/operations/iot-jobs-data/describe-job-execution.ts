import { isTerminal } from '@iot-rollouts/rollout-model';
import type { DescribeJobExecution } from '@iot-rollouts/schemas/iot-jobs-data';
import type { Handler } from '../../handler.js';
import { deviceExecution } from '../../jobs/execution-view.js';
import { findExecution } from '../../jobs/find.js';
import { nextPending } from '../../jobs/pending.js';
import { isRefused, refuse } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** Describes an open execution; of a finished one a device learns only that it is finished (JOB-DEVERR-04). */
export const describeJobExecution: Handler<typeof DescribeJobExecution> = ({ region, now }, input) => {
  const { jobId, thingName, executionNumber, includeJobDocument = false } = input;
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  if (jobId === '$next') {
    const next = nextPending(region, thingName);
    return next === undefined ? {} : { execution: deviceExecution(next, now, includeJobDocument) };
  }
  const found = findExecution(region, jobId, thingName, executionNumber);
  if (isRefused(found)) return found;
  if (isTerminal(found.execution.status))
    return refuse('TerminalStateException', `The execution of job ${jobId} on thing ${thingName} has ended.`);
  return { execution: deviceExecution(found, now, includeJobDocument) };
};
