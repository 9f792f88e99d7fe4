/**
 * What the AWS SDK for JavaScript has in another form than the wire, and so than every schema here: a point in time, which
 * travels as a number of seconds since 1970-01-01T00:00:00Z with a fraction and is a `Date` in the SDK, and bytes, which
 * travel as base64 text and are a `Uint8Array` in the SDK. The functions below turn one form into the other, both of them.
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
import { base64Of, bytesOf } from './base64.js';
import { isObject } from './json-value.js';
import { pointerToken } from './pointer.js';
import { BlobKind, type TBlob, TimestampKind, type TTimestamp } from './shape.js';

/**
 * The static type of a schema with a `Date` for each timestamp and a `Uint8Array` for bytes, as the AWS SDK types them.
 * `Absent` is what a member may be besides, required or not: the SDK's own types let it be `undefined`.
 */
export type Dated<Schema extends TSchema, Absent = never> = Schema extends TTimestamp
  ? Date
  : Schema extends TBlob
    ? Uint8Array
    : DatedParts<Schema, Absent>;

type DatedParts<Schema extends TSchema, Absent> =
  Schema extends TObject<infer Members>
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
    | Absent;
};

/**
 * A copy of the value in which every timestamp of the schema is a `Date`, to the millisecond, and all bytes are a
 * `Uint8Array`. A `RangeError` names the value that is beyond what a `Date` holds, or is not base64.
 */
export function withDates<Schema extends TSchema>(schema: Schema, value: Static<Schema>): Dated<Schema> {
  return convert(toSdk, schema, value, '') as Dated<Schema>;
}

/**
 * A copy of the value in which every timestamp of the schema is a number of seconds and all bytes are base64 text: the
 * form that travels. What the SDK gives can be handed over as it is; whether members that its types allow to be
 * `undefined` are there is for `accepts`. A `RangeError` names a `Date` that is invalid.
 */
export function withEpochSeconds<Schema extends TSchema>(
  schema: Schema,
  value: Dated<Schema, undefined>,
): Static<Schema> {
  return convert(toWire, schema, value, '') as Static<Schema>;
}

/** How the two kinds of values are converted that differ; a value that is of another type stays as it is. */
interface Conversion {
  readonly timestamp: (value: unknown, pointer: string) => unknown;
  readonly bytes: (value: unknown, pointer: string) => unknown;
}

const toSdk: Conversion = {
  timestamp(value, pointer) {
    if (typeof value !== 'number') return value;
    const date = new Date(Math.round(value * 1000));
    if (Number.isNaN(date.getTime())) {
      throw new RangeError(
        `${place(pointer)}: ${value} seconds since 1970 are beyond what a Date holds, ±8640000000000`,
      );
    }
    return date;
  },
  bytes(value, pointer) {
    if (typeof value !== 'string') return value;
    const bytes = bytesOf(value);
    if (bytes === undefined) throw new RangeError(`${place(pointer)}: the text is not base64`);
    return bytes;
  },
};

const toWire: Conversion = {
  timestamp(value, pointer) {
    if (!(value instanceof Date)) return value;
    if (Number.isNaN(value.getTime())) throw new RangeError(`${place(pointer)}: the Date is invalid`);
    return value.getTime() / 1000;
  },
  bytes: (value) => (value instanceof Uint8Array ? base64Of(value) : value),
};

function place(pointer: string): string {
  return pointer === '' ? 'the value' : pointer;
}

function convert(by: Conversion, schema: TSchema, value: unknown, pointer: string): unknown {
  if (TimestampKind in schema) return by.timestamp(value, pointer);
  if (BlobKind in schema) return by.bytes(value, pointer);
  if (schema[Kind] === 'Array' && Array.isArray(value)) {
    return value.map((item: unknown, index) => convert(by, schema.items as TSchema, item, `${pointer}/${index}`));
  }
  if (!isObject(value)) return value;
  const memberSchema = memberSchemas(schema);
  const members = Object.entries(value).map(([name, member]) => {
    const part = memberSchema(name);
    return [name, part === undefined ? member : convert(by, part, member, `${pointer}/${pointerToken(name)}`)];
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
