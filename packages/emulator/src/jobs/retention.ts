/** Jobs that have ended are kept for a time, then removed with their executions (JOB-JST-09). */
import type { Limits } from '../limits.js';
import type { Scheduler } from '../scheduler.js';
import type { Task } from '../task.js';
import type { JobListener } from './runtime.js';

const dayMs = 24 * 3_600_000;

/** Returns a listener that has each job removed when it has been COMPLETED or CANCELED for the account's retention time. */
export function jobRetention(scheduler: Scheduler<Task>, { inactiveJobRetentionDays }: Limits): JobListener {
  return {
    happened(region, { jobId, sequence }, events) {
      const ended = events.find(({ kind, to }) => kind === 'job' && (to === 'COMPLETED' || to === 'CANCELED'));
      if (ended === undefined) return;
      const at = ended.at + inactiveJobRetentionDays * dayMs;
      scheduler.at(at, { kind: 'retire-job', region: region.name, jobId, sequence });
    },
    removed() {},
  };
}
