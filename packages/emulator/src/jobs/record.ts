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
  /** The order of creation among all records of the region. */
  readonly sequence: number;
  readonly targetSelection: TargetSelection;
  readonly targets: string[];
  /** The document that devices get: as given, with managed templates' parameters and packages filled in (JOB-PH-06). */
  readonly document: string;
  /** The document before packages were filled in; undefined when it names none. */
  readonly documentBeforeSubstitution: string | undefined;
  readonly documentSource: string | undefined;
  readonly documentParameters: Readonly<Record<string, string>> | undefined;
  readonly jobTemplateArn: string | undefined;
  readonly namespaceId: string | undefined;
  readonly schedulingConfig: CreateJobRequest['schedulingConfig'];
  /** Package versions as the request names them, and with `$default` resolved (JOB-DSC-12). */
  readonly packageVersions: PackageVersions | undefined;
  configurations: JobConfigurations;
  readonly state: JobState;
  /** When the scheduler will next look at the job, in milliseconds. */
  armedFor: number | undefined;
  /** A list with this job only, shared by all things that have no other. */
  readonly alone: readonly JobRecord[];
}

export interface PackageVersions {
  readonly asWritten: readonly string[];
  readonly resolved: readonly string[];
}
