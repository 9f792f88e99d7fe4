/** TypeBox's compiler and its Value module take every schema; ours and the user's own schemas mix. */
import assert from 'node:assert/strict';
import { strict } from '@iot-rollouts/schemas';
import * as iot from '@iot-rollouts/schemas/iot';
import * as data from '@iot-rollouts/schemas/iot-jobs-data';
import { Kind, Type, TypeGuard } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { bad, good, misspelt } from './requests.mjs';

const schemas = [...Object.values(iot), ...Object.values(data)].filter((it) => typeof it === 'object' && Kind in it);
assert.ok(schemas.length > 300);
for (const schema of schemas) {
  assert.ok(TypeGuard.IsSchema(schema));
  TypeCompiler.Compile(schema);
}

const envelope = Type.Object({ requests: Type.Array(iot.CreateJobRequest), dryRun: Type.Optional(Type.Boolean()) });
const closed = Type.Object({ requests: Type.Array(strict(iot.CreateJobRequest)) });
for (const [schema, verdict] of [
  [envelope, true],
  [closed, false],
]) {
  const check = TypeCompiler.Compile(schema);
  const both = (request) => {
    const value = { requests: [request] };
    assert.equal(check.Check(value), Value.Check(schema, value));
    return check.Check(value);
  };
  assert.equal(both(good), true);
  assert.equal(both(misspelt), verdict);
  for (const [why, request] of Object.entries(bad)) assert.equal(both(request), false, why);
}
assert.equal(Value.Check(Type.Partial(iot.CreateJobRequest), {}), true);
assert.equal(Value.Check(Type.Pick(iot.CreateJobRequest, ['jobId']), { jobId: 'a b' }), false);
