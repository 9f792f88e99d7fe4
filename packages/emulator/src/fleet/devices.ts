/**
 * Simulated devices. They do what firmware does, by the same operations: start the next execution, work, report. Whom
 * fate strikes follows from the seed, the thing, the job and the attempt alone, so it does not depend on the order of calls.
 */
import { isTerminal, type JobEvent } from '@iot-rollouts/rollout-model';
import type { UpdateJobExecutionRequest } from '@iot-rollouts/schemas/iot-jobs-data';
import type { Context } from '../handler.js';
import type { JobRecord } from '../jobs/record.js';
import type { JobListener } from '../jobs/runtime.js';
import { startNextPendingJobExecution } from '../operations/iot-jobs-data/start-next-pending-job-execution.js';
import { updateJobExecution } from '../operations/iot-jobs-data/update-job-execution.js';
import { createRandom, derivedSeed, type Random } from '../random.js';
import { isRefused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import { addThing, addThingGroup } from '../registry/create.js';
import type { Scheduler } from '../scheduler.js';
import type { Task } from '../task.js';
import type { Fleet, FleetGroup, OutcomeShares } from './parse-fleet.js';
import { drawRunMs } from './run-time.js';

/** Creates the things and groups of a fleet, those that do not exist yet. */
export function populate(region: RegionState, fleet: Fleet, newId: () => string, now: number): void {
  for (const { name, things, prefix } of fleet.groups) {
    const group =
      region.groups.get(name) ?? addThingGroup(region, { thingGroupName: name, thingGroupId: newId() }, now);
    const groups = [name];
    for (let number = 1; number <= things; number += 1)
      group.things.add(addThing(region, { thingName: `${prefix}${number}`, groups }).thingName);
  }
}

/** What a device has begun. */
export interface Work {
  readonly jobId: string;
  readonly executionNumber: number;
}

/** The devices of a fleet, as the world drives them. */
export interface Simulation {
  /** Hears of executions that devices could start. */
  readonly listener: JobListener;
  /** Lets a device start what comes next, unless it works. */
  wake(region: RegionState, thingName: string): void;
  /** Lets a device report how its work ended. */
  report(region: RegionState, report: UpdateJobExecutionRequest): void;
}

/** Returns the devices of a fleet. Each works on one execution at a time, which is kept in `working` by its thing. */
export function simulateDevices(
  fleet: Fleet,
  working: Map<string, Work>,
  scheduler: Scheduler<Task>,
  contextOf: (region: RegionState) => Context,
): Simulation {
  const groupOf = groupFinder(fleet);

  function hear(region: RegionState, record: JobRecord, event: JobEvent): void {
    if (event.kind !== 'execution') return;
    const { thingName, executionNumber } = event.execution;
    if (groupOf(thingName) === undefined) return;
    const work = working.get(thingName);
    const ended = event.to === 'DELETED' || isTerminal(event.to);
    if (ended && work?.jobId === record.jobId && work.executionNumber === executionNumber) working.delete(thingName);
    if (ended || event.to === 'QUEUED') scheduler.at(event.at, { kind: 'wake-device', region: region.name, thingName });
  }

  return {
    listener: {
      happened(region, record, events) {
        for (const event of events) hear(region, record, event);
      },
      removed() {},
    },
    wake(region, thingName) {
      const group = groupOf(thingName);
      if (group === undefined || working.has(thingName)) return;
      const started = startNextPendingJobExecution(contextOf(region), { thingName });
      if (isRefused(started) || started.execution?.jobId === undefined) return;
      const { jobId, executionNumber = 1 } = started.execution;
      working.set(thingName, { jobId, executionNumber });
      const random = createRandom(derivedSeed(fleet.seed, `${thingName} ${jobId} ${executionNumber}`));
      const status = outcomeOf(group.outcomes, random);
      if (status === undefined) return;
      const report = { jobId, thingName, executionNumber, status };
      const runMs = status === 'REJECTED' ? 0 : drawRunMs(group.runSeconds, random);
      scheduler.at(scheduler.now() + runMs, { kind: 'report', region: region.name, report });
    },
    report(region, report) {
      // A refusal means that the execution has ended meanwhile; the event of its end has freed the device.
      updateJobExecution(contextOf(region), report);
    },
  };
}

/** Returns a function that finds the group of a thing by its name, at the price of one look-up. */
function groupFinder({ groups }: Fleet): (thingName: string) => FleetGroup | undefined {
  const byPrefix = new Map(groups.map((group) => [group.prefix, group]));
  return (thingName) => {
    const group = byPrefix.get(thingName.replace(/\d+$/, ''));
    return group !== undefined && thingName.length > group.prefix.length ? group : undefined;
  };
}

/** Returns the status that a device will report, or undefined for silence. */
function outcomeOf(shares: OutcomeShares, random: Random): UpdateJobExecutionRequest['status'] | undefined {
  const drawn = random.fraction();
  if (drawn < shares.succeed) return 'SUCCEEDED';
  if (drawn < shares.succeed + shares.fail) return 'FAILED';
  return drawn < shares.succeed + shares.fail + shares.reject ? 'REJECTED' : undefined;
}
