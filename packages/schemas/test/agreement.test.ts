import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../src/explain.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import type { OperationModel } from '../src/operation.js';
import { strict } from '../src/strict.js';
import { faultsNear } from './arbitrary/faults.js';
import { valueArbitrary } from './arbitrary/values.js';
import { agreedBy, enginesOf } from './engines.js';
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

describe.each(schemas)('the schema of %s', (_, lenient) => {
  describe.each(['lenient', 'strict'] as const)('in its %s flavour', (flavour) => {
    const schema = flavour === 'strict' ? strict(lenient) : lenient;
    const engines = enginesOf(lenient, flavour);

    it('takes every value that keeps its constraints, by every engine', () => {
      fc.assert(
        fc.property(valueArbitrary(schema), (value) => {
          expect(agreedBy(engines, value)).toBe(true);
        }),
        { numRuns: 50 },
      );
    });

    it('refuses every value with one broken constraint, by every engine, and explains it by one violation', () => {
      fc.assert(
        fc.property(valueArbitrary(schema), (valid) => {
          for (const { pointer, keyword, value } of faultsNear(schema, valid)) {
            expect(agreedBy(engines, value)).toBe(false);
            expect(explain(schema, value).map((it) => [it.pointer, it.keyword])).toEqual([[pointer, keyword]]);
          }
        }),
        { numRuns: 10 },
      );
    });

    it('gets the same answer of every engine for any JSON value', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          agreedBy(engines, value);
        }),
        { numRuns: 25 },
      );
    });
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
