/** JSON Schema as plain data, for validators and editors that know nothing of TypeBox. */
import { Kind, type TProperties, type TSchema } from '@sinclair/typebox';
import { isEnumeration, wordsOf } from './enumeration.js';
import { unicodeMapKind } from './shape.js';
import { strict } from './strict.js';
import { keyConstraints } from './text.js';

/** Edition of JSON Schema. */
export type JsonSchemaDraft = '2020-12' | 'draft-07';

/** Whether members that the model does not name are allowed (`lenient`) or refused (`strict`). */
export type JsonSchemaFlavour = 'strict' | 'lenient';

/** What kind of JSON Schema to make. */
export interface JsonSchemaOptions {
  /** `2020-12` unless given. */
  readonly draft?: JsonSchemaDraft;
  /** `lenient` unless given, which leaves the schema as it is: one that is strict already stays so. */
  readonly flavour?: JsonSchemaFlavour;
  /** The `$id` of the document: an absolute URI. */
  readonly id?: string;
}

/** A JSON Schema: plain JSON. */
export type JsonSchema = { readonly [keyword: string]: Json };

/** A value of a JSON document. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The URI by which a document says its edition. */
const dialects: Readonly<Record<JsonSchemaDraft, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};

const flavours: readonly JsonSchemaFlavour[] = ['strict', 'lenient'];

/** The first members of a document: which edition it is of, and its name. Options that are not legal are refused. */
export function jsonSchemaHead({ draft = '2020-12', flavour = 'lenient', id }: JsonSchemaOptions): JsonSchema {
  refuseOther('draft', draft, Object.keys(dialects));
  refuseOther('flavour', flavour, flavours);
  return { $schema: dialects[draft], ...(id !== undefined && { $id: id }) };
}

function refuseOther(option: string, given: string, legal: readonly string[]): void {
  if (!legal.includes(given)) throw new TypeError(`${option} must be ${legal.join(' or ')}, not ${given}`);
}

/**
 * The schema as one JSON Schema document without references. Enumerations are `enum`, maps state their keys by
 * `propertyNames`, descriptions and defaults stay. Patterns are to be read with the `u` flag and lengths count code
 * points, which is what JSON Schema itself says and what Ajv does.
 */
export function jsonSchema(schema: TSchema, options: JsonSchemaOptions = {}): JsonSchema {
  const flavoured = options.flavour === 'strict' ? strict(schema) : schema;
  return { ...jsonSchemaHead(options), ...plain(flavoured) };
}

/** Gives what to write in the place of a part of the schema; undefined leaves it to be written out. */
export type Reference = (part: TSchema) => JsonSchema | undefined;

/** The schema's keywords as plain JSON, its parts written out or, where `reference` answers, by what it gives. */
export function plain(schema: TSchema, reference: Reference = () => undefined): JsonSchema {
  const part = (it: TSchema): JsonSchema => reference(it) ?? plain(it, reference);
  switch (schema[Kind]) {
    case 'Literal':
      return { ...keywords(schema, 'const'), enum: [schema.const as Json] };
    case 'Union':
      if (isEnumeration(schema)) return { type: 'string', ...keywords(schema, 'anyOf'), enum: wordsOf(schema) };
      return { ...keywords(schema), anyOf: (schema.anyOf as readonly TSchema[]).map(part) };
    case 'Object':
      return { ...keywords(schema), properties: eachOf(schema.properties as TProperties, part) };
    case 'Record':
    case unicodeMapKind:
      return plainMap(schema, part);
    case 'Array':
      return { ...keywords(schema), items: part(schema.items as TSchema) };
    default:
      return keywords(schema);
  }
}

/** A map of ours allows no key but those of its pattern, which `propertyNames` says with the bounds of their length. */
function plainMap(schema: TSchema, part: (it: TSchema) => JsonSchema): JsonSchema {
  const patterns = schema.patternProperties as TProperties;
  const [pattern, ...others] = Object.keys(patterns);
  if (schema.additionalProperties !== false || pattern === undefined || others.length > 0) {
    return { ...keywords(schema), patternProperties: eachOf(patterns, part) };
  }
  const names = keyConstraints(pattern);
  return {
    ...keywords(schema, 'patternProperties', 'additionalProperties'),
    ...(Object.keys(names).length > 0 && { propertyNames: { ...names } }),
    additionalProperties: part(patterns[pattern] as TSchema),
  };
}

function eachOf(members: TProperties, part: (it: TSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, part(member)]));
}

/** The keywords but some, without the symbols that are TypeBox's and ours. */
function keywords(schema: TSchema, ...without: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !without.includes(name)));
}
