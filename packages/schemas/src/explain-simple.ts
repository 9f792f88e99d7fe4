/** What is wrong with values that have no parts: texts, numbers, booleans. */
import { Kind, type TSchema } from '@sinclair/typebox';
import { unicodeStringKind } from './shape.js';
import type { StringConstraints } from './text.js';
import { outOfRange, type Violation, wrongText, wrongType } from './violation.js';

/** Adds what is wrong with a value that does not fit a schema without parts. Of kinds that take any value, nothing is. */
export function visitSimple(schema: TSchema, value: unknown, pointer: string, out: Violation[]): void {
  switch (schema[Kind]) {
    case 'String':
    case unicodeStringKind:
      out.push(
        typeof value === 'string'
          ? wrongText(schema as StringConstraints, value, pointer)
          : wrongType('a string', value, pointer),
      );
      return;
    case 'Integer':
    case 'Number':
      out.push(wrongNumber(schema, value, pointer));
      return;
    case 'Boolean':
      out.push(wrongType('a boolean (true or false)', value, pointer));
      return;
    case 'Null':
      out.push(wrongType('null', value, pointer));
  }
}

function wrongNumber(schema: TSchema, value: unknown, pointer: string): Violation {
  const isWhole = schema[Kind] === 'Integer';
  if (typeof value !== 'number' || !(isWhole ? Number.isInteger(value) : Number.isFinite(value))) {
    return wrongType(isWhole ? 'an integer' : 'a number', value, pointer);
  }
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  return minimum !== undefined && value < minimum
    ? outOfRange('minimum', minimum, value, pointer)
    : outOfRange('maximum', maximum as number, value, pointer);
}
