/** Desired, previous and actual state -> plan -> apply. `./sdk` holds the one file that knows the AWS SDK. */
export { type Address, addressText, type Kind } from './address.js';
export { type ApplyOptions, applyPlan } from './apply/apply-plan.js';
export { type ApplyEvent, type ApplyReport, emptyReport, type Failure, foldReport, isComplete } from './apply/event.js';
export { forecastManifests } from './forecast-manifests.js';
export { type PolicyPlace, placeOfManifests } from './iam-policy/arns.js';
export {
  type IamPolicy,
  type IamStatement,
  iamPolicy,
  type PolicyAnswer,
  type PolicyRequest,
} from './iam-policy/policy.js';
export { type GithubTrust, githubTrustPolicy, type TrustPolicy } from './iam-policy/trust-policy.js';
export { type Adoption, adoptionsOf } from './import/adopt.js';
export { type Findings, type Found, findResources, type ImportSelection } from './import/found.js';
export {
  besideFolder,
  type Import,
  type ImportedFile,
  type ImportedManifest,
  type ImportPlace,
  importManifests,
  type LeftOut,
} from './import/import-manifests.js';
export { type ImportedFinding, withSuppressions } from './import/suppress.js';
export { isOurs, type Provenance, sourceTag } from './ownership.js';
export { planDigest } from './plan/digest.js';
export {
  type Action,
  type Change,
  type Edit,
  type EditEffect,
  hasChanges,
  type Plan,
  type PlanBasis,
  type PlanOptions,
  type Prune,
  writes,
} from './plan/plan.js';
export { isSealed, planFileText } from './plan/plan-file.js';
export { staleChanges } from './plan/stale.js';
export { type BaseManifests, type PlanRequest, planRepository } from './plan-repository.js';
export { type IotPort, ServiceError } from './port.js';
export { renderPlanMarkdown, renderReportMarkdown } from './render/plan-markdown.js';
export { renderEventPretty, renderPlanPretty, renderReportPretty } from './render/plan-pretty.js';
export { renderStatusPretty } from './render/status-pretty.js';
export { planVerdict, shortDigest } from './render/summary.js';
export {
  hasEnded,
  hasSucceeded,
  type JobStatus,
  jobStatus,
  jobsWorthShowing,
  type Outcome,
  readStatus,
  type StatusSelection,
} from './status.js';
