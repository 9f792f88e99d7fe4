/** AWS in memory, as the planner is given it, and plans against it. */
import type { Manifest } from '@iot-rollouts/validation';
import { type ActualJob, type ActualState, type ActualTemplate, templateArn } from '../../src/actual.js';
import { addressText } from '../../src/address.js';
import { sameDocument } from '../../src/canonical.js';
import { type DesiredJob, type DesiredState, type DesiredTemplate, desiredState } from '../../src/desired.js';
import { digestTag, isOurs, ownedTags } from '../../src/ownership.js';
import type { Change, Plan, PlanOptions } from '../../src/plan/plan.js';
import { planChanges } from '../../src/plan/plan-changes.js';
import type { DescribedJob, DescribedTemplate } from '../../src/port.js';
import { type Files, load, manifestsOf } from './manifests.js';

export const source = 'acme/firmware';
export const region = 'eu-west-1';
export const account = '123456789012';

/** The ARN of a resource of the test's account. */
export function arn(resource: string): string {
  return `arn:aws:iot:${region}:${account}:${resource}`;
}

type Described = ActualJob | ActualTemplate;

/** What AWS holds of one resource, with the text of a job's document, which DescribeJob leaves out. */
export interface Held {
  readonly actual: Described;
  readonly document?: string;
}

export interface HeldOptions {
  readonly status?: DescribedJob['status'];
  /** Written over what AWS answers. */
  readonly job?: Partial<DescribedJob>;
  readonly template?: Partial<DescribedTemplate>;
  /** Written over the tags; the digest tag included. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The repository that created it; null for something that no such tool created. */
  readonly source?: string | null;
}

/** What AWS holds after these manifests were applied, told the way DescribeJob and DescribeJobTemplate tell it. */
export function held(files: Files, options: HeldOptions = {}): readonly Held[] {
  return [...desiredState(manifestsOf(files)).values()].map((it) =>
    it.kind === 'Job' ? heldJob(it, options) : heldTemplate(it, options),
  );
}

function heldJob(desired: DesiredJob, options: HeldOptions): Held {
  const { document, ...body } = desired.body;
  const { name, template } = desired;
  const templates = new Map(
    template?.kind === 'repository' ? [[template.name, arn(`jobtemplate/${template.name}`)]] : [],
  );
  const from = template && templateArn(template, region, templates);
  const job: DescribedJob = {
    // Unset configurations come back as {} (JOB-DSC-02).
    presignedUrlConfig: {},
    jobExecutionsRolloutConfig: {},
    timeoutConfig: {},
    targetSelection: 'SNAPSHOT',
    ...body,
    jobId: name,
    jobArn: arn(`job/${name}`),
    status: options.status ?? 'IN_PROGRESS',
    targets: desired.targets.map(targetArn),
    ...(from !== undefined && { jobTemplateArn: from }),
    ...options.job,
  };
  const actual: ActualJob = { kind: 'Job', name, arn: job.jobArn, job, tags: tagsOf(desired, options) };
  return { actual, ...(document !== undefined && { document }) };
}

function heldTemplate(desired: DesiredTemplate, options: HeldOptions): Held {
  const { name, body } = desired;
  const jobTemplateArn = arn(`jobtemplate/${name}`);
  const { jobArn: _, ...answered } = body;
  const told = { ...answered, jobTemplateId: name, jobTemplateArn, createdAt: 1_767_225_600, ...options.template };
  const actual: ActualTemplate = {
    kind: 'JobTemplate',
    name,
    arn: jobTemplateArn,
    template: told,
    tags: tagsOf(desired, options),
  };
  return { actual };
}

function tagsOf(desired: DesiredJob | DesiredTemplate, options: HeldOptions): Readonly<Record<string, string>> {
  const { source: creator = source } = options;
  const { tags, origin, digest } = desired;
  const list = creator === null ? tags : ownedTags(tags, { source: creator }, { file: origin.file, digest });
  return { ...Object.fromEntries(list.map(({ Key, Value }) => [Key, Value ?? ''])), ...options.tags };
}

function targetArn(target: string): string {
  return target.startsWith('arn:') ? target : arn(target);
}

/** What AWS says of the account, beside its jobs and templates. */
interface Account {
  /** Targets that AWS does not know. */
  readonly missing?: readonly string[];
  /** ARNs of templates that AWS does not know. */
  readonly missingTemplates?: readonly string[];
  /** URLs of documents that S3 does not have. */
  readonly missingObjects?: readonly string[];
  /** Jobs of the account that roll out now. */
  readonly concurrentJobs?: number;
}

export interface Situation extends Account {
  /** The manifests now. */
  readonly head: Files;
  /** The manifests at the base, errors allowed; left out, everything counts as new. */
  readonly base?: Files;
  readonly aws?: readonly Held[];
  readonly options?: PlanOptions;
}

/** The plan of a situation. */
export function plan({ head, base, aws = [], options, ...limits }: Situation): Plan {
  return planOf(manifestsOf(head), base === undefined ? undefined : load(base), aws, limits, options);
}

/** The only change of a situation's plan. */
export function change(situation: Situation): Change {
  const { changes } = plan(situation);
  const [only] = changes;
  if (only === undefined || changes.length > 1) {
    throw new Error(`One change was expected: ${JSON.stringify(changes.map(({ name, action }) => [name, action]))}`);
  }
  return only;
}

/** `kind name: action` of every change, for situations with several. */
export function actions(situation: Situation): readonly string[] {
  return plan(situation).changes.map(({ kind, name, action }) => `${kind} ${name}: ${action}`);
}

export function planOf(
  manifests: readonly Manifest[],
  base: ReturnType<typeof load> | undefined,
  aws: readonly Held[],
  limits: Account = {},
  options?: PlanOptions,
): Plan {
  const desired = desiredState(manifests);
  return planChanges({
    desired,
    previous: desiredState(base?.manifests ?? []),
    known: { names: new Set((base?.identities ?? []).map(addressText)), incomplete: base?.incomplete ?? [] },
    actual: actualState(desired, aws, limits),
    provenance: { source, commit: 'c0ffee0000000000000000000000000000000000' },
    basis: { source, base: base === undefined ? null : 'ba5e', head: 'c0ffee', region, account },
    ...(options && { options }),
  });
}

function actualState(
  desired: DesiredState,
  aws: readonly Held[],
  { missing = [], missingTemplates = [], missingObjects = [], concurrentJobs }: Account,
): ActualState {
  const resources = new Map(aws.map((it) => [addressText(it.actual), compared(it, desired)]));
  const jobs = [...desired.values()].filter((it): it is DesiredJob => it.kind === 'Job');
  const targets = jobs.flatMap((job) => job.targets);
  return {
    region,
    account,
    resources,
    targets: new Map(
      targets.map((target) => [target, { target, ...(!missing.includes(target) && { arn: targetArn(target) }) }]),
    ),
    templateArns: new Map(
      [...resources.values()].flatMap((it) => (it.kind === 'JobTemplate' ? [[it.name, it.arn] as const] : [])),
    ),
    missingTemplates: new Set(missingTemplates),
    missingObjects: new Set(missingObjects),
    ...(concurrentJobs !== undefined && { concurrentJobs }),
    things: new Map(targets.map((target) => [target, target.startsWith('thinggroup/') ? 100 : 1])),
  };
}

/** The document of a job is asked for only when the digest does not settle it. */
function compared({ actual, document }: Held, desired: DesiredState): Described {
  const wanted = desired.get(addressText(actual));
  if (actual.kind !== 'Job' || wanted?.kind !== 'Job' || wanted.body.document === undefined) return actual;
  if (isOurs(actual.tags, source) && actual.tags[digestTag] === wanted.digest) return actual;
  return { ...actual, sameDocument: document !== undefined && sameDocument(document, wanted.body.document) };
}
