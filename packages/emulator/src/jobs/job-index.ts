/** Jobs by what they are looked for: status, target, thing. No request walks through all jobs of the account. */
import { executionsOf, isTerminal, type JobEvent, type JobStatus, thingNames } from '@iot-rollouts/rollout-model';
import type { RegionState } from '../region-state.js';
import type { JobRecord } from './record.js';

export interface JobIndex {
  /** Jobs of each status in the order of their creation. */
  readonly byStatus: Readonly<Record<JobStatus, JobRecord[]>>;
  /** Jobs by the ARN of each of their targets. */
  readonly byTarget: Map<string, Set<JobRecord>>;
  /** The jobs that a thing has executions of, in the order of their creation. */
  readonly byThing: Map<string, readonly JobRecord[]>;
  /** The same, as far as executions have not ended. */
  readonly openByThing: Map<string, readonly JobRecord[]>;
  /** The jobs that roll out now, and those that wait for one of them to be done, in order. */
  readonly rolling: Set<JobRecord>;
  readonly held: Set<JobRecord>;
}

/** Returns an index of no jobs. */
export function emptyJobIndex(): JobIndex {
  return {
    byStatus: { SCHEDULED: [], IN_PROGRESS: [], CANCELED: [], COMPLETED: [], DELETION_IN_PROGRESS: [] },
    byTarget: new Map(),
    byThing: new Map(),
    openByThing: new Map(),
    rolling: new Set(),
    held: new Set(),
  };
}

/** Adds a job to the region. Its status is taken up from its first event. */
export function addJob(region: RegionState, record: JobRecord): void {
  region.jobs.set(record.jobId, record);
  indexTargets(region, record, record.targets);
}

/** Makes a job be found by these targets of it. */
export function indexTargets({ jobIndex }: RegionState, record: JobRecord, targets: readonly string[]): void {
  for (const target of targets) {
    const jobs = jobIndex.byTarget.get(target);
    if (jobs === undefined) jobIndex.byTarget.set(target, new Set([record]));
    else jobs.add(record);
  }
}

/** Takes up what happened to a job or to one of its executions. */
export function indexEvent({ jobIndex }: RegionState, record: JobRecord, event: JobEvent): void {
  if (event.kind === 'job') {
    if (event.from !== undefined) take(jobIndex.byStatus[event.from], record);
    insert(jobIndex.byStatus[event.to], record);
    return;
  }
  const { thingName } = event.execution;
  if (event.from === undefined) {
    addTo(jobIndex.byThing, thingName, record);
    addTo(jobIndex.openByThing, thingName, record);
  } else if (event.to === 'DELETED' || isTerminal(event.to)) {
    const executions = executionsOf(record.state, thingName);
    if (executions.length === 0) takeFrom(jobIndex.byThing, thingName, record);
    if (executions.every(({ status }) => isTerminal(status))) takeFrom(jobIndex.openByThing, thingName, record);
  }
}

/** Removes a job, its tags and every way to find it (JOB-TAG-11: the tags go with the resource). */
export function removeJob(region: RegionState, record: JobRecord): void {
  if (region.jobs.get(record.jobId) !== record) return;
  const { jobIndex } = region;
  region.jobs.delete(record.jobId);
  region.tags.delete(record.jobArn);
  take(jobIndex.byStatus[record.state.status], record);
  for (const target of record.targets) {
    const jobs = jobIndex.byTarget.get(target);
    if (jobs?.delete(record) && jobs.size === 0) jobIndex.byTarget.delete(target);
  }
  for (const thingName of thingNames(record.state)) {
    takeFrom(jobIndex.byThing, thingName, record);
    takeFrom(jobIndex.openByThing, thingName, record);
  }
}

/** Most things have one job at a time: such things share the job's own list of one. Lists are by sequence. */
function addTo(jobsOf: Map<string, readonly JobRecord[]>, thingName: string, record: JobRecord): void {
  const jobs = jobsOf.get(thingName);
  if (jobs === undefined) jobsOf.set(thingName, record.alone);
  else if (jobs[placeOf(jobs, record.sequence)] !== record) {
    if (jobs.length === 1) jobsOf.set(thingName, jobs.toSpliced(placeOf(jobs, record.sequence), 0, record));
    else insert(jobs as JobRecord[], record);
  }
}

function takeFrom(jobsOf: Map<string, readonly JobRecord[]>, thingName: string, record: JobRecord): void {
  const jobs = jobsOf.get(thingName);
  if (jobs === undefined || jobs[placeOf(jobs, record.sequence)] !== record) return;
  if (jobs.length === 1) jobsOf.delete(thingName);
  else if (jobs.length === 2) jobsOf.set(thingName, (jobs[0] === record ? jobs[1]! : jobs[0]!).alone);
  else take(jobs as JobRecord[], record);
}

function insert(jobs: JobRecord[], record: JobRecord): void {
  const place = placeOf(jobs, record.sequence);
  if (place === jobs.length) jobs.push(record);
  else jobs.splice(place, 0, record);
}

function take(jobs: JobRecord[], record: JobRecord): void {
  const place = placeOf(jobs, record.sequence);
  if (jobs[place] === record) jobs.splice(place, 1);
}

/** Returns where in a list by sequence a job of this sequence stands or would stand. */
export function placeOf(jobs: readonly JobRecord[], sequence: number): number {
  let [low, high] = [0, jobs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (jobs[middle]!.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
