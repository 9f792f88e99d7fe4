/** Everything that says whether a value fits a schema: our two functions, TypeBox's two, and Ajv on our JSON Schemas. */
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { Ajv, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { accepts } from '../src/accepts.js';
import { explain } from '../src/explain.js';
import { type JsonSchemaFlavour, jsonSchema } from '../src/json-schema.js';
import { strict } from '../src/strict.js';

export type Engine = (value: unknown) => boolean;

/** In strict mode Ajv throws for every keyword, format or type that it does not know, and here for what it would log. */
const strictMode: Options = { strict: true, strictTypes: true, strictRequired: true, unicodeRegExp: true };

/** One engine by its name for each way to check a flavour of the schema. */
export function enginesOf(lenient: TSchema, flavour: JsonSchemaFlavour): Readonly<Record<string, Engine>> {
  const schema = flavour === 'strict' ? strict(lenient) : lenient;
  const compiled = TypeCompiler.Compile(schema);
  return {
    accepts: (value) => accepts(schema, value),
    explain: (value) => explain(schema, value).length === 0,
    TypeCompiler: (value) => compiled.Check(value),
    Value: (value) => Value.Check(schema, value),
    'Ajv 2020-12': new Ajv2020(strictMode).compile(jsonSchema(lenient, { draft: '2020-12', flavour })),
    'Ajv draft-07': new Ajv(strictMode).compile(jsonSchema(lenient, { draft: 'draft-07', flavour })),
  };
}

/** The answer of all engines; throws and names who says what when they differ. */
export function agreedBy(engines: Readonly<Record<string, Engine>>, value: unknown): boolean {
  const answers = Object.entries(engines).map(([name, engine]): [string, boolean] => [name, engine(value)]);
  const [first] = answers;
  if (first === undefined || answers.some(([, answer]) => answer !== first[1])) {
    throw new Error(`${JSON.stringify(Object.fromEntries(answers))} of ${JSON.stringify(value)}`);
  }
  return first[1];
}
