/**
 * The two forms of a point in time: on the wire, and so in every schema here, it is a number of seconds since
 * 1970-01-01T00:00:00Z with a fraction; in the AWS SDK for JavaScript it is a `Date`. Bytes, the other difference, occur
 * in no operation of the package.
 */
import {
  Kind,
  type Static,
  type TArray,
  type TObject,
  type TOptional,
  type TProperties,
  type TRecord,
  type TSchema,
} from '@sinclair/typebox';
import { isObject } from './json-value.js';
import { TimestampKind, type TTimestamp } from './shape.js';

/**
 * The static type of a schema with a `Date` for each timestamp, as the AWS SDK types it. `Absent` is what a required
 * member may be besides: the SDK's own types let it be `undefined`.
 */
export type Dated<Schema extends TSchema, Absent = never> = Schema extends TTimestamp
  ? Date
  : Schema extends TObject<infer Members>
    ? DatedMembers<Members, Absent>
    : Schema extends TArray<infer Item>
      ? Dated<Item, Absent>[]
      : Schema extends TRecord<infer _Key, infer Value>
        ? Record<string, Dated<Value, Absent>>
        : Static<Schema>;

type DatedMembers<Members extends TProperties, Absent> = {
  -readonly [Name in keyof Members as Members[Name] extends TOptional<TSchema> ? never : Name]:
    | Dated<Members[Name], Absent>
    | Absent;
} & {
  -readonly [Name in keyof Members as Members[Name] extends TOptional<TSchema> ? Name : never]?:
    | Dated<Members[Name], Absent>
    | undefined;
};

/** A copy of the value in which every timestamp of the schema is a `Date`, to the millisecond. */
export function withDates<Schema extends TSchema>(schema: Schema, value: Static<Schema>): Dated<Schema> {
  const convert = (it: unknown): unknown => (typeof it === 'number' ? new Date(Math.round(it * 1000)) : it);
  return convertTimestamps(schema, value, convert) as Dated<Schema>;
}

/**
 * A copy of the value in which every timestamp of the schema is a number of seconds: the form that travels. What the SDK
 * gives can be handed over as it is; whether members that its types allow to be `undefined` are there is for `accepts`.
 */
export function withEpochSeconds<Schema extends TSchema>(
  schema: Schema,
  value: Dated<Schema, undefined>,
): Static<Schema> {
  const convert = (it: unknown): unknown => (it instanceof Date ? it.getTime() / 1000 : it);
  return convertTimestamps(schema, value, convert) as Static<Schema>;
}

function convertTimestamps(schema: TSchema, value: unknown, convert: (timestamp: unknown) => unknown): unknown {
  if (TimestampKind in schema) return convert(value);
  if (schema[Kind] === 'Array' && Array.isArray(value)) {
    return value.map((item: unknown) => convertTimestamps(schema.items as TSchema, item, convert));
  }
  if (!isObject(value)) return value;
  const memberSchema = memberSchemas(schema);
  const members = Object.entries(value).map(([name, member]) => {
    const part = memberSchema(name);
    return [name, part === undefined ? member : convertTimestamps(part, member, convert)];
  });
  return Object.fromEntries(members);
}

/** The schema of a member by its name; of a map, the one schema of all its values. */
function memberSchemas(schema: TSchema): (name: string) => TSchema | undefined {
  const { properties = {}, patternProperties = {} } = schema as {
    properties?: TProperties;
    patternProperties?: TProperties;
  };
  const [item] = Object.values(patternProperties);
  return (name) => item ?? (Object.hasOwn(properties, name) ? properties[name] : undefined);
}
