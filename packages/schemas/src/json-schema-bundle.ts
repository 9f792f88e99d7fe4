/** Many shapes in one JSON Schema document, each under its name, the shapes that they use by reference. */
import { Kind, type TSchema } from '@sinclair/typebox';
import { type JsonSchema, type JsonSchemaDraft, type JsonSchemaOptions, jsonSchemaHead, plain } from './json-schema.js';
import { strict } from './strict.js';

/** What kind of document to make, and where its shapes are explained. */
export interface JsonSchemaBundleOptions extends JsonSchemaOptions {
  /** Name of a shape -> page to read on, which its description names: `pages` of a service. */
  readonly pages?: Readonly<Record<string, string>>;
}

/**
 * One JSON Schema document that has every schema of `shapes` under its name in `$defs` (`definitions` in draft-07);
 * what else `shapes` holds is left out, so that a module's namespace can be given: `jsonSchemaBundle(iot)`. Structures
 * refer to structures, maps and enumerations by `$ref`; simple shapes are written out where they are used.
 */
export function jsonSchemaBundle(
  shapes: Readonly<Record<string, unknown>>,
  options: JsonSchemaBundleOptions = {},
): JsonSchema {
  const { draft = '2020-12', flavour = 'lenient', pages = {} } = options;
  const place = draft === '2020-12' ? '$defs' : 'definitions';
  const schemas = Object.entries(shapes)
    .filter((entry): entry is [string, TSchema] => isSchema(entry[1]))
    .map(([name, schema]): [string, TSchema] => [name, flavour === 'strict' ? strict(schema) : schema]);
  const named = new Map<unknown, { readonly name: string; readonly schema: TSchema }>();
  for (const [name, schema] of schemas) {
    const parts = innerParts(schema);
    if (parts !== undefined) named.set(parts, { name, schema });
  }
  const reference = (part: TSchema): JsonSchema | undefined => {
    const target = named.get(innerParts(part) ?? part);
    if (target === undefined || !differOnlyInWords(part, target.schema)) return undefined;
    return refer(`#/${place}/${target.name}`, wordsBeside(part, target.schema), draft);
  };
  const definitions = schemas.map(([name, schema]): [string, JsonSchema] => [
    name,
    withPage(plain(schema, reference), pages[name]),
  ]);
  return { ...jsonSchemaHead(options), [place]: Object.fromEntries(definitions) };
}

/** The schema with the page at the end of its description, unless the description names it already. */
function withPage(schema: JsonSchema, page: string | undefined): JsonSchema {
  const { description } = schema;
  if (page === undefined || typeof description !== 'string' || description.includes(` See ${page}.`)) return schema;
  return { ...schema, description: `${description} See ${page}.` };
}

function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && Kind in value;
}

/** What a shape and its copies (optional, described) have in common: the object that holds the parts. */
function innerParts(schema: TSchema): object | undefined {
  return schema.properties ?? schema.patternProperties ?? schema.anyOf;
}

/** Keywords that say something about a member and constrain nothing. */
const words = ['description', 'default'];

function differOnlyInWords(part: TSchema, named: TSchema): boolean {
  const names = [...Object.keys(part), ...Object.keys(named)];
  return names.every((name) => words.includes(name) || part[name] === named[name]);
}

function wordsBeside(part: TSchema, named: TSchema): JsonSchema {
  const own = words.filter((name) => part[name] !== undefined && part[name] !== named[name]);
  return Object.fromEntries(own.map((name) => [name, part[name]]));
}

/** In draft-07 whatever stands beside `$ref` is ignored. */
function refer($ref: string, beside: JsonSchema, draft: JsonSchemaDraft): JsonSchema {
  if (draft === '2020-12' || Object.keys(beside).length === 0) return { $ref, ...beside };
  return { ...beside, allOf: [{ $ref }] };
}
