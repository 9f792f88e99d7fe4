/** Fastify with the TypeBox type provider: by its own Ajv, and by TypeBox's compiled checks. */
import assert from 'node:assert/strict';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { strict } from '@iot-rollouts/schemas';
import { CreateJobRequest, CreateJobResponse, ListJobsRequest } from '@iot-rollouts/schemas/iot';
import Fastify from 'fastify';
import { bad, good, misspelt } from './requests.mjs';

const byAjv = Fastify();
const byTypeBox = Fastify().setValidatorCompiler(TypeBoxValidatorCompiler);
for (const app of [byAjv, byTypeBox]) {
  const answer = (request) => ({ jobId: request.body.jobId });
  app.post('/jobs', { schema: { body: CreateJobRequest, response: { 200: CreateJobResponse } } }, answer);
  app.post('/strict', { schema: { body: strict(CreateJobRequest) } }, (request) => request.body);
  app.get('/jobs', { schema: { querystring: ListJobsRequest } }, (request) => request.query);

  const post = (url, payload) => app.inject({ method: 'POST', url, payload });
  const accepted = await post('/jobs', good);
  assert.equal(accepted.statusCode, 200, accepted.body);
  assert.deepEqual(accepted.json(), { jobId: good.jobId });
  assert.equal((await post('/jobs', misspelt)).statusCode, 200);
  for (const [why, request] of Object.entries(bad)) assert.equal((await post('/jobs', request)).statusCode, 400, why);
}

// Fastify's own Ajv drops what a closed structure does not know, because it is made with removeAdditional; TypeBox refuses it.
const misspeltStrictly = (app) => app.inject({ method: 'POST', url: '/strict', payload: misspelt });
assert.deepEqual((await misspeltStrictly(byAjv)).json(), good);
assert.equal((await misspeltStrictly(byTypeBox)).statusCode, 400);

// Ajv reads numbers out of a query, as Fastify lets it.
assert.equal((await byAjv.inject('/jobs?maxResults=5')).json().maxResults, 5);
assert.equal((await byAjv.inject('/jobs?maxResults=0')).statusCode, 400);
