/**
 * The meaning of Smithy's simple shapes in TypeBox. Generated files state facts; these functions say what they mean.
 *
 * Every function returns an ordinary TypeBox schema whose JSON is also valid JSON Schema, so that Ajv reads the same
 * constraints that TypeBox checks.
 */
import {
  Kind,
  Literal,
  Optional,
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
  Array as TypeArray,
  Boolean as TypeBoolean,
  Integer as TypeInteger,
  Number as TypeNumber,
  Object as TypeObject,
  Record as TypeRecord,
  TypeRegistry,
  String as TypeString,
  Union,
} from '@sinclair/typebox';

/** Inclusive bounds, as Smithy's `length` and `range` traits give them. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The `Kind` of strings whose length or pattern TypeBox's own string cannot check exactly. */
export const unicodeStringKind = 'iot-rollouts:UnicodeString';

/** The `Kind` of maps whose keys TypeBox's own record cannot check exactly. */
export const unicodeMapKind = 'iot-rollouts:UnicodeMap';

/** The part of a string schema that constrains it. */
export interface StringConstraints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/**
 * A string whose pattern admits ASCII characters only: there, a character is a UTF-16 unit, and TypeBox's own check is
 * exact. The pattern is ECMAScript source, to be read with or without the `u` flag.
 */
export function asciiString(pattern: string, bounds: Bounds = {}): TString {
  return TypeString({ ...lengthOptions(bounds), pattern });
}

/**
 * A string of any characters. Length counts code points (Smithy's definition; TypeBox's `maxLength` counts UTF-16
 * units) and the pattern is read with the `u` flag (TypeBox reads it without), so TypeBox checks it through a kind of
 * our own, while its JSON stays `{ type: 'string', minLength, maxLength, pattern }`.
 */
export function unicodeString(bounds: Bounds = {}, pattern?: string): TString {
  const constraints: StringConstraints = { ...lengthOptions(bounds), ...(pattern !== undefined && { pattern }) };
  if (Object.keys(constraints).length === 0) return TypeString();
  if (!TypeRegistry.Has(unicodeStringKind)) {
    TypeRegistry.Set<StringConstraints>(unicodeStringKind, (schema, value) => isString(schema, value));
  }
  return { ...TypeString(constraints), [Kind]: unicodeStringKind } as unknown as TString; // The kind is ours; the static type is string.
}

/** A 32-bit integer, with the model's range where it gives one. */
export function integer(range: Bounds = {}): TInteger {
  return TypeInteger({ minimum: range.min ?? -2_147_483_648, maximum: range.max ?? 2_147_483_647 });
}

/** A 64-bit integer, within what a JavaScript number holds exactly. */
export function long(range: Bounds = {}): TInteger {
  return TypeInteger({ minimum: range.min ?? Number.MIN_SAFE_INTEGER, maximum: range.max ?? Number.MAX_SAFE_INTEGER });
}

/** A finite number, with the model's range where it gives one. */
export function double(range: Bounds = {}): TNumber {
  return TypeNumber({
    ...(range.min !== undefined && { minimum: range.min }),
    ...(range.max !== undefined && { maximum: range.max }),
  });
}

/** A boolean. */
export function boolean(): TBoolean {
  return TypeBoolean();
}

/** A point in time as restJson1 sends it in a body: seconds since 1970-01-01T00:00:00Z, with a fraction. */
export function timestamp(): TNumber {
  return TypeNumber({ 'x-timestamp': 'epoch-seconds' });
}

/** Pattern of padded base64 text. */
const base64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

/**
 * Bytes as restJson1 sends them in a body: a base64 string. Bounds count bytes; n bytes make 4⌈n/3⌉ characters, so the
 * schema holds them to within the last group of three bytes.
 */
export function blob(bounds: Bounds = {}): TString {
  const characters = (bytes: number): number => 4 * Math.ceil(bytes / 3);
  return TypeString({
    contentEncoding: 'base64',
    pattern: base64,
    ...(bounds.min !== undefined && { minLength: characters(bounds.min) }),
    ...(bounds.max !== undefined && { maxLength: characters(bounds.max) }),
  });
}

/** One of the given words. */
export function enumeration<const Values extends readonly string[]>(
  values: Values,
): TUnion<{ -readonly [Index in keyof Values]: TLiteral<Values[Index]> }> {
  return Union(values.map((value) => Literal(value))) as unknown as TUnion<{
    -readonly [Index in keyof Values]: TLiteral<Values[Index]>;
  }>; // `map` loses the tuple; the values are the same, one literal each.
}

/** A list; bounds count its items. */
export function list<Item extends TSchema>(item: Item, bounds: Bounds = {}, unique = false): TArray<Item> {
  return TypeArray(item, {
    ...(bounds.min !== undefined && { minItems: bounds.min }),
    ...(bounds.max !== undefined && { maxItems: bounds.max }),
    ...(unique && { uniqueItems: true }),
  });
}

/**
 * A map from strings that match the pattern (lengths of keys are part of it); bounds count its entries. The pattern
 * must admit ASCII characters only, or everything.
 */
export function map<Value extends TSchema>(
  keyPattern: string,
  value: Value,
  bounds: Bounds = {},
): TRecord<TString, Value> {
  return TypeRecord(TypeString({ pattern: keyPattern }), value, {
    additionalProperties: false,
    ...(bounds.min !== undefined && { minProperties: bounds.min }),
    ...(bounds.max !== undefined && { maxProperties: bounds.max }),
  }) as TRecord<TString, Value>;
}

/**
 * A map whose keys may hold any characters. TypeBox reads the pattern of a record without the `u` flag, so the map is
 * checked through a kind of our own, which knows values that are strings; its JSON stays the one of {@link map}.
 */
export function unicodeMap(keyPattern: string, value: TString, bounds: Bounds = {}): TRecord<TString, TString> {
  if (!TypeRegistry.Has(unicodeMapKind)) {
    TypeRegistry.Set<MapConstraints>(unicodeMapKind, (schema, entries) => isStringMap(schema, entries));
  }
  return { ...map(keyPattern, value, bounds), [Kind]: unicodeMapKind } as unknown as TRecord<TString, TString>; // The kind is ours; the static type is the record's.
}

/** A map whose keys are an enumeration, every one optional; another key is a violation. */
export function enumerationMap<const Keys extends readonly string[], Value extends TSchema>(
  keys: Keys,
  value: Value,
): TObject<{ [Key in Keys[number]]: TOptional<Value> }> {
  const entries = keys.map((key) => [key, Optional(value)]);
  return TypeObject(Object.fromEntries(entries) as { [Key in Keys[number]]: TOptional<Value> }, {
    additionalProperties: false,
  });
}

/** A structure. Members the model does not name are allowed, as AWS allows them; see `strict`. */
export function structure<Members extends TProperties>(members: Members): TObject<Members> {
  return TypeObject(members);
}

/** The input or output of an operation that has none. */
export const Unit = /* @__PURE__ */ TypeObject({});

/** An optional member of a structure. `fallback` is the value the service assumes when it is absent. */
export function optional<Member extends TSchema>(
  member: Member,
  fallback?: string | number | boolean,
): TOptional<Member> {
  return Optional(fallback === undefined ? member : { ...member, default: fallback }) as TOptional<Member>;
}

/** Whether a value is a string within the schema's length (in code points) and pattern (with the `u` flag). */
export function isString(schema: StringConstraints, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const length = codePointLength(value, schema.maxLength);
  if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return false;
  return schema.pattern === undefined || patternRegExp(schema.pattern).test(value);
}

/** The part of the schema of a map of strings that constrains it. */
interface MapConstraints {
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly patternProperties: Readonly<Record<string, StringConstraints>>;
}

function isStringMap(schema: MapConstraints, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  if (entries.length < (schema.minProperties ?? 0)) return false;
  if (entries.length > (schema.maxProperties ?? Number.POSITIVE_INFINITY)) return false;
  return Object.entries(schema.patternProperties).every(([pattern, items]) =>
    entries.every(([key, item]) => patternRegExp(pattern).test(key) && isString(items, item)),
  );
}

/**
 * The number of code points in a string. Counting one by one is only done where the answer is in doubt: a string of n
 * units has between n/2 and n code points.
 */
export function codePointLength(value: string, max = Number.POSITIVE_INFINITY): number {
  if (value.length <= max && !/[\uD800-\uDBFF]/.test(value)) return value.length;
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}

const compiled = new Map<string, RegExp>();

/** The pattern as a regular expression with the `u` flag, compiled once. */
export function patternRegExp(pattern: string): RegExp {
  let regExp = compiled.get(pattern);
  if (regExp === undefined) {
    regExp = new RegExp(pattern, 'u');
    compiled.set(pattern, regExp);
  }
  return regExp;
}

function lengthOptions(bounds: Bounds): { minLength?: number; maxLength?: number } {
  return {
    ...(bounds.min !== undefined && { minLength: bounds.min }),
    ...(bounds.max !== undefined && { maxLength: bounds.max }),
  };
}
