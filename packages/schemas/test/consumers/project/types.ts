/** The types, as a project with `strict` and the given module resolution sees them. */
import { accepts, explain, jsonSchema, type OperationModel, standardSchema, strict } from '@iot-rollouts/schemas';
import { CreateJobRequest, type DescribeJobResponse, errors, operations } from '@iot-rollouts/schemas/iot';
import {
  type StartNextPendingJobExecutionRequest,
  UpdateJobExecutionRequest,
} from '@iot-rollouts/schemas/iot-jobs-data';
import { type Static, Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';

export const request: CreateJobRequest = { jobId: 'a', targets: ['b'], targetSelection: 'SNAPSHOT' };

// @ts-expect-error An enumeration is closed.
export const wrongWord: CreateJobRequest = { jobId: 'a', targets: ['b'], targetSelection: 'SNAPSHOTS' };

// @ts-expect-error A required member is required.
export const noTargets: CreateJobRequest = { jobId: 'a' };

export const thing: StartNextPendingJobExecutionRequest = { thingName: 'lab-7' };

const Envelope = Type.Object({ request: CreateJobRequest, update: Type.Optional(UpdateJobExecutionRequest) });
export const jobId: (envelope: Static<typeof Envelope>) => string = ({ request }) => request.jobId;
export const percentage = (response: DescribeJobResponse): number | undefined =>
  response.job?.abortConfig?.criteriaList[0]?.thresholdPercentage;

export function read(value: unknown): CreateJobRequest | readonly string[] {
  const check = TypeCompiler.Compile(strict(CreateJobRequest));
  if (check.Check(value)) return value;
  return explain(CreateJobRequest, value).map(({ message }) => message);
}

export const narrowed = (value: unknown): string | undefined =>
  accepts(CreateJobRequest, value) ? value.jobId : undefined;

export const table: OperationModel = operations.CreateJob;
export const name: 'CreateJob' = operations.CreateJob.name;
export const status: number = errors.LimitExceededException.status;
export const schema: string | undefined = JSON.stringify(jsonSchema(CreateJobRequest, { draft: 'draft-07' }));

const result = standardSchema(CreateJobRequest)['~standard'].validate(request);
export const valid: CreateJobRequest | undefined = result.issues === undefined ? result.value : undefined;
