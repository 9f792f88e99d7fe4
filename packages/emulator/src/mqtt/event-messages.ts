/** Messages for back ends about the ends of jobs and executions, where an account has switched them on (JOB-EVT-01 to 07). */
import { isTerminal, type JobEvent } from '@iot-rollouts/rollout-model';
import { arnOf } from '../arn.js';
import type { Context } from '../handler.js';
import type { JobRecord } from '../jobs/record.js';
import { wholeSeconds } from '../times.js';
import type { Message } from './message.js';

/** Returns the messages about what happened to a job and its executions in one step. */
export function eventMessages(context: Context, record: JobRecord, events: readonly JobEvent[]): readonly Message[] {
  return events.flatMap((event) => {
    if (event.kind === 'execution') return executionMessages(context, record, event);
    switch (event.to) {
      case 'COMPLETED':
        return jobMessages(context, record, ['completed']);
      case 'CANCELED': // Here a cancellation is over as soon as it has begun.
        return jobMessages(context, record, ['cancellation_in_progress', 'canceled']);
      case 'DELETION_IN_PROGRESS':
        return jobMessages(context, record, ['deletion_in_progress']);
      default:
        return []; // JOB-EVT-07: nothing is told about beginnings.
    }
  });
}

/** Returns the messages about a job that has disappeared. */
export function deletedJobMessages(context: Context, record: JobRecord): readonly Message[] {
  return jobMessages(context, record, ['deleted']);
}

type JobOperation = 'completed' | 'canceled' | 'deleted' | 'cancellation_in_progress' | 'deletion_in_progress';

function jobMessages(context: Context, record: JobRecord, operations: readonly JobOperation[]): readonly Message[] {
  if (context.region.eventConfigurations.get('JOB') !== true) return [];
  return operations.map((operation) => ({
    topic: `$aws/events/job/${record.jobId}/${operation}`,
    payload: jobPayload(context, record, operation),
  }));
}

/** The stamp is in seconds, the job's own times are in milliseconds (JOB-EVT-04). */
function jobPayload(
  { newId, now }: Context,
  { jobId, targets, configurations, state }: JobRecord,
  operation: JobOperation,
) {
  const { counts } = state;
  return {
    eventType: 'JOB',
    eventId: newId(),
    timestamp: wholeSeconds(now),
    operation,
    jobId,
    status: operation.toUpperCase(),
    targetSelection: state.targetSelection,
    targets,
    description: configurations.description,
    comment: operation === 'completed' || operation === 'canceled' ? undefined : state.comment,
    completedAt: operation === 'completed' ? state.completedAt : undefined,
    createdAt: state.createdAt,
    lastUpdatedAt: state.lastUpdatedAt,
    jobProcessDetails:
      operation !== 'completed'
        ? undefined
        : {
            numberOfCanceledThings: counts.CANCELED,
            numberOfRejectedThings: counts.REJECTED,
            numberOfFailedThings: counts.FAILED,
            numberOfRemovedThings: counts.REMOVED,
            numberOfSucceededThings: counts.SUCCEEDED,
          },
  };
}

function executionMessages(
  { region, newId, now }: Context,
  { jobId }: JobRecord,
  { execution, from, to }: JobEvent & { readonly kind: 'execution' },
): readonly Message[] {
  if (region.eventConfigurations.get('JOB_EXECUTION') !== true || from === undefined) return [];
  if (to !== 'DELETED' && !isTerminal(to)) return [];
  const operation = to.toLowerCase();
  const payload = {
    eventType: 'JOB_EXECUTION',
    eventId: newId(),
    timestamp: wholeSeconds(now),
    operation,
    jobId,
    thingArn: arnOf(region, 'thing', execution.thingName),
    status: to === 'DELETED' ? execution.status : to,
    statusDetails: execution.statusDetails,
  };
  return [{ topic: `$aws/events/jobExecution/${jobId}/${operation}`, payload }];
}
