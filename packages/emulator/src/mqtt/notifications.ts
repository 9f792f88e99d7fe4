/** What a thing is told when its pending executions change: `notify` and `notify-next` (JOB-NTF-01 to 17). */
import type { JobExecutionStatus, JobStatus } from '@iot-rollouts/rollout-model';
import type { Context } from '../handler.js';
import { deviceExecution, pendingSummary } from '../jobs/execution-view.js';
import { byTurn, isShown, type PendingExecution, pendingExecutions, shownExecutions } from '../jobs/pending.js';
import { wholeSeconds } from '../times.js';
import { mqttExecution } from './device-output.js';
import type { Message } from './message.js';
import { notifyNextTopic, notifyTopic } from './topics.js';

/** An execution that something happened to, and how it stood before; undefined when it did not exist. */
export interface Change extends PendingExecution {
  readonly before: JobExecutionStatus | undefined;
  readonly jobBefore: JobStatus;
}

/**
 * Returns the messages that follow from changes to executions of one thing that happened in one step. The list as it was is
 * worked out from the list as it is, so nothing has to be kept for things that nobody listens to.
 */
export function notifications(context: Context, thingName: string, changes: readonly Change[]): readonly Message[] {
  const namespaces = new Set(changes.map(({ record }) => record.namespaceId));
  return [...namespaces].flatMap((namespaceId) => {
    const own = changes.filter(({ record }) => record.namespaceId === namespaceId);
    return notificationsOf(context, thingName, namespaceId, own);
  });
}

function notificationsOf(
  context: Context,
  thingName: string,
  namespaceId: string | undefined,
  changes: readonly Change[],
): readonly Message[] {
  const pending = pendingExecutions(context.region, thingName, namespaceId);
  const shownBefore = changes.filter(({ before, jobBefore }) => before !== undefined && isShown(jobBefore, before));
  const changed = new Set(changes.map(nameOf));
  const same = pending.filter((entry) => !changed.has(nameOf(entry)));
  const namesNow = new Set(pending.map(nameOf));
  const isListChanged =
    same.length + shownBefore.length !== pending.length || !shownBefore.every((entry) => namesNow.has(nameOf(entry)));
  const first = pending[0];
  const firstBefore = firstOf(same, shownBefore);
  const messages: Message[] = [];
  if (isListChanged)
    messages.push({ topic: notifyTopic(thingName, namespaceId), payload: listNotification(context, pending) });
  // Nobody has seen a topic for the next execution of a namespace.
  if (namespaceId === undefined && optionalName(first) !== optionalName(firstBefore))
    messages.push({ topic: notifyNextTopic(thingName), payload: nextNotification(context, first) });
  return messages;
}

function nameOf({ record, execution }: PendingExecution): string {
  return `${record.sequence} ${execution.executionNumber}`;
}

function optionalName(entry: PendingExecution | undefined): string | undefined {
  return entry === undefined ? undefined : nameOf(entry);
}

/** Returns what came first before: the first of those that did not change, or one of those that did. */
function firstOf(same: readonly PendingExecution[], shownBefore: readonly Change[]): PendingExecution | undefined {
  const entries = [
    ...same.slice(0, 1).map((entry) => ({ entry, status: entry.execution.status })),
    ...shownBefore.map((entry) => ({ entry, status: entry.before! })),
  ];
  return entries.sort((a, b) => byTurn(a.entry, a.status, b.entry, b.status))[0]?.entry;
}

/** A status without executions is absent (JOB-NTF-01). */
function listNotification({ now }: Context, pending: readonly PendingExecution[]) {
  const shown = shownExecutions(pending);
  const having = (status: JobExecutionStatus) => {
    const entries = shown.filter(({ execution }) => execution.status === status).map(pendingSummary);
    return entries.length === 0 ? {} : { [status]: entries };
  };
  return { timestamp: wholeSeconds(now), jobs: { ...having('IN_PROGRESS'), ...having('QUEUED') } };
}

function nextNotification(context: Context, next: PendingExecution | undefined) {
  const execution = next === undefined ? undefined : mqttExecution(deviceExecution(context, next, true));
  return { timestamp: wholeSeconds(context.now), execution };
}
