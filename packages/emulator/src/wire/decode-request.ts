/** A request as the model binds it: labels, query and JSON body become one input, checked against its shape. */
import { accepts, explain, type OperationModel } from '@iot-rollouts/schemas';
import type { TSchema } from '@sinclair/typebox';
import { Clean } from '@sinclair/typebox/value';
import { invalid, type Refused } from '../refusal.js';
import { constraintMessage } from './constraint-message.js';

export interface RequestParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}

/** Returns the input of an operation, members that the model does not know left out, or what is wrong with it. */
export function decodeRequest(
  operation: OperationModel,
  parts: RequestParts,
): { readonly input: Readonly<Record<string, unknown>> } | Refused<'InvalidRequestException'> {
  const body = jsonObject(parts.body);
  if (body === undefined) return invalid('The body of the request is not a JSON object.');
  const members: [string, unknown][] = [];
  for (const [member, { in: place, name }] of Object.entries(operation.request)) {
    const schema = operation.input.properties[member];
    if (schema === undefined) continue;
    const value = place === 'body' ? body[name] : textMember(schema, place, name, parts);
    if (value !== undefined) members.push([member, value]);
  }
  const input = Object.fromEntries(members);
  if (!accepts(operation.input, input)) return invalid(constraintMessage(explain(operation.input, input)));
  return { input: Clean(operation.input, input) as Readonly<Record<string, unknown>> };
}

/** Returns the body as an object, empty when there is no body, undefined when it is no JSON object. */
function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (body.length === 0) return {};
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text, withoutNull);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // Not UTF-8 or not JSON; the caller says so.
  }
}

/** In restJson1 a null member is an absent one. */
function withoutNull(this: unknown, _key: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textMember(schema: TSchema, place: string, name: string, { labels, query }: RequestParts): unknown {
  if (place === 'query' && schema.type === 'array') {
    const values = query.getAll(name);
    return values.length === 0 ? undefined : values;
  }
  const text = place === 'path' ? labels[name] : (query.get(name) ?? undefined);
  return text === undefined ? undefined : typedText(schema, text);
}

/** Returns the text as the type that the schema wants; text of another form stays text, and fails the check. */
function typedText(schema: TSchema, text: string): unknown {
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const wantsNumber = schema.type === 'integer' || schema.type === 'number';
  return wantsNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
