import type { JobExecutionStatus } from '@iot-rollouts/rollout-model';
import type { GetPendingJobExecutions } from '@iot-rollouts/schemas/iot-jobs-data';
import { pendingSummary } from '../../jobs/execution-view.js';
import { pendingExecutions, shownExecutions } from '../../jobs/pending.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';
import type { DeviceHandler } from './device-handler.js';

/** Lists what a device is to do; both lists are always there (JOB-HTTP-02). */
export const getPendingJobExecutions: DeviceHandler<typeof GetPendingJobExecutions> = ({ region }, { thingName }) => {
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  const shown = shownExecutions(pendingExecutions(region, thingName));
  const having = (status: JobExecutionStatus) =>
    shown.filter(({ execution }) => execution.status === status).map(pendingSummary);
  return { inProgressJobs: having('IN_PROGRESS'), queuedJobs: having('QUEUED') };
};
