/** Executions as the two planes show them. */
import { effectiveDeadline, type JobExecution } from '@iot-rollouts/rollout-model';
import type { Context } from '../handler.js';
import { deviceDocument } from '../objects/device-document.js';
import { epochSeconds, wholeSeconds } from '../times.js';
import type { PendingExecution } from './pending.js';

/** Returns an execution as the control plane's lists show it. */
export function executionSummary(execution: JobExecution) {
  return {
    status: execution.status,
    queuedAt: epochSeconds(execution.queuedAt),
    startedAt: execution.startedAt === undefined ? undefined : epochSeconds(execution.startedAt),
    lastUpdatedAt: epochSeconds(execution.lastUpdatedAt),
    executionNumber: execution.executionNumber,
    retryAttempt: execution.retryAttempt,
  };
}

/** Returns an execution as a device's list of pending ones shows it: no document, no details (JOB-MQT-06). */
export function pendingSummary({ record, execution }: PendingExecution) {
  return {
    jobId: record.jobId,
    queuedAt: wholeSeconds(execution.queuedAt),
    startedAt: execution.startedAt === undefined ? undefined : wholeSeconds(execution.startedAt),
    lastUpdatedAt: wholeSeconds(execution.lastUpdatedAt),
    versionNumber: execution.versionNumber,
    executionNumber: execution.executionNumber,
  };
}

/** Returns an execution as a device gets it over HTTP; the document is a string there (JOB-DEV-06). */
export function deviceExecution(context: Context, pending: PendingExecution, includeJobDocument: boolean) {
  const { record, execution } = pending;
  // Every device asks for this: the members are written out, because V8 copies an object that then grows slowly.
  return {
    jobId: record.jobId,
    queuedAt: wholeSeconds(execution.queuedAt),
    startedAt: execution.startedAt === undefined ? undefined : wholeSeconds(execution.startedAt),
    lastUpdatedAt: wholeSeconds(execution.lastUpdatedAt),
    versionNumber: execution.versionNumber,
    executionNumber: execution.executionNumber,
    thingName: execution.thingName,
    status: execution.status,
    statusDetails: execution.statusDetails,
    approximateSecondsBeforeTimedOut: secondsBeforeTimedOut(execution, context.now),
    jobDocument: includeJobDocument ? deviceDocument(context, pending) : undefined,
  };
}

/** Returns the seconds until a running timer ends the execution, or undefined without one (JOB-TMO-05). */
export function secondsBeforeTimedOut(execution: JobExecution, now: number): number | undefined {
  const deadline = effectiveDeadline(execution);
  return deadline === undefined ? undefined : Math.max(0, Math.round((deadline - now) / 1000));
}
