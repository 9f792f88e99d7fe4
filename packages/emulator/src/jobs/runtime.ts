/** Joins the rollout model to the scheduler: jobs move on when their time comes, and listeners hear what happened. */
import { advance, deleteExecutions, executionsMade, type JobEvent, nextEventAt } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { Scheduler } from '../scheduler.js';
import type { Task } from '../task.js';
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
  /** Does what has become due for a job of the region; nothing if the job is gone. */
  perform(region: RegionState, task: JobTask): void;
}

/** A task that waits for a job. */
export type JobTask = Extract<Task, { readonly jobId: string }>;

/** Returns the runtime of all jobs of an emulator, of which so many roll out at a time in a region. */
export function createJobRuntime(
  scheduler: Scheduler<Task>,
  listener: JobListener,
  concurrentJobs: number,
): JobRuntime {
  function wait(kind: JobTask['kind'], at: number, { name }: RegionState, { jobId, sequence }: JobRecord): void {
    scheduler.at(at, { kind, region: name, jobId, sequence });
  }

  function arm(region: RegionState, record: JobRecord): void {
    const at = nextEventAt(record.state);
    if (at === record.armedFor) return;
    record.armedFor = at;
    if (at !== undefined) wait('advance-job', at, region, record);
  }

  function settle(region: RegionState, record: JobRecord, events: readonly JobEvent[]): void {
    for (const event of events) indexEvent(region, record, event);
    if (events.length > 0) listener.happened(region, record, events);
    for (const followed of followLimit(region, { record, events }, concurrentJobs, scheduler.now()))
      settle(region, followed.record, followed.events);
    arm(region, record);
  }

  function remove(region: RegionState, record: JobRecord): void {
    settle(region, record, deleteExecutions(record.state, scheduler.now()).events);
    removeJob(region, record);
    listener.removed(region, record);
  }

  return {
    settle,
    finishDeletion(region, record) {
      const executions = executionsMade(record.state);
      if (executions === 0) remove(region, record);
      else wait('finish-deletion', scheduler.now() + executions * deletionMsPerExecution, region, record);
    },
    perform(region, { kind, jobId, sequence }) {
      const record = region.jobs.get(jobId);
      if (record?.sequence !== sequence) return;
      if (kind === 'finish-deletion') remove(region, record);
      else if (kind === 'retire-job') removeJob(region, record);
      else if (record.armedFor !== undefined && record.armedFor <= scheduler.now()) {
        // A job that is armed for a later moment now has another task, which will come.
        const at = record.armedFor;
        record.armedFor = undefined;
        settle(region, record, advance(record.state, at));
      }
    },
  };
}
