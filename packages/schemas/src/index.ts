/**
 * The model-independent part: what operation tables look like, and how values are checked and explained.
 * The schemas themselves are under `@iot-rollouts/schemas/iot` and `@iot-rollouts/schemas/iot-jobs-data`.
 */
export { accepts } from './compiled.js';
export { explain, type Violation, type ViolationKeyword } from './explain.js';
export { createOnlyMembers } from './members.js';
export { nearestName } from './nearest-name.js';
export type { ErrorModel, HttpMethod, MemberBinding, OperationModel, Pagination, ServiceModel } from './operation.js';
export { strict } from './strict.js';
