/**
 * Standard Schema (standardschema.dev), version 1: what forms, routers and clients ask of a schema without knowing the
 * library it comes from. The interfaces are written here after the specification, which means them to be copied, so
 * that nothing has to be installed for them.
 */
import type { Static, TSchema } from '@sinclair/typebox';
import { explain } from './explain.js';

/** A schema as Standard Schema sees it. */
export interface StandardSchema<Input, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output>;
    /** For the compiler only; never there at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** The value, when it is valid, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong. */
export interface StandardIssue {
  /** The end of a sentence that begins with the field's name: `must be at most 1000`. */
  readonly message: string;
  /** Names of members and numbers of items that lead to the value at fault. */
  readonly path: readonly (string | number)[];
}

/** The schema for libraries that take Standard Schema. A valid value is handed back as it is, without defaults. */
export function standardSchema<Schema extends TSchema>(schema: Schema): StandardSchema<Static<Schema>> {
  return {
    '~standard': {
      version: 1,
      vendor: 'iot-rollouts',
      validate: (value) => {
        const violations = explain(schema, value);
        if (violations.length === 0) return { value: value as Static<Schema> };
        return { issues: violations.map(({ pointer, message }) => ({ message, path: pathOf(pointer, value) })) };
      },
    },
  };
}

/** The names in a JSON pointer; where the value has a list, the name is the number of an item. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(at) ? Number(name) : name;
      at = (at as Readonly<Record<string, unknown>> | undefined)?.[name];
      return key;
    });
}
