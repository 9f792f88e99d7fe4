/** Values that a schema accepts, drawn from what the schema says. */
import { Kind, type TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { unicodeMapKind } from '../../src/shape.js';
import { type TextConstraints, textArbitrary } from './texts.js';

/** Any value of the schema. */
export function valueArbitrary(schema: TSchema): fc.Arbitrary<unknown> {
  switch (schema[Kind]) {
    case 'Object':
      return structureArbitrary(schema);
    case 'Record':
    case unicodeMapKind:
      return mapArbitrary(schema);
    case 'Array':
      return listArbitrary(schema);
    case 'Union':
      return fc.constantFrom(...(schema.anyOf as readonly TSchema[]).map((literal) => literal.const as string));
    case 'Literal':
      return fc.constant(schema.const);
    case 'Boolean':
      return fc.boolean();
    case 'Integer':
      return fc.integer({ min: schema.minimum, max: schema.maximum });
    case 'Number':
      return fc.double({
        noNaN: true,
        noDefaultInfinity: true,
        ...(schema.minimum !== undefined && { min: schema.minimum as number }),
        ...(schema.maximum !== undefined && { max: schema.maximum as number }),
      });
    default:
      return textArbitrary(schema as TextConstraints);
  }
}

function structureArbitrary(schema: TSchema): fc.Arbitrary<unknown> {
  const members = Object.entries(schema.properties as Readonly<Record<string, TSchema>>);
  const model = Object.fromEntries(members.map(([name, member]) => [name, valueArbitrary(member)]));
  return fc.record(model, { requiredKeys: (schema.required ?? []) as string[], noNullPrototype: true });
}

function listArbitrary(schema: TSchema): fc.Arbitrary<unknown> {
  const minLength = (schema.minItems ?? 0) as number;
  const maxLength = Math.min((schema.maxItems ?? Number.POSITIVE_INFINITY) as number, minLength + 3);
  const item = valueArbitrary(schema.items as TSchema);
  return schema.uniqueItems === true
    ? fc.uniqueArray(item, { minLength, maxLength })
    : fc.array(item, { minLength, maxLength });
}

function mapArbitrary(schema: TSchema): fc.Arbitrary<unknown> {
  const [pattern, value] = mapEntry(schema);
  const minKeys = (schema.minProperties ?? 0) as number;
  const maxKeys = Math.min((schema.maxProperties ?? Number.POSITIVE_INFINITY) as number, minKeys + 3);
  return fc.dictionary(textArbitrary(keyConstraints(pattern)), valueArbitrary(value), {
    minKeys,
    maxKeys,
    noNullPrototype: true,
  });
}

/** Pattern of the keys and schema of the values of a map. */
export function mapEntry(schema: TSchema): readonly [string, TSchema] {
  return Object.entries(schema.patternProperties as Readonly<Record<string, TSchema>>)[0] as [string, TSchema];
}

/** The bounds that a key pattern carries in its lookahead, taken out again. */
export function keyConstraints(keyPattern: string): TextConstraints {
  const [, min, max] = /^\^\(\?=\[\^\]\{(\d+),(\d*)\}\$\)/.exec(keyPattern) ?? [];
  return {
    pattern: keyPattern,
    ...(min !== undefined && { minLength: Number(min) }),
    ...(max !== undefined && max !== '' && { maxLength: Number(max) }),
  };
}
