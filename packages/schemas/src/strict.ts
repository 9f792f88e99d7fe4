import { Kind, type TObject, type TProperties, type TSchema } from '@sinclair/typebox';
import { isEnumeration } from './enumeration.js';

const closed = new WeakMap<object, TSchema>();
const closedMembers = new WeakMap<object, TProperties>();

/**
 * The schema with every structure in it closed: a member that the model does not name is a violation. The same schema
 * object always gives the same strict one, so that its check is compiled once, and a strict one gives itself.
 *
 * AWS itself ignores unknown members of a request, so a misspelt field would be dropped in silence; that is what the
 * strict flavour is for. The generated schemas themselves are lenient, and outputs should stay so: a service adds
 * members to its answers without a new version.
 */
export function strict<Schema extends TSchema>(schema: Schema): Schema {
  let result = closed.get(schema);
  if (result === undefined) {
    result = close(schema);
    closed.set(schema, result);
    closed.set(result, result);
  }
  return result as Schema;
}

function close(schema: TSchema): TSchema {
  if (schema[Kind] === 'Object') {
    return { ...schema, properties: closeMembers((schema as TObject).properties), additionalProperties: false };
  }
  if (schema[Kind] === 'Array') return { ...schema, items: strict(schema.items) };
  if (schema[Kind] === 'Record') {
    return { ...schema, patternProperties: closeMembers(schema.patternProperties as TProperties) };
  }
  if (schema[Kind] === 'Union' && !isEnumeration(schema)) {
    return { ...schema, anyOf: (schema.anyOf as readonly TSchema[]).map((alternative) => strict(alternative)) };
  }
  return schema;
}

/** Copies of one structure (optional here, described there) share their members, and so do the strict copies. */
function closeMembers(members: TProperties): TProperties {
  let result = closedMembers.get(members);
  if (result === undefined) {
    result = Object.fromEntries(Object.entries(members).map(([name, member]) => [name, strict(member)]));
    closedMembers.set(members, result);
    closedMembers.set(result, result);
  }
  return result;
}
