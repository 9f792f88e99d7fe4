/** A job of the account: what its creator gave, and the state that the rollout model runs. */
import type { JobState, TargetSelection } from '@iot-rollouts/rollout-model';
import type { CreateJobRequest } from '@iot-rollouts/schemas/iot';

/** The configurations that a template can give and a job can override, each as a whole (JOB-CRE-13). */
export type JobConfigurations = Pick<
  CreateJobRequest,
  | 'description'
  | 'presignedUrlConfig'
  | 'jobExecutionsRolloutConfig'
  | 'abortConfig'
  | 'timeoutConfig'
  | 'jobExecutionsRetryConfig'
>;

export interface JobRecord {
  readonly jobId: string;
  readonly jobArn: string;
  readonly targetSelection: TargetSelection;
  readonly targets: string[];
  /** The document as given, with the parameters of a managed template filled in. */
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly documentParameters: Readonly<Record<string, string>> | undefined;
  readonly jobTemplateArn: string | undefined;
  readonly namespaceId: string | undefined;
  readonly schedulingConfig: CreateJobRequest['schedulingConfig'];
  configurations: JobConfigurations;
  readonly state: JobState;
  /** When the scheduler will next look at the job, in milliseconds. */
  armedFor: number | undefined;
}
