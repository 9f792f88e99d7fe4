/** The schemas are TypeBox's in everything but who made the objects. */
import * as TypeBox from '@sinclair/typebox';
import { type Static, type TSchema, Type, TypeGuard } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { accepts } from '../src/accepts.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import {
  asciiString,
  boolean,
  described,
  double,
  enumeration,
  enumerationMap,
  integer,
  list,
  map,
  optional,
  structure,
  Unit,
  unicodeString,
} from '../src/shape.js';

const letters = '^[a-z]+$';

/** What we make beside what TypeBox's own functions make of the same facts. */
const pairs: readonly (readonly [string, TSchema, TSchema])[] = [
  ['a string', unicodeString(), Type.String()],
  [
    'a bounded string',
    asciiString(letters, { min: 1, max: 9 }),
    Type.String({ pattern: letters, minLength: 1, maxLength: 9 }),
  ],
  ['an integer', integer({ min: 1 }), Type.Integer({ minimum: 1, maximum: 2_147_483_647 })],
  ['a number', double({ max: 100 }), Type.Number({ maximum: 100 })],
  ['a boolean', boolean(), Type.Boolean()],
  ['an enumeration', enumeration(['A', 'B']), Type.Union([Type.Literal('A'), Type.Literal('B')])],
  ['an enumeration of one word', enumeration(['A']), Type.Union([Type.Literal('A')])],
  [
    'a list',
    list(integer(), { min: 1, max: 3 }, true),
    Type.Array(integer(), { minItems: 1, maxItems: 3, uniqueItems: true }),
  ],
  [
    'a map',
    map(letters, boolean(), { max: 5 }),
    Type.Record(Type.String({ pattern: letters }), Type.Boolean(), { additionalProperties: false, maxProperties: 5 }),
  ],
  [
    'a map of words',
    enumerationMap(['A', 'B'], boolean()),
    Type.Object(
      { A: Type.Optional(Type.Boolean()), B: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
  ],
  [
    'a structure',
    structure({ a: boolean(), b: optional(double(), undefined, 7) }, 'Two members.'),
    Type.Object({ a: Type.Boolean(), b: Type.Optional(Type.Number({ default: 7 })) }, { description: 'Two members.' }),
  ],
  ['a structure of optional members', structure({ a: optional(boolean()) }), Type.Partial(structure({ a: boolean() }))],
  ['a structure without members', Unit, Type.Object({})],
  ['a description', described(boolean(), 'Yes or no.'), Type.Boolean({ description: 'Yes or no.' })],
];

it.each(pairs)('%s is the object that TypeBox makes, symbols and all', (_, ours, theirs) => {
  expect(ours).toStrictEqual(theirs);
  expect(keysOf(ours)).toEqual(keysOf(theirs));
});

/** Own keys, symbols among them, in an order that does not depend on who made the object. */
function keysOf(schema: TSchema): string[] {
  return Reflect.ownKeys(schema).map(String).sort();
}

const shapes = [iot, data].flatMap((plane) =>
  Object.entries(plane).filter((entry): entry is [string, TSchema] => TypeBox.Kind in (entry[1] as object)),
);

it('every exported schema is one to TypeBox’s guard and to its compiler', () => {
  expect(shapes.length).toBeGreaterThan(300);
  for (const [name, schema] of shapes) {
    expect(TypeGuard.IsSchema(schema), name).toBe(true);
    expect(TypeCompiler.Compile(schema).Check(undefined), name).toBe(false);
  }
});

describe('types composed of the schemas by TypeBox', () => {
  const request = { jobId: 'a', targets: ['arn:aws:iot:eu-west-1:1:thing/a'], description: 'Canary' };
  const bad = { ...request, description: 'two\nlines' };

  it('check what they took over: Composite', () => {
    const Owned = Type.Composite([iot.CreateJobRequest, Type.Object({ owner: Type.String() })]);
    expectTypeOf<Static<typeof Owned>>().toExtend<iot.CreateJobRequest & { owner: string }>();
    for (const check of [checkBy(TypeCompiler.Compile(Owned)), (it: unknown) => accepts(Owned, it)]) {
      expect(check({ ...request, owner: 'me' })).toBe(true);
      expect(check(request)).toBe(false);
      expect(check({ ...bad, owner: 'me' })).toBe(false);
    }
  });

  it('check what they took over: Partial, Pick, Omit and Index', () => {
    const Draft = Type.Partial(iot.CreateJobRequest);
    const Part = Type.Pick(iot.CreateJobRequest, ['jobId', 'description']);
    const Rest = Type.Omit(iot.CreateJobRequest, ['targets']);
    expectTypeOf<Static<typeof Part>>().toExtend<{ jobId: string; description?: string }>();
    expect(Value.Check(Draft, {})).toBe(true);
    expect(Value.Check(Draft, { description: 'two\nlines' })).toBe(false);
    for (const schema of [Part, Rest]) {
      expect(Value.Check(schema, { jobId: 'a', description: 'Canary' })).toBe(true);
      expect(Value.Check(schema, { jobId: 'a', description: 'two\nlines' })).toBe(false);
    }
    expect(Value.Check(Type.Index(iot.CreateJobRequest, ['jobId']), 'a b')).toBe(false);
  });

  it('keep what TypeBox’s value functions do: Clean, Default and Errors', () => {
    const { operations } = iot;
    expect(Value.Clean(operations.CancelJob.input, { jobId: 'a', other: 1 })).toEqual({ jobId: 'a' });
    expect(Value.Default(operations.CancelJob.input, { jobId: 'a' })).toEqual({ jobId: 'a', force: false });
    expect([...Value.Errors(iot.CreateJobRequest, bad)].map((error) => error.path)).toEqual(['/description']);
  });
});

function checkBy(compiled: { Check(value: unknown): boolean }): (value: unknown) => boolean {
  return (value) => compiled.Check(value);
}
