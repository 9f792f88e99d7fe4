/** Executions as MQTT shows them: not quite as HTTP does. */
import type { operations } from '@iot-rollouts/schemas/iot-jobs-data';
import type { OutputOf } from '../handler.js';

type Output = OutputOf<(typeof operations)['DescribeJobExecution']> &
  OutputOf<(typeof operations)['UpdateJobExecution']>;

/** Returns an execution without its thing's name (JOB-MQT-08, 17), its document as an object (JOB-DEV-06). */
export function mqttExecution(execution: NonNullable<Output['execution']>) {
  const { jobId, status, statusDetails, queuedAt, startedAt, lastUpdatedAt } = execution;
  const { approximateSecondsBeforeTimedOut, versionNumber, executionNumber, jobDocument } = execution;
  return {
    jobId,
    status,
    statusDetails,
    queuedAt,
    startedAt,
    lastUpdatedAt,
    approximateSecondsBeforeTimedOut,
    versionNumber,
    executionNumber,
    jobDocument: parsedDocument(jobDocument),
  };
}

/** Returns the output of a data-plane operation as MQTT carries it. */
export function mqttOutput(output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // Whatever the operation, its output has these members or lacks them.
  const { execution, jobDocument, ...rest } = output as Output;
  return {
    ...rest,
    ...(execution !== undefined && { execution: mqttExecution(execution) }),
    ...(jobDocument !== undefined && { jobDocument: parsedDocument(jobDocument) }),
  };
}

/** Documents were checked to be JSON when their job was created. */
function parsedDocument(document: string | undefined): unknown {
  return document === undefined ? undefined : JSON.parse(document);
}
