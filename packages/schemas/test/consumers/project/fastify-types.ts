/** Fastify's type provider gives handlers the static types of our schemas. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { CreateJobRequest, ListJobsRequest } from '@iot-rollouts/schemas/iot';
import Fastify from 'fastify';

export const app = Fastify().withTypeProvider<TypeBoxTypeProvider>();

app.post('/jobs', { schema: { body: CreateJobRequest } }, (request) => {
  const jobId: string = request.body.jobId;
  // @ts-expect-error There is no such member.
  return { jobId, name: request.body.jobName };
});

app.get('/jobs', { schema: { querystring: ListJobsRequest } }, (request) => {
  const limit: number | undefined = request.query.maxResults;
  return { limit };
});
