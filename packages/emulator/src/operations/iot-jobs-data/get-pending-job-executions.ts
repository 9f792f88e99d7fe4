import type { JobExecutionStatus } from '@iot-rollouts/rollout-model';
import type { GetPendingJobExecutions } from '@iot-rollouts/schemas/iot-jobs-data';
import type { Handler } from '../../handler.js';
import { pendingSummary } from '../../jobs/execution-view.js';
import { pendingExecutions } from '../../jobs/pending.js';
import { isRefused } from '../../refusal.js';
import { findThing } from '../../registry/find.js';

/** The most pending executions that a device is shown (JOB-NTF-08). */
const maximumShown = 10;

/** Lists what a device is to do; both lists are always there (JOB-HTTP-02). */
export const getPendingJobExecutions: Handler<typeof GetPendingJobExecutions> = ({ region }, { thingName }) => {
  const thing = findThing(region, thingName);
  if (isRefused(thing)) return thing;
  const shown = pendingExecutions(region, thingName).slice(0, maximumShown);
  const having = (status: JobExecutionStatus) =>
    shown.filter(({ execution }) => execution.status === status).map(pendingSummary);
  return { inProgressJobs: having('IN_PROGRESS'), queuedJobs: having('QUEUED') };
};
