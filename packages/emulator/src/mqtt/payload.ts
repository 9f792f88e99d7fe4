/** Payloads of requests: bytes to the input of an operation. */
import { accepts, explain, type OperationModel, type Violation } from '@iot-rollouts/schemas';
import { Clean } from '@sinclair/typebox/value';
import { constraintMessage } from '../wire/constraint-message.js';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns the payload as an object, or undefined when it is not JSON, not UTF-8 or not an object (JOB-MQT-15, 18). Nothing
 * at all means an object without members (JOB-MQT-04).
 */
export function payloadObject(payload: Uint8Array): JsonObject | undefined {
  if (payload.length === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload), withoutNull);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined; // Not UTF-8, not JSON, or nested deeper than can be read.
  }
}

/** As over HTTP, a null member is an absent one. */
function withoutNull(this: unknown, _key: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

/** Returns the `clientToken` that answers repeat, if the payload has one (JOB-MQT-05). */
export function clientTokenOf(payload: JsonObject | undefined): string | undefined {
  const token = payload?.clientToken;
  return typeof token === 'string' ? token : undefined;
}

/** Returns the input of an operation, from its topic and its payload, or what is wrong with it. */
export function inputOf(
  operation: OperationModel,
  fromTopic: JsonObject,
  payload: JsonObject,
): { readonly input: JsonObject } | { readonly message: string } {
  if (payload.clientToken !== undefined && clientTokenOf(payload) === undefined)
    return { message: 'clientToken must be a string.' };
  const given = { ...payload, expectedVersion: versionNumber(payload.expectedVersion), ...fromTopic };
  const members = Object.keys(operation.input.properties).map((name) => [name, given[name as keyof typeof given]]);
  const input = Object.fromEntries(members.filter(([, value]) => value !== undefined));
  if (!accepts(operation.input, input)) {
    const violations = explain(operation.input, input).filter((violation) => !isForgiven(violation));
    if (violations.length > 0) return { message: constraintMessage(violations) };
  }
  return { input: Clean(operation.input, input) as JsonObject };
}

/**
 * Returns whether devices may break this rule: AWS's own Device Client reports what a program printed, line feeds and all,
 * though the model forbids control characters in the values of status details (JOB-RES-09).
 */
function isForgiven({ pointer, keyword }: Violation): boolean {
  return keyword === 'pattern' && pointer.startsWith('/statusDetails/');
}

/** Some devices send the version as a string (JOB-MQT-10). */
function versionNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}
