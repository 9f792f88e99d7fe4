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
  const bindings = Object.entries(operation.request);
  // What comes with an operation that takes no body is not read.
  const body = bindings.some(([, { in: place }]) => place === 'body') ? jsonObject(parts.body) : {};
  if (body === undefined) return invalid('The body of the request is not a JSON object.');
  if (!isWithin(body, deepestBody))
    return invalid(`The body of the request is nested deeper than ${deepestBody} levels.`);
  const members: [string, unknown][] = [];
  for (const [member, { in: place, name }] of bindings) {
    const schema = operation.input.properties[member];
    if (schema === undefined) continue;
    const value = place === 'body' ? body[name] : textMember(schema, place, name, parts);
    if (value !== undefined) members.push([member, value]);
  }
  const input = Object.fromEntries(members);
  if (!accepts(operation.input, input)) return invalid(constraintMessage(explain(operation.input, input)));
  return { input: Clean(operation.input, input) as Readonly<Record<string, unknown>> };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Returns the body as an object, empty when there is no body, undefined when it is no JSON object. */
function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (body.length === 0) return {};
  try {
    const text = utf8.decode(body);
    const value: unknown = text.trim() === '' ? {} : parsed(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // Not UTF-8 or not JSON; the caller says so.
  }
}

/** In restJson1 a null member is an absent one. Looking at every value takes time, so it is done only where a null may be. */
function parsed(text: string): unknown {
  return text.includes('null') ? JSON.parse(text, withoutNull) : JSON.parse(text);
}

function withoutNull(this: unknown, _key: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

/** The deepest body that is looked at. No input of the model has more than ten levels. */
const deepestBody = 64;

/** Returns whether a value has at most so many levels. What is deeper cannot be written back into a message. */
function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const member of Object.values(value)) if (!isWithin(member, levels - 1)) return false;
  return true;
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
