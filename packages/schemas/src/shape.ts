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

/** The schema with a description, as a copy; the static type and every constraint stay. */
export function described<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

/**
 * A string whose pattern admits ASCII characters only: there, a character is a UTF-16 unit, and TypeBox's own check is
 * exact. The pattern is ECMAScript source, to be read with or without the `u` flag.
 */
export function asciiString(pattern: string, { min, max }: Bounds = {}): TString {
  return typeOf('String', { type: 'string', minLength: min, maxLength: max, pattern });
}

/**
 * A string of any characters. Length counts code points (Smithy's definition; TypeBox's `maxLength` counts UTF-16
 * units) and the pattern is read with the `u` flag (TypeBox reads it without), so TypeBox checks it through a kind of
 * our own, while its JSON stays `{ type: 'string', minLength, maxLength, pattern }`.
 */
export function unicodeString({ min, max }: Bounds = {}, pattern?: string): TString {
  if (min === undefined && max === undefined && pattern === undefined) return typeOf('String', { type: 'string' });
  TypeRegistry.Set<StringConstraints>(unicodeStringKind, isString);
  return typeOf(unicodeStringKind, { type: 'string', minLength: min, maxLength: max, pattern });
}

/** A 32-bit integer, with the model's range where it gives one. */
export function integer({ min = -2_147_483_648, max = 2_147_483_647 }: Bounds = {}): TInteger {
  return typeOf('Integer', { type: 'integer', minimum: min, maximum: max });
}

/** A 64-bit integer, within what a JavaScript number holds exactly. */
export function long({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Bounds = {}): TInteger {
  return typeOf('Integer', { type: 'integer', minimum: min, maximum: max });
}

/** A finite number, with the model's range where it gives one. */
export function double({ min, max }: Bounds = {}): TNumber {
  return typeOf('Number', { type: 'number', minimum: min, maximum: max });
}

/** A boolean. */
export function boolean(): TBoolean {
  return typeOf('Boolean', { type: 'boolean' });
}

/** A point in time as restJson1 sends it in a body: seconds since 1970-01-01T00:00:00Z, with a fraction. */
export function timestamp(): TTimestamp {
  return { ...double(), [TimestampKind]: 'epoch-seconds' };
}

/** Pattern of padded base64 text. */
const base64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

/**
 * Bytes as restJson1 sends them in a body: a base64 string. Bounds count bytes; n bytes make 4⌈n/3⌉ characters, so the
 * schema holds them to within the last group of three bytes.
 */
export function blob({ min, max }: Bounds = {}): TString {
  const characters = (bytes: number | undefined): number | undefined =>
    bytes === undefined ? undefined : 4 * Math.ceil(bytes / 3);
  return typeOf('String', {
    type: 'string',
    contentEncoding: 'base64',
    pattern: base64,
    minLength: characters(min),
    maxLength: characters(max),
  });
}

/** One of the given words. */
export function enumeration<const Values extends readonly string[]>(
  values: Values,
): TUnion<{ -readonly [Index in keyof Values]: TLiteral<Values[Index]> }> {
  const literals = values.map((value): TLiteral<string> => typeOf('Literal', { type: 'string', const: value }));
  // TypeBox, too, makes no union of one alternative.
  const [only, ...others] = literals;
  return (only !== undefined && others.length === 0
    ? only
    : typeOf('Union', { anyOf: literals })) as unknown as TUnion<{
    -readonly [Index in keyof Values]: TLiteral<Values[Index]>;
  }>; // `map` loses the tuple; the values are the same, one literal each.
}

/** A list; bounds count its items. */
export function list<Item extends TSchema>(item: Item, { min, max }: Bounds = {}, unique?: true): TArray<Item> {
  return typeOf('Array', { type: 'array', items: item, minItems: min, maxItems: max, uniqueItems: unique });
}

/**
 * A map from strings that match the pattern (lengths of keys are part of it); bounds count its entries. The pattern
 * must admit ASCII characters only, or everything.
 */
export function map<Value extends TSchema>(
  keyPattern: string,
  value: Value,
  { min, max }: Bounds = {},
): TRecord<TString, Value> {
  return typeOf('Record', {
    type: 'object',
    patternProperties: { [keyPattern]: value },
    additionalProperties: false,
    minProperties: min,
    maxProperties: max,
  });
}

/**
 * A map whose keys may hold any characters. TypeBox reads the pattern of a record without the `u` flag, so the map is
 * checked through a kind of our own, which knows values that are strings; its JSON stays the one of {@link map}.
 */
export function unicodeMap(keyPattern: string, value: TString, bounds: Bounds = {}): TRecord<TString, TString> {
  TypeRegistry.Set<MapConstraints>(unicodeMapKind, isStringMap);
  return { ...map(keyPattern, value, bounds), [Kind]: unicodeMapKind } as unknown as TRecord<TString, TString>; // The kind is ours; the static type is the record's.
}

/** A map whose keys are an enumeration, every one optional; another key is a violation. */
export function enumerationMap<const Keys extends readonly string[], Value extends TSchema>(
  keys: Keys,
  value: Value,
): TObject<{ [Key in Keys[number]]: TOptional<Value> }> {
  const entries = keys.map((key) => [key, optional(value)]);
  const members = Object.fromEntries(entries) as { [Key in Keys[number]]: TOptional<Value> };
  return Object.assign(structure(members), { additionalProperties: false });
}

/** A structure. Members the model does not name are allowed, as AWS allows them; see `strict`. */
export function structure<Members extends TProperties>(members: Members, description?: string): TObject<Members> {
  const required = Object.keys(members).filter((name) => !(OptionalKind in (members[name] as TSchema)));
  return typeOf('Object', {
    description,
    type: 'object',
    required: required.length > 0 ? required : undefined,
    properties: members,
  });
}

/** The input or output of an operation that has none. */
export const Unit = /* @__PURE__ */ structure({});

/** An optional member of a structure. `fallback` is the value the service assumes when it is absent. */
export function optional<Member extends TSchema>(
  member: Member,
  fallback?: string | number | boolean,
): TOptional<Member> {
  return { ...member, [OptionalKind]: 'Optional', ...(fallback !== undefined && { default: fallback }) };
}

/** A schema of the kind with the keywords that have a value. */
function typeOf<Schema extends TSchema>(kind: string, keywords: Readonly<Record<string, unknown>>): Schema {
  const schema: Record<PropertyKey, unknown> = { [Kind]: kind };
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
