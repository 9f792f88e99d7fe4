/** Answers on the wire: restJson1 outputs and errors. */
import type { ErrorModel, OperationModel } from '@iot-rollouts/schemas';
import type { Refused } from '../refusal.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns an answer with a JSON body; members that are undefined are left out. */
export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Returns the answer of a successful operation. Every output member of these services travels in the body. */
export function encodeOutput(operation: OperationModel, output: Readonly<Record<string, unknown>>): Answer {
  const members = Object.entries(operation.response).map(([member, { name }]) => [name, output[member]]);
  return jsonAnswer(operation.status, Object.fromEntries(members));
}

/** Returns the answer of a modelled error: its name in the header, the message in the body (JOB-ERR-04, 07). */
export function encodeError(
  errors: Readonly<Record<string, ErrorModel>>,
  { refused, message, resourceId, resourceArn }: Refused,
): Answer {
  const status = errors[refused]?.status ?? 400;
  return jsonAnswer(status, { message, resourceId, resourceArn }, { 'x-amzn-errortype': refused });
}
