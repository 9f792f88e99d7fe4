/**
 * From a request's topic and payload to its answer, without sockets. MQTT is a second skin on the operations of the data
 * plane: the same input shapes, the same handlers, another spelling of outputs and errors.
 */
import type { OperationModel } from '@iot-rollouts/schemas';
import { operations } from '@iot-rollouts/schemas/iot-jobs-data';
import { type Fault, takeFaults } from '../faults.js';
import type { Context } from '../handler.js';
import { isRefused, type Refused } from '../refusal.js';
import { dataPlane, operate } from '../services.js';
import { wholeSeconds } from '../times.js';
import type { World } from '../world.js';
import { mqttOutput } from './device-output.js';
import type { Message } from './message.js';
import { clientTokenOf, inputOf, payloadObject } from './payload.js';
import { type JobsRequest, jobsRequest } from './topics.js';

/** What to send to the requester, or to cut it off, and how long to wait before (milliseconds of the machine). */
export interface MqttReply {
  readonly answer: Message | 'disconnect';
  readonly delayMs: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The members of a rejection (JOB-DEVERR-07). */
interface Rejection {
  readonly code: string;
  readonly message: string;
  readonly executionState?: unknown;
}

/** Returns the reply to a message on a topic of AWS IoT Jobs, or undefined when the topic is none of them. */
export function answerRequest(
  world: World,
  regionName: string,
  topic: string,
  payload: Uint8Array,
): MqttReply | undefined {
  const request = jobsRequest(topic);
  if (request === undefined) return undefined;
  const context = world.context(regionName);
  const body = payloadObject(payload);
  const stamp = { timestamp: wholeSeconds(context.now), clientToken: clientTokenOf(body) };
  const accepted = (output: JsonObject) => ({ topic: `${topic}/accepted`, payload: { ...stamp, ...output } });
  const rejected = (rejection: Rejection) => ({ topic: `${topic}/rejected`, payload: { ...rejection, ...stamp } });
  if (request === 'no-operation')
    return now(rejected({ code: 'InvalidTopic', message: `No operation of AWS IoT Jobs has the topic ${topic}.` }));

  const { delayMs, fault } = takeFaults(world.faults, request.operation, world.random);
  const run = () => {
    const result = resultOf(context, request, body, payload.length);
    return 'code' in result ? rejected(result) : accepted(result.output);
  };
  if (fault === undefined) return { answer: run(), delayMs };
  if (fault.moment === 'after') run();
  return { answer: fault.kind === 'drop' ? 'disconnect' : rejected(faultRejection(fault)), delayMs };
}

function now(answer: Message): MqttReply {
  return { answer, delayMs: 0 };
}

function resultOf(
  context: Context,
  request: JobsRequest,
  body: JsonObject | undefined,
  payloadLength: number,
): { readonly output: JsonObject } | Rejection {
  const { operation: name, thingName, jobId, namespaceId } = request;
  const operation: OperationModel = operations[name];
  // An update says something, so it cannot be empty as a question can (JOB-MQT-04).
  if (body === undefined || (payloadLength === 0 && name === 'UpdateJobExecution'))
    return { code: 'InvalidJson', message: 'The payload is not a JSON object in UTF-8.' };
  const withDefaults = name === 'DescribeJobExecution' ? { includeJobDocument: true, ...body } : body;
  const decoded = inputOf(operation, jobId === undefined ? { thingName } : { thingName, jobId }, withDefaults);
  if ('message' in decoded) return { code: 'InvalidRequest', message: decoded.message };
  const result = operate(dataPlane, operation, context, decoded.input, namespaceId);
  return isRefused(result) ? rejectionOf(result) : { output: mqttOutput(result) };
}

/** The codes of MQTT by the names that HTTP has for the errors (JOB-DEVERR-01). */
const codes: Readonly<Record<string, string>> = {
  InvalidRequestException: 'InvalidRequest',
  InvalidStateTransitionException: 'InvalidStateTransition',
  ResourceNotFoundException: 'ResourceNotFound',
  TerminalStateException: 'TerminalStateReached',
  ThrottlingException: 'RequestThrottled',
};

function rejectionOf({ refused, message, conflict }: Refused): Rejection {
  if (conflict === undefined) return { code: codes[refused] ?? 'InternalError', message };
  return { code: conflict.code, message, executionState: conflict.executionState };
}

function faultRejection({ kind }: Fault): Rejection {
  return kind === 'throttle'
    ? { code: 'RequestThrottled', message: 'Rate exceeded (a planned fault).' }
    : { code: 'InternalError', message: 'The service failed (a planned fault).' };
}
