/**
 * The model-independent part: what operation tables look like, and how values are checked and explained.
 * The schemas themselves are under `@iot-rollouts/schemas/iot` and `@iot-rollouts/schemas/iot-jobs-data`.
 */
export { accepts } from './accepts.js';
export { explain } from './explain.js';
export { modelInfo } from './generated/model-info.js';
export {
  type Json,
  type JsonSchema,
  type JsonSchemaDraft,
  type JsonSchemaFlavour,
  type JsonSchemaOptions,
  jsonSchema,
} from './json-schema.js';
export { type JsonSchemaBundleOptions, jsonSchemaBundle } from './json-schema-bundle.js';
export { bodyMembers, createOnlyMembers } from './members.js';
export { type CandidateName, candidateNames, nearestName, nearestOf } from './nearest-name.js';
export type {
  ErrorModel,
  HttpMethod,
  MemberBinding,
  ModelSource,
  OperationModel,
  Pagination,
  ServiceModel,
} from './operation.js';
export { type StandardIssue, type StandardResult, type StandardSchema, standardSchema } from './standard-schema.js';
export { strict } from './strict.js';
export { type Dated, withDates, withEpochSeconds } from './timestamps.js';
export type { Violation, ViolationKeyword } from './violation.js';
