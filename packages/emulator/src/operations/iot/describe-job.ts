import { isRollingOut, type JobState, nextWindowStarts } from '@iot-rollouts/rollout-model';
import type { DescribeJob } from '@iot-rollouts/schemas/iot';
import type { Handler } from '../../handler.js';
import { findJob } from '../../jobs/find.js';
import { processingTargets } from '../../jobs/targets.js';
import { isRefused } from '../../refusal.js';
import { epochSeconds } from '../../times.js';

/** Describes a job: what it was asked to do, and the counters of its executions. */
export const describeJob: Handler<typeof DescribeJob> = ({ region, now }, { jobId, beforeSubstitution = false }) => {
  const record = findJob(region, jobId);
  if (isRefused(record)) return record;
  const { state, configurations, packageVersions } = record;
  const { counts } = state;
  return {
    documentSource: record.documentSource,
    job: {
      jobArn: record.jobArn,
      jobId,
      targetSelection: record.targetSelection,
      status: state.status,
      forceCanceled: state.forceCanceled ? true : undefined,
      reasonCode: state.reasonCode,
      comment: state.comment,
      targets: record.targets,
      description: configurations.description,
      // AWS answers {} for these three when they are not set (JOB-DSC-02); the others are left out.
      presignedUrlConfig: configurations.presignedUrlConfig ?? {},
      jobExecutionsRolloutConfig: configurations.jobExecutionsRolloutConfig ?? {},
      timeoutConfig: configurations.timeoutConfig ?? {},
      abortConfig: configurations.abortConfig,
      jobExecutionsRetryConfig: configurations.jobExecutionsRetryConfig,
      createdAt: epochSeconds(state.createdAt),
      lastUpdatedAt: epochSeconds(state.lastUpdatedAt),
      completedAt: state.completedAt === undefined ? undefined : epochSeconds(state.completedAt),
      jobProcessDetails: {
        processingTargets: processingTargets(region, record),
        numberOfCanceledThings: counts.CANCELED,
        numberOfSucceededThings: counts.SUCCEEDED,
        numberOfFailedThings: counts.FAILED,
        numberOfRejectedThings: counts.REJECTED,
        numberOfQueuedThings: counts.QUEUED,
        numberOfInProgressThings: counts.IN_PROGRESS,
        numberOfRemovedThings: counts.REMOVED,
        numberOfTimedOutThings: counts.TIMED_OUT,
      },
      namespaceId: record.namespaceId,
      jobTemplateArn: record.jobTemplateArn,
      documentParameters: record.documentParameters,
      isConcurrent: isRollingOut(state),
      schedulingConfig: record.schedulingConfig,
      scheduledJobRollouts: scheduledRollouts(state, now),
      destinationPackageVersions: beforeSubstitution ? packageVersions?.asWritten : packageVersions?.resolved, // JOB-DSC-12
    },
  };
};

/** Returns when maintenance windows next start (JOB-MW-18), written as a manifest writes a `startTime`. */
function scheduledRollouts(state: JobState, now: number): { startTime: string }[] | undefined {
  if (state.windows === undefined) return undefined;
  return nextWindowStarts(state, now).map((at) => ({ startTime: new Date(at).toISOString().slice(0, 16) }));
}
