/** The reserved topics of AWS IoT Jobs (JOB-MQT-01 to 19, JOB-NS-03). */

/** What a device asks by publishing to a topic. */
export interface JobsRequest {
  readonly operation:
    | 'GetPendingJobExecutions'
    | 'StartNextPendingJobExecution'
    | 'DescribeJobExecution'
    | 'UpdateJobExecution';
  readonly thingName: string;
  readonly jobId: string | undefined;
  readonly namespaceId: string | undefined;
}

/** A job of these names cannot be reached by MQTT, for the topics of the thing keep their meaning (JOB-MQT-19). */
const takenNames = ['get', 'start-next'];

/**
 * Returns the request of a topic below `$aws/things/{thing}/jobs`, 'no-operation' when none has it, or undefined for all
 * other topics.
 */
export function jobsRequest(topic: string): JobsRequest | 'no-operation' | undefined {
  const match = /^\$aws\/things\/([^/]+)\/jobs\/(.*)$/s.exec(topic);
  if (match === null) return undefined;
  const thingName = match[1]!;
  const [first = '', ...rest] = match[2]!.split('/');
  const ofThing = { thingName, jobId: undefined, namespaceId: undefined };
  if (rest.length === 0) {
    if (first === 'get') return { ...ofThing, operation: 'GetPendingJobExecutions' };
    if (first === 'start-next') return { ...ofThing, operation: 'StartNextPendingJobExecution' };
    return 'no-operation';
  }
  return executionRequest(thingName, first, rest) ?? 'no-operation';
}

function executionRequest(thingName: string, jobId: string, rest: readonly string[]): JobsRequest | undefined {
  const namespaceId = rest.length === 2 ? /^namespace-(.+)$/.exec(rest[0]!)?.[1] : undefined;
  if (rest.length > 2 || (rest.length === 2 && namespaceId === undefined)) return undefined;
  if (jobId === '' || takenNames.includes(jobId)) return undefined;
  const action = rest.at(-1);
  if (action === 'get') return { operation: 'DescribeJobExecution', thingName, jobId, namespaceId };
  if (action === 'update' && jobId !== '$next')
    return { operation: 'UpdateJobExecution', thingName, jobId, namespaceId }; // JOB-MQT-13: not for $next.
  return undefined;
}

/** Returns the topic of the list of pending executions, that of a namespace if one is given (JOB-NS-03). */
export function notifyTopic(thingName: string, namespaceId: string | undefined): string {
  const suffix = namespaceId === undefined ? '' : `-namespace-${namespaceId}`;
  return `$aws/things/${thingName}/jobs/notify${suffix}`;
}

/** Returns the topic of the next execution. */
export function notifyNextTopic(thingName: string): string {
  return `$aws/things/${thingName}/jobs/notify-next`;
}
