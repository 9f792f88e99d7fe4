/** Thing groups that are added to a CONTINUOUS job while it does not roll out, as its schedule and the clock tell. */
import type { JobManifest } from '../manifest.js';
import { readScheduleTime } from '../rules/schedule-time.js';
import { sameTarget, shortTarget } from './same.js';

/** Groups that a job which exists is not given, and why. */
export interface UntimelyGroups {
  /** Where the first of them stands. */
  readonly pointer: string;
  readonly message: string;
  readonly help: string;
}

/** Whether AWS adds the target to the job, as far as the target itself decides (JOB-ASC-02: groups only). */
export function isAddable(target: string, base: JobManifest): boolean {
  return base.configuration.targetSelection === 'CONTINUOUS' && shortTarget(target).startsWith('thinggroup/');
}

/**
 * The groups that the job was given since the base, when it certainly does not roll out now (JOB-ASC-01, JOB-ASC-06: AWS
 * adds groups only to a job that is IN_PROGRESS); undefined when there is none, or when it may roll out.
 *
 * @param now milliseconds since 1970.
 */
export function untimelyGroups(head: JobManifest, base: JobManifest, now: number): UntimelyGroups | undefined {
  if (head.cancel !== undefined) return undefined;
  const isAdded = (target: string): boolean => !base.targets.some((other) => sameTarget(target, other));
  const added = head.targets.filter((target) => isAdded(target) && isAddable(target, base));
  const [first] = added;
  if (first === undefined) return undefined;
  const names = added.length === 1 ? first : `${first} and ${added.length - 1} more`;
  const pointer = `/spec/targets/${head.targets.indexOf(first)}`;
  const { startTime, endTime } = base.configuration.schedulingConfig ?? {};
  const [start, end] = [momentOf(startTime), momentOf(endTime)];
  if (end !== undefined && end <= now) {
    const message = `${names} would get nothing: ${head.name} ended at ${endTime}`;
    return { pointer, message, help: 'For what is still to be rolled out, write a new Job under a new name.' };
  }
  if (start !== undefined && start > now) {
    const message = `${names} cannot be added yet: ${head.name} starts at ${startTime}, and AWS adds groups only to a job that is IN_PROGRESS`;
    return { pointer, message, help: 'Merge this after the start, or write a new Job under a new name.' };
  }
  return undefined;
}

function momentOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : readScheduleTime(time)?.ms;
}
