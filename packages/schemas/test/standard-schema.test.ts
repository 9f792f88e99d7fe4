import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as iot from '../src/iot.js';
import { standardSchema } from '../src/standard-schema.js';
import { strict } from '../src/strict.js';

const adapter = standardSchema(strict(iot.CreateJobRequest));

describe('the Standard Schema of a shape', () => {
  it('has the types of the specification, with the shape’s own as input and output', () => {
    expectTypeOf(adapter).toExtend<StandardSchemaV1<iot.CreateJobRequest, iot.CreateJobRequest>>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof adapter>>().toEqualTypeOf<iot.CreateJobRequest>();
    expect(adapter['~standard']).toMatchObject({ version: 1, vendor: 'iot-rollouts' });
  });

  it('hands a valid value back as it is', () => {
    const value = { jobId: 'a', targets: ['arn'] };
    const result = adapter['~standard'].validate(value);
    expect(result.issues).toBeUndefined();
    expect('value' in result && result.value).toBe(value);
  });

  it('says what is wrong, and leads there by names and numbers', () => {
    const value = { jobId: 'a', targets: ['arn', 1], documentParameters: { 'a/b~': 1 }, abortConfg: {} };
    expect(adapter['~standard'].validate(value).issues).toEqual([
      { path: ['targets', 1], message: 'must be a string, not the number 1' },
      { path: ['documentParameters', 'a/b~'], message: expect.stringContaining('a key may') },
      { path: ['abortConfg'], message: 'is not a known field; did you mean abortConfig?' },
    ]);
    expect(adapter['~standard'].validate({}).issues).toEqual([
      { path: ['jobId'], message: 'is required' },
      { path: ['targets'], message: 'is required' },
    ]);
    expect(adapter['~standard'].validate({ jobId: 'a', targets: new Array(1) }).issues).toEqual([
      { path: ['targets', 0], message: 'must be a string, not undefined' },
    ]);
    expect(adapter['~standard'].validate(null).issues).toEqual([{ path: [], message: 'must be an object, not null' }]);
  });
});
