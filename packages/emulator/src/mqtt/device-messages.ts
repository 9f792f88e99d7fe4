/** Hears what happens to jobs and sends the messages that follow, for those that somebody may listen to. */
import {
  executionsOf,
  isTerminal,
  type JobEvent,
  type JobExecution,
  type JobStatus,
} from '@iot-rollouts/rollout-model';
import type { Context } from '../handler.js';
import { isShown } from '../jobs/pending.js';
import type { JobRecord } from '../jobs/record.js';
import type { JobListener } from '../jobs/runtime.js';
import type { RegionState } from '../region-state.js';
import { deletedJobMessages, eventMessages } from './event-messages.js';
import type { Message, MessageSink } from './message.js';
import { type Change, notifications } from './notifications.js';

/** Returns the listener that turns what happens into messages, whoever caused it and however (JOB-NTF-11, 16). */
export function deviceMessages(sink: MessageSink, contextOf: (region: RegionState) => Context): JobListener {
  function publish({ name }: RegionState, messages: readonly Message[]): void {
    for (const message of messages) sink.publish(name, message);
  }

  return {
    happened(region, record, events) {
      const isHeard = (thingName: string) => sink.hearsThing(region.name, thingName);
      for (const [thingName, changes] of changesByThing(region, record, events, isHeard)) {
        // Nobody is told of the executions of a thing that was deleted (JOB-NTF-12).
        if (region.things.has(thingName)) publish(region, notifications(contextOf(region), thingName, changes));
      }
      if (sink.hearsEvents(region.name)) publish(region, eventMessages(contextOf(region), record, events));
    },
    removed(region, record) {
      if (sink.hearsEvents(region.name)) publish(region, deletedJobMessages(contextOf(region), record));
    },
  };
}

type ExecutionEvent = JobEvent & { readonly kind: 'execution' };

/** Returns the executions that changed, or that their job's change showed or hid, by thing in order of what happened. */
function changesByThing(
  region: RegionState,
  record: JobRecord,
  events: readonly JobEvent[],
  isHeard: (thingName: string) => boolean,
): ReadonlyMap<string, readonly Change[]> {
  const jobBefore = statusBefore(record, events);
  const changes = new Map<string, Map<number, Change>>();
  const add = (execution: JobExecution, before: Change['before']) => {
    const ofThing = changes.get(execution.thingName) ?? new Map<number, Change>();
    changes.set(execution.thingName, ofThing);
    // Only the first event of a step tells how the execution stood before it.
    if (!ofThing.has(execution.executionNumber))
      ofThing.set(execution.executionNumber, { record, execution, before, jobBefore });
  };
  const heard = (event: JobEvent): event is ExecutionEvent =>
    event.kind === 'execution' && isHeard(event.execution.thingName);
  for (const { execution, from } of events.filter(heard)) add(execution, from);
  if (isVisibilityChanged(jobBefore, record.state.status))
    for (const execution of openExecutions(region, record, isHeard)) add(execution, execution.status);
  return new Map([...changes].map(([thingName, ofThing]) => [thingName, [...ofThing.values()]]));
}

function statusBefore({ state }: JobRecord, events: readonly JobEvent[]): JobStatus {
  for (const event of events) if (event.kind === 'job' && event.from !== undefined) return event.from;
  return state.status;
}

function isVisibilityChanged(before: JobStatus, after: JobStatus): boolean {
  return (['QUEUED', 'IN_PROGRESS'] as const).some((status) => isShown(before, status) !== isShown(after, status));
}

function* openExecutions(
  region: RegionState,
  record: JobRecord,
  isHeard: (thingName: string) => boolean,
): Generator<JobExecution> {
  for (const [thingName, records] of region.jobIndex.openByThing) {
    if (!records.includes(record) || !isHeard(thingName)) continue;
    for (const execution of executionsOf(record.state, thingName)) if (!isTerminal(execution.status)) yield execution;
  }
}
