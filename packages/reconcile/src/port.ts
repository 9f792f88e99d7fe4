/**
 * The few calls that planning and applying need of AWS IoT, in the API's own words. `aws/sdk-port.ts` makes them with
 * the AWS SDK; nothing else in this package knows that the SDK exists.
 */
import type {
  CancelJobRequest,
  CreateJobRequest,
  CreateJobTemplateRequest,
  DescribeJobTemplateResponse,
  Job,
  JobExecutionStatus,
  JobTemplateId,
  TagList,
  UpdateJobRequest,
} from '@iot-rollouts/schemas/iot';

/** A job as DescribeJob tells it, in the view before substitution, with its times as epoch seconds. */
export interface DescribedJob extends Job {
  readonly jobArn: string;
  readonly jobId: string;
  readonly documentSource?: string;
}

/** A template as DescribeJobTemplate tells it, with its times as epoch seconds. */
export type DescribedTemplate = DescribeJobTemplateResponse &
  Required<Pick<DescribeJobTemplateResponse, 'jobTemplateArn' | 'jobTemplateId' | 'description'>>;

/** A template of AWS as DescribeManagedJobTemplate tells it, as far as a job takes it over. */
export interface ManagedTemplate {
  readonly description?: string;
  readonly document?: string;
}

/** What a listing says; `complete` unless it was cut short. */
export interface Listed<Entry> {
  readonly entries: readonly Entry[];
  readonly complete: boolean;
}

/** A template as ListJobTemplates tells it. */
export interface ListedTemplate {
  readonly name: string;
  readonly arn: string;
}

/** A job as ListJobs tells it. */
export interface ListedJobSummary extends ListedTemplate {
  readonly status: string;
  /** Whether it creates or cancels executions now, and so counts against the quota of 500 (JOB-ROL-31). */
  readonly isConcurrent: boolean;
  /** Epoch seconds. */
  readonly lastUpdatedAt: number;
}

/** One attempt of one thing, as ListJobExecutionsForJob tells it. */
export interface Execution {
  readonly thingArn: string;
  /** Counts up with every attempt. */
  readonly executionNumber: number;
  readonly status: JobExecutionStatus;
}

export interface IotPort {
  /** Region the calls go to. */
  readonly region: string;
  /** The twelve-digit account, where the credentials tell it. */
  readonly account: string | undefined;
  /** The account's jobs, 250 a call, by at most so many calls. */
  listJobs(pagesMax: number): Promise<Listed<ListedJobSummary>>;
  /** The account's own templates, 250 a call, by at most so many calls. */
  listJobTemplates(pagesMax: number): Promise<Listed<ListedTemplate>>;
  /** Undefined when there is no such job. */
  describeJob(jobId: string): Promise<DescribedJob | undefined>;
  /** The document's text before substitution, as it was given. */
  getJobDocument(jobId: string): Promise<string | undefined>;
  /** The job's executions, every attempt of every thing; undefined when there are more than `max`. */
  listExecutions(jobId: string, max: number): Promise<readonly Execution[] | undefined>;
  createJob(request: CreateJobRequest): Promise<{ readonly arn: string }>;
  updateJob(request: UpdateJobRequest): Promise<void>;
  cancelJob(request: CancelJobRequest): Promise<void>;
  associateTargets(jobId: string, targetArns: readonly string[]): Promise<void>;
  /** Undefined when there is no such template. */
  describeJobTemplate(jobTemplateId: JobTemplateId): Promise<DescribedTemplate | undefined>;
  createJobTemplate(request: CreateJobTemplateRequest): Promise<{ readonly arn: string }>;
  deleteJobTemplate(jobTemplateId: string): Promise<void>;
  /** Undefined when AWS has no such template. */
  describeManagedJobTemplate(name: string, version: string): Promise<ManagedTemplate | undefined>;
  listTags(arn: string): Promise<Readonly<Record<string, string>>>;
  tag(arn: string, tags: TagList): Promise<void>;
  untag(arn: string, keys: readonly string[]): Promise<void>;
  /** ARN of a thing; undefined when it does not exist. */
  thingArn(thingName: string): Promise<string | undefined>;
  /** ARN of a thing group; undefined when it does not exist. */
  thingGroupArn(thingGroupName: string): Promise<string | undefined>;
  /** Whether an S3 object is there, by its https URL; undefined when that cannot be told, for instance without permission. */
  hasObject(url: string): Promise<boolean | undefined>;
  /** Number of things in a group and its children; undefined when there are more than `max`. */
  countThings(thingGroupName: string, max: number): Promise<number | undefined>;
}

/** A call that AWS answered with an error, or that never reached it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The operation that was called: `CreateJob`. */
  readonly operation: string;
  /** The error's name in the API: `ResourceAlreadyExistsException`; or `NetworkError`, `CredentialsError`. */
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(operation: string, code: string, message: string, requestId?: string) {
    super(message);
    this.operation = operation;
    this.code = code;
    this.requestId = requestId;
  }
}
