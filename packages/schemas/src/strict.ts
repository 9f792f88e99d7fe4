import { Kind, type TObject, type TProperties, type TSchema, Object as TypeObject } from '@sinclair/typebox';

/**
 * The schema with every structure in it closed: a member that the model does not name is a violation.
 *
 * AWS itself ignores unknown members of a request, so a misspelt field would be dropped in silence; that is what the
 * strict flavour is for. The generated schemas themselves are lenient.
 */
export function strict<Schema extends TSchema>(schema: Schema): Schema {
  return close(schema) as Schema;
}

function close(schema: TSchema): TSchema {
  if (schema[Kind] === 'Object') {
    const properties: TProperties = {};
    for (const [name, member] of Object.entries((schema as TObject).properties)) properties[name] = close(member);
    return { ...schema, ...TypeObject(properties), additionalProperties: false };
  }
  if (schema[Kind] === 'Array') return { ...schema, items: close(schema.items) };
  if (schema[Kind] === 'Record') {
    const [pattern, value] = Object.entries(schema.patternProperties as TProperties)[0] as [string, TSchema];
    return { ...schema, patternProperties: { [pattern]: close(value) } };
  }
  if (schema[Kind] === 'Union') return { ...schema, anyOf: (schema.anyOf as readonly TSchema[]).map(close) };
  return schema;
}
