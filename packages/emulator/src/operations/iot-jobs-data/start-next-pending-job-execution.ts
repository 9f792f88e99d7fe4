import { reportExecution } from '@iot-rollouts/rollout-model';
import type { StartNextPendingJobExecution } from '@iot-rollouts/schemas/iot-jobs-data';
import { deviceExecution } from '../../jobs/execution-view.js';
import { nextPending } from '../../jobs/pending.js';
import { statusDetailsFault, stepTimeoutFault } from '../../jobs/status-details.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';
import type { DeviceHandler } from './device-handler.js';

/** Starts the next execution of a thing; one that runs already is returned unchanged (JOB-EXE-07), none gives `{}`. */
export const startNextPendingJobExecution: DeviceHandler<typeof StartNextPendingJobExecution> = (context, input) => {
  const { region, jobs, now } = context;
  const thing = findThing(region, input.thingName);
  if (isRefused(thing)) return thing;
  const fault = statusDetailsFault(input.statusDetails) ?? stepTimeoutFault(input.stepTimeoutInMinutes, 'start');
  if (fault !== undefined) return fault;
  const next = nextPending(region, input.thingName);
  if (next === undefined) return {};
  const { record, execution } = next;
  if (execution.status === 'QUEUED') {
    const { statusDetails, stepTimeoutInMinutes } = input;
    const report = { status: 'IN_PROGRESS', statusDetails, stepTimeoutInMinutes } as const;
    jobs.settle(region, record, reportExecution(record.state, input.thingName, report, now).events);
  }
  return { execution: deviceExecution(context, next, true) };
};
