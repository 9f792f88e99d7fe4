import { updateJobConfig } from '@iot-rollouts/rollout-model';
import type { RetryCriteria, UpdateJob } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { configurationFault } from '../../jobs/config-checks.js';
import { configurationsOf } from '../../jobs/configurations.js';
import { findJob } from '../../jobs/find.js';
import { placeholderFault } from '../../jobs/placeholders.js';
import { quotaFault } from '../../jobs/quota-checks.js';
import { invalid, isRefused } from '../../refusal.js';

/** Replaces configurations of an active job; those left out stay (JOB-UPD-01, 03). */
export const updateJob: Handler<typeof UpdateJob> = ({ region, jobs, limits, now }, input) => {
  const record = findJob(region, input.jobId, input.namespaceId);
  if (isRefused(record)) return record;
  const given = configurationsOf(input);
  const fault = configurationFault(given) ?? quotaFault(given, limits);
  if (fault !== undefined) return fault;
  if (given.presignedUrlConfig?.roleArn === undefined && given.presignedUrlConfig !== undefined) {
    const needed = placeholderFault(record.document, region.name, false); // JOB-PRE-02
    if (needed !== undefined) return needed;
  }
  const retries = given.jobExecutionsRetryConfig?.criteriaList ?? [];
  const kept = record.configurations.jobExecutionsRetryConfig?.criteriaList ?? [];
  const isKept = ({ failureType, numberOfRetries }: RetryCriteria): boolean =>
    kept.some((it) => it.failureType === failureType && it.numberOfRetries === numberOfRetries);
  if (retries.some((criterion) => criterion.numberOfRetries !== 0 && !isKept(criterion)))
    return invalid('numberOfRetries of an existing job can only be set to 0.'); // JOB-RTY-13
  const result = updateJobConfig(record.state, given, now);
  jobs.settle(region, record, result.events);
  if (result.refused !== undefined)
    return invalid(`Job ${input.jobId} is ${record.state.status} and can no longer be updated.`); // JOB-UPD-04
  record.configurations = { ...record.configurations, ...given };
  return {};
};
