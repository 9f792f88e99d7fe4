/** Hono's Standard Schema validator, which knows nothing of TypeBox or of this package. */
import assert from 'node:assert/strict';
import { sValidator } from '@hono/standard-validator';
import { standardSchema, strict } from '@iot-rollouts/schemas';
import { CreateJobRequest } from '@iot-rollouts/schemas/iot';
import { Hono } from 'hono';
import { bad, good, misspelt } from './requests.mjs';

const app = new Hono().post('/jobs', sValidator('json', standardSchema(strict(CreateJobRequest))), (context) =>
  context.json({ jobId: context.req.valid('json').jobId }),
);
const post = (request) =>
  app.request('/jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });

const accepted = await post(good);
assert.equal(accepted.status, 200);
assert.deepEqual(await accepted.json(), { jobId: good.jobId });
for (const [why, request] of Object.entries({ ...bad, misspelt })) assert.equal((await post(request)).status, 400, why);

const { error } = await (await post({ ...good, targets: [...good.targets, ''], targetSelection: 'SNAPSHOTS' })).json();
assert.deepEqual(
  error.map(({ path }) => path),
  [['targets', 1], ['targetSelection']].slice(-error.length),
);
assert.match(error.at(-1).message, /did you mean SNAPSHOT\?/);
