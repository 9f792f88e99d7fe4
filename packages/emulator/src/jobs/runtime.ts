/** Joins the rollout model to the scheduler: jobs move on when their time comes, and listeners hear what happened. */
import { advance, deleteExecutions, executionsMade, type JobEvent, nextEventAt } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { Scheduler } from '../scheduler.js';
import { followLimit } from './concurrency.js';
import { indexEvent, removeJob } from './job-index.js';
import type { JobRecord } from './record.js';

export interface JobListener {
  /** Hears what happened to a job in one step, in order; the job's state is the one after all of it. */
  happened(region: RegionState, record: JobRecord, events: readonly JobEvent[]): void;
  /** Hears that a job has disappeared after its deletion. */
  removed(region: RegionState, record: JobRecord): void;
}

/** How long the deletion of one execution takes, in milliseconds. AWS deletes in the background (JOB-DEL-02). */
const deletionMsPerExecution = 1;

export interface JobRuntime {
  /** Takes up what happened to a job: keeps the index of executions, tells listeners, waits for what comes next. */
  settle(region: RegionState, record: JobRecord, events: readonly JobEvent[]): void;
  /** Removes a job in DELETION_IN_PROGRESS once its executions are gone; one without executions at once. */
  finishDeletion(region: RegionState, record: JobRecord): void;
}

/** Returns the runtime of all jobs of an emulator, of which so many roll out at a time in a region. */
export function createJobRuntime(scheduler: Scheduler, listener: JobListener, concurrentJobs: number): JobRuntime {
  function arm(region: RegionState, record: JobRecord): void {
    const at = nextEventAt(record.state);
    if (at === record.armedFor) return;
    record.armedFor = at;
    if (at === undefined) return;
    scheduler.at(at, () => {
      if (record.armedFor !== at || region.jobs.get(record.jobId) !== record) return;
      record.armedFor = undefined;
      settle(region, record, advance(record.state, at));
    });
  }

  function settle(region: RegionState, record: JobRecord, events: readonly JobEvent[]): void {
    for (const event of events) indexEvent(region, record, event);
    if (events.length > 0) listener.happened(region, record, events);
    for (const followed of followLimit(region, { record, events }, concurrentJobs, scheduler.now()))
      settle(region, followed.record, followed.events);
    arm(region, record);
  }

  return {
    settle,
    finishDeletion(region, record) {
      const executions = executionsMade(record.state);
      const remove = () => {
        if (region.jobs.get(record.jobId) !== record) return;
        settle(region, record, deleteExecutions(record.state, scheduler.now()).events);
        removeJob(region, record);
        listener.removed(region, record);
      };
      if (executions === 0) remove();
      else scheduler.at(scheduler.now() + executions * deletionMsPerExecution, remove);
    },
  };
}
