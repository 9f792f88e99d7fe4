/** Jobs that have ended are kept for a time, then removed with their executions (JOB-JST-09). */
import type { Limits } from '../limits.js';
import type { Scheduler } from '../scheduler.js';
import { removeJob } from './job-index.js';
import type { JobListener } from './runtime.js';

const dayMs = 24 * 3_600_000;

/** Returns a listener that removes each job when it has been COMPLETED or CANCELED for the account's retention time. */
export function jobRetention(scheduler: Scheduler, { inactiveJobRetentionDays }: Limits): JobListener {
  return {
    happened(region, record, events) {
      const ended = events.find(({ kind, to }) => kind === 'job' && (to === 'COMPLETED' || to === 'CANCELED'));
      if (ended !== undefined)
        scheduler.at(ended.at + inactiveJobRetentionDays * dayMs, () => removeJob(region, record));
    },
    removed() {},
  };
}
