import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts } from '../src/accepts.js';
import { explain } from '../src/explain.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import type { OperationModel } from '../src/operation.js';
import { strict } from '../src/strict.js';
import { type Fault, faultsNear } from './arbitrary/faults.js';
import { valueArbitrary } from './arbitrary/values.js';
import * as sample from './sample/generated/kiln/operations.js';

const services: Readonly<Record<string, Readonly<Record<string, OperationModel>>>> = {
  iot: iot.operations,
  'iot-jobs-data': data.operations,
  sample: sample.operations,
};

const schemas = Object.entries(services).flatMap(([service, operations]) =>
  Object.values(operations).flatMap(({ name, input, output }): [string, TSchema][] => [
    [`${service} ${name} input`, input],
    // Outputs are what the emulator answers; the sample's have the shapes that no input has.
    ...(service === 'iot' ? [] : [[`${service} ${name} output`, output] as [string, TSchema]]),
  ]),
);

/** The one answer of the compiled check, the interpreted check and the explanation. */
function agreed(schema: TSchema, value: unknown): boolean {
  const answers = {
    compiled: accepts(schema, value),
    interpreted: Value.Check(schema, value),
    explained: explain(schema, value).length === 0,
  };
  expect(new Set(Object.values(answers)).size, JSON.stringify(answers)).toBe(1);
  return answers.compiled;
}

function expectOneViolation(schema: TSchema, { pointer, keyword, value }: Fault): void {
  expect(agreed(schema, value)).toBe(false);
  expect(explain(schema, value).map((violation) => [violation.pointer, violation.keyword])).toEqual([
    [pointer, keyword],
  ]);
}

describe.each(schemas)('the schema of %s', (_, lenient) => {
  const closed = strict(lenient);

  it('takes every value that keeps its constraints, closed or not', () => {
    fc.assert(
      fc.property(valueArbitrary(lenient), (value) => {
        expect(agreed(lenient, value)).toBe(true);
        expect(agreed(closed, value)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('gives one violation, at its place, for one broken constraint, closed or not', () => {
    fc.assert(
      fc.property(valueArbitrary(lenient), (value) => {
        for (const fault of faultsNear(lenient, value)) expectOneViolation(lenient, fault);
        for (const fault of faultsNear(closed, value)) expectOneViolation(closed, fault);
      }),
      { numRuns: 10 },
    );
  });

  it('gives the same answer three times for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        agreed(lenient, value);
        agreed(closed, value);
      }),
      { numRuns: 25 },
    );
  });
});

it('breaks every kind of constraint that the models have', () => {
  const broken = schemas.flatMap(([, schema]) => {
    const closed = strict(schema);
    return fc
      .sample(valueArbitrary(closed), { numRuns: 20, seed: 7 })
      .flatMap((value) => faultsNear(closed, value).map((fault) => fault.keyword));
  });
  expect([...new Set(broken)].sort()).toEqual([
    'enum',
    'key',
    'maxItems',
    'maxLength',
    'maxProperties',
    'maximum',
    'minItems',
    'minLength',
    'minProperties',
    'minimum',
    'pattern',
    'required',
    'type',
    'uniqueItems',
    'unknown',
  ]);
});
