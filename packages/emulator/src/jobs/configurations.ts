import type { JobConfigurations } from './record.js';

/** Returns the configurations that a request gives; absent ones are absent, so that spreading them overrides nothing. */
export function configurationsOf(request: JobConfigurations): JobConfigurations {
  const { description, presignedUrlConfig, jobExecutionsRolloutConfig } = request;
  const { abortConfig, timeoutConfig, jobExecutionsRetryConfig } = request;
  return {
    ...(description !== undefined && { description }),
    ...(presignedUrlConfig !== undefined && { presignedUrlConfig }),
    ...(jobExecutionsRolloutConfig !== undefined && { jobExecutionsRolloutConfig }),
    ...(abortConfig !== undefined && { abortConfig }),
    ...(timeoutConfig !== undefined && { timeoutConfig }),
    ...(jobExecutionsRetryConfig !== undefined && { jobExecutionsRetryConfig }),
  };
}
