import { isTerminal } from '@iot-rollouts/rollout-model';
import type { DescribeJobExecution } from '@iot-rollouts/schemas/iot-jobs-data';
import { deviceExecution } from '../../jobs/execution-view.js';
import { nextPending } from '../../jobs/pending.js';
import { isRefused, refuse } from '../../refusal.js';
import { findThing } from '../../registry/find.js';
import type { DeviceHandler } from './device-handler.js';
import { findDeviceExecution } from './find-device-execution.js';

/** Describes an open execution; of a finished one a device learns only that it is finished (JOB-DEVERR-04). */
export const describeJobExecution: DeviceHandler<typeof DescribeJobExecution> = (context, input, namespaceId) => {
  const { jobId, thingName, includeJobDocument = false } = input;
  if (jobId === '$next') {
    const thing = findThing(context.region, thingName);
    if (isRefused(thing)) return thing;
    const next = nextPending(context.region, thingName, namespaceId);
    return next === undefined ? {} : { execution: deviceExecution(context, next, includeJobDocument) };
  }
  const found = findDeviceExecution(context, input, namespaceId);
  if (isRefused(found)) return found;
  if (isTerminal(found.execution.status))
    return refuse('TerminalStateException', `The execution of job ${jobId} on thing ${thingName} has ended.`);
  return { execution: deviceExecution(context, found, includeJobDocument) };
};
