/**
 * The IAM permission of every operation that the port calls: what it is asked on, and which command needs it.
 *
 * The action is named like its operation, with the prefix `iot:`. The resource types are those of the Service
 * Authorization Reference: of an operation with several, the call is checked against each ARN that it touches.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iam-policy-users-jobs.html
 */

/** What of the manifests an action is allowed on. */
export type ResourceKind =
  | 'job'
  | 'template'
  /** Jobs and templates, which are what has tags. */
  | 'tagged'
  | 'thing'
  | 'group'
  /** Templates of the manifests that jobs start from. */
  | 'startTemplate'
  /** Templates that jobs start from and that no manifest describes. */
  | 'foreignTemplate'
  /** Templates of AWS. */
  | 'managedTemplate'
  /** Jobs that templates are made from. */
  | 'sourceJob'
  /** Software packages of jobs, and their versions. */
  | 'package'
  /** The same of templates. */
  | 'templatePackage'
  /** Jobs that take more targets while they run. */
  | 'continuousJob'
  | 'continuousGroup';

/** The permission of one operation. */
export interface OperationPermission {
  /** The command that needs it; what `plan` needs, `apply` needs, too. */
  readonly command: 'plan' | 'apply';
  /** What it is asked on; without any of these it is not needed. */
  readonly on: readonly ResourceKind[];
  /** The reference knows no resource for it, so that it can be allowed on `*` only. */
  readonly everywhere?: true;
  /** It is called for nothing but what carries our source tag, so that no more is allowed. */
  readonly onlyOurs?: true;
}

/** By the name of the operation. */
export const operationPermissions: Readonly<Record<string, OperationPermission>> = {
  ListJobs: { command: 'plan', on: ['job'], everywhere: true },
  ListJobTemplates: { command: 'plan', on: ['template'], everywhere: true },
  DescribeJob: { command: 'plan', on: ['job'] },
  GetJobDocument: { command: 'plan', on: ['job'] },
  // For `status`, of jobs that try devices again.
  ListJobExecutionsForJob: { command: 'plan', on: ['job'] },
  DescribeJobTemplate: { command: 'plan', on: ['template', 'foreignTemplate'] },
  DescribeManagedJobTemplate: { command: 'plan', on: ['managedTemplate'] },
  ListTagsForResource: { command: 'plan', on: ['tagged'] },
  DescribeThing: { command: 'plan', on: ['thing'] },
  DescribeThingGroup: { command: 'plan', on: ['group'] },
  ListThingsInThingGroup: { command: 'plan', on: ['group'] },
  CreateJob: {
    command: 'apply',
    on: ['job', 'thing', 'group', 'startTemplate', 'foreignTemplate', 'managedTemplate', 'package'],
  },
  AssociateTargetsWithJob: { command: 'apply', on: ['continuousJob', 'continuousGroup'] },
  UpdateJob: { command: 'apply', on: ['job'], onlyOurs: true },
  CancelJob: { command: 'apply', on: ['job'], onlyOurs: true },
  CreateJobTemplate: { command: 'apply', on: ['template', 'sourceJob', 'templatePackage'] },
  DeleteJobTemplate: { command: 'apply', on: ['template'], onlyOurs: true },
  // JOB-TAG-14: what is created with tags needs this permission, before it has a tag of ours.
  TagResource: { command: 'apply', on: ['tagged'] },
  UntagResource: { command: 'apply', on: ['tagged'], onlyOurs: true },
};
