/** Joins the rollout model to the scheduler: jobs move on when their time comes, and listeners hear what happened. */
import { advance, executionsOf, type JobEvent, nextEventAt } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { Scheduler } from '../scheduler.js';
import type { JobRecord } from './record.js';

export type JobListener = (region: RegionState, record: JobRecord, event: JobEvent) => void;

/** How long the deletion of one execution takes, in milliseconds. AWS deletes in the background (JOB-DEL-02). */
const deletionMsPerExecution = 1;

export interface JobRuntime {
  /** Takes up what happened to a job: keeps the index of executions, tells listeners, waits for what comes next. */
  settle(region: RegionState, record: JobRecord, events: readonly JobEvent[]): void;
  /** Removes a job in DELETION_IN_PROGRESS once its executions are gone; one without executions at once. */
  finishDeletion(region: RegionState, record: JobRecord): void;
}

/** Returns the runtime of all jobs of an emulator. */
export function createJobRuntime(scheduler: Scheduler, listen: JobListener): JobRuntime {
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
    for (const event of events) {
      if (event.kind === 'execution') indexExecution(region, record, event);
      listen(region, record, event);
    }
    arm(region, record);
  }

  return {
    settle,
    finishDeletion(region, record) {
      const executions = Object.values(record.state.counts).reduce((sum, count) => sum + count, 0);
      const remove = () => removeJob(region, record);
      if (executions === 0) remove();
      else scheduler.at(scheduler.now() + executions * deletionMsPerExecution, remove);
    },
  };
}

function indexExecution(region: RegionState, record: JobRecord, event: JobEvent & { kind: 'execution' }): void {
  const { thingName } = event.execution;
  const jobs = region.jobsOfThing.get(thingName);
  if (event.from === undefined) {
    if (jobs === undefined) region.jobsOfThing.set(thingName, new Set([record]));
    else jobs.add(record);
  } else if (event.to === 'DELETED' && executionsOf(record.state, thingName).length === 0) jobs?.delete(record);
}

function removeJob(region: RegionState, record: JobRecord): void {
  if (region.jobs.get(record.jobId) !== record) return;
  region.jobs.delete(record.jobId);
  region.tags.delete(record.jobArn); // JOB-TAG-11: the tags go with the resource.
  for (const thingName of record.state.things.keys()) region.jobsOfThing.get(thingName)?.delete(record);
}
