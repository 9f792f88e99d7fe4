/**
 * The meaning of Smithy's simple shapes in TypeBox. Generated files state facts; these functions say what they mean.
 *
 * Every function returns an ordinary TypeBox schema whose JSON is also valid JSON Schema, so that Ajv reads the same
 * constraints that TypeBox checks. The objects are made here, not by TypeBox's own functions: those bring their code
 * for every kind of type into a bundle that wants one operation. A test holds the two alike.
 */
import {
  Kind,
  OptionalKind,
  type TArray,
  type TBoolean,
  type TInteger,
  type TLiteral,
  type TNumber,
  type TObject,
  type TOptional,
  type TProperties,
  type TRecord,
  type TSchema,
  type TString,
  type TUnion,
  TypeRegistry,
} from '@sinclair/typebox';
import { isString, patternRegExp, type StringConstraints } from './text.js';

/** Inclusive bounds, as Smithy's `length` and `range` traits give them. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The `Kind` of strings whose length or pattern TypeBox's own string cannot check exactly. */
export const unicodeStringKind = 'iot-rollouts:UnicodeString';

/** The `Kind` of maps whose keys TypeBox's own record cannot check exactly. */
export const unicodeMapKind = 'iot-rollouts:UnicodeMap';

/** The key that marks the schema of a point in time; being a symbol, it is not part of the JSON. */
export const TimestampKind: unique symbol = Symbol.for('iot-rollouts.Timestamp');

/** A point in time on the wire: a number of seconds, told from other numbers by its mark. */
export interface TTimestamp extends TNumber {
  readonly [TimestampKind]: 'epoch-seconds';
}

/** The key that marks the schema of bytes; being a symbol, it is not part of the JSON. */
export const BlobKind: unique symbol = Symbol.for('iot-rollouts.Blob');

/** Bytes on the wire: base64 text, told from other texts by its mark. */
export interface TBlob extends TString {
  readonly [BlobKind]: 'base64';
}

/** The schema with a description, as a copy; the static type and every constraint stay. */
export function described<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

/**
 * A string whose pattern admits ASCII characters only: there, a character is a UTF-16 unit, and TypeBox's own check is
 * exact. The pattern is ECMAScript source, to be read with or without the `u` flag.
 */
export function asciiString(pattern: string, { min, max }: Bounds = {}, ...about: About): TString {
  return typeOf('String', { type: 'string', minLength: min, maxLength: max, pattern }, about);
}

/**
 * A string of any characters. Length counts code points (Smithy's definition; TypeBox's `maxLength` counts UTF-16
 * units) and the pattern is read with the `u` flag (TypeBox reads it without), so TypeBox checks it through a kind of
 * our own, while its JSON stays `{ type: 'string', minLength, maxLength, pattern }`.
 */
export function unicodeString({ min, max }: Bounds = {}, pattern?: string, ...about: About): TString {
  if (min === undefined && max === undefined && pattern === undefined) {
    return typeOf('String', { type: 'string' }, about);
  }
  TypeRegistry.Set<StringConstraints>(unicodeStringKind, isString);
  return typeOf(unicodeStringKind, { type: 'string', minLength: min, maxLength: max, pattern }, about);
}

/** A 32-bit integer, with the model's range where it gives one. */
export function integer({ min = -2_147_483_648, max = 2_147_483_647 }: Bounds = {}, ...about: About): TInteger {
  return typeOf('Integer', { type: 'integer', minimum: min, maximum: max }, about);
}

/** A 64-bit integer, within what a JavaScript number holds exactly. */
export function long(
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Bounds = {},
  ...about: About
): TInteger {
  return typeOf('Integer', { type: 'integer', minimum: min, maximum: max }, about);
}

/** A finite number, with the model's range where it gives one. */
export function double({ min, max }: Bounds = {}, ...about: About): TNumber {
  return typeOf('Number', { type: 'number', minimum: min, maximum: max }, about);
}

/** A boolean. */
export function boolean(...about: About): TBoolean {
  return typeOf('Boolean', { type: 'boolean' }, about);
}

/** A point in time as restJson1 sends it in a body: seconds since 1970-01-01T00:00:00Z, with a fraction. */
export function timestamp(...about: About): TTimestamp {
  return { ...double({}, ...about), [TimestampKind]: 'epoch-seconds' };
}

/** Pattern of padded base64 text. */
export const base64Pattern = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

/**
 * Bytes as restJson1 sends them in a body: a base64 string. Bounds count bytes; n bytes make 4⌈n/3⌉ characters, so the
 * schema holds them to within the last group of three bytes.
 */
export function blob({ min, max }: Bounds = {}, ...about: About): TBlob {
  const characters = (bytes: number | undefined): number | undefined =>
    bytes === undefined ? undefined : 4 * Math.ceil(bytes / 3);
  const text: TString = typeOf(
    'String',
    {
      type: 'string',
      contentEncoding: 'base64',
      pattern: base64Pattern,
      minLength: characters(min),
      maxLength: characters(max),
    },
    about,
  );
  return { ...text, [BlobKind]: 'base64' };
}

/** One of the given words. */
export function enumeration<const Values extends readonly string[]>(
  values: Values,
  ...about: About
): TUnion<{ -readonly [Index in keyof Values]: TLiteral<Values[Index]> }> {
  // TypeBox, too, makes no union of one alternative.
  const literal = (value: string, ...said: About): TSchema => typeOf('Literal', { type: 'string', const: value }, said);
  const [only, ...others] = values;
  return (only !== undefined && others.length === 0
    ? literal(only, ...about)
    : typeOf('Union', { anyOf: values.map((value) => literal(value)) }, about)) as unknown as TUnion<{
    -readonly [Index in keyof Values]: TLiteral<Values[Index]>;
  }>; // `map` loses the tuple; the values are the same, one literal each.
}

/** A list; bounds count its items. */
export function list<Item extends TSchema>(
  item: Item,
  { min, max }: Bounds = {},
  unique?: true,
  ...about: About
): TArray<Item> {
  return typeOf('Array', { type: 'array', items: item, minItems: min, maxItems: max, uniqueItems: unique }, about);
}

/**
 * A map from strings that match the pattern (lengths of keys are part of it); bounds count its entries. The pattern
 * must admit ASCII characters only, or everything.
 */
export function map<Value extends TSchema>(
  keyPattern: string,
  value: Value,
  { min, max }: Bounds = {},
  ...about: About
): TRecord<TString, Value> {
  return typeOf(
    'Record',
    {
      type: 'object',
      patternProperties: { [keyPattern]: value },
      additionalProperties: false,
      minProperties: min,
      maxProperties: max,
    },
    about,
  );
}

/**
 * A map whose keys may hold any characters. TypeBox reads the pattern of a record without the `u` flag, so the map is
 * checked through a kind of our own, which knows values that are strings; its JSON stays the one of {@link map}.
 */
export function unicodeMap(
  keyPattern: string,
  value: TString,
  bounds: Bounds = {},
  ...about: About
): TRecord<TString, TString> {
  TypeRegistry.Set<MapConstraints>(unicodeMapKind, isStringMap);
  return { ...map(keyPattern, value, bounds, ...about), [Kind]: unicodeMapKind } as unknown as TRecord<
    TString,
    TString
  >; // The kind is ours; the static type is the record's.
}

/** A map whose keys are an enumeration, every one optional; another key is a violation. */
export function enumerationMap<const Keys extends readonly string[], Value extends TSchema>(
  keys: Keys,
  value: Value,
  ...about: About
): TObject<{ [Key in Keys[number]]: TOptional<Value> }> {
  const entries = keys.map((key) => [key, optional(value)]);
  const members = Object.fromEntries(entries) as { [Key in Keys[number]]: TOptional<Value> };
  return Object.assign(structure(members, ...about), { additionalProperties: false });
}

/** The schema, taking members that it does not name: for what a service may answer when it has grown. */
export function open<Schema extends TSchema>(schema: Schema): Schema {
  const { additionalProperties: _, ...rest } = schema;
  return rest as Schema; // The static type has no trace of it.
}

/** A structure. Members the model does not name are allowed, as AWS allows them; see `strict`. */
export function structure<Members extends TProperties>(members: Members, ...about: About): TObject<Members> {
  const required = Object.keys(members).filter((name) => !(OptionalKind in (members[name] as TSchema)));
  return typeOf(
    'Object',
    { type: 'object', required: required.length > 0 ? required : undefined, properties: members },
    about,
  );
}

/** The input or output of an operation that has none. */
export const Unit = /* @__PURE__ */ structure({});

/**
 * An optional member of a structure. `description` is what it means where that differs from its shape, `fallback` the
 * value that the service assumes when it is absent.
 */
export function optional<Member extends TSchema>(
  member: Member,
  description?: string,
  fallback?: string | number | boolean,
): TOptional<Member> {
  return {
    ...member,
    [OptionalKind]: 'Optional',
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
}

/**
 * What a shape means, in words that become its `description`, and the page of AWS's API reference to read on: the name
 * of an operation or a structure, or an address.
 */
type About = readonly [words?: string | undefined, page?: string | undefined];

/** A schema of the kind with the keywords that have a value. */
function typeOf<Schema extends TSchema>(
  kind: string,
  keywords: Readonly<Record<string, unknown>>,
  [words, page]: About,
): Schema {
  const schema: Record<PropertyKey, unknown> = { [Kind]: kind };
  if (words !== undefined) schema.description = page === undefined ? words : `${words} See ${page}.`;
  for (const [name, value] of Object.entries(keywords)) if (value !== undefined) schema[name] = value;
  return schema as unknown as Schema; // TypeBox's `static` and `params` are there for the compiler only.
}

/** The part of the schema of a map of strings that constrains it. */
interface MapConstraints {
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly patternProperties: Readonly<Record<string, StringConstraints>>;
}

function isStringMap(
  { minProperties = 0, maxProperties = Infinity, patternProperties }: MapConstraints,
  value: unknown,
) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  if (entries.length < minProperties || entries.length > maxProperties) return false;
  return Object.entries(patternProperties).every(([pattern, items]) =>
    entries.every(([key, item]) => patternRegExp(pattern).test(key) && isString(items, item)),
  );
}
