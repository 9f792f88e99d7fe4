/** Manifests -> what should be: one rendered request each, with the digest that recognises it again. Pure. */
import type { CancelJobRequest, CreateJobRequest, CreateJobTemplateRequest, TagList } from '@iot-rollouts/schemas/iot';
import type {
  JobManifest,
  JobTemplateManifest,
  Manifest,
  Origin,
  Target,
  TemplateReference,
} from '@iot-rollouts/validation';
import { type Address, addressText } from './address.js';
import { digest, sameValue } from './canonical.js';

/** CreateJob's members, but for the id, the targets, the template and the tags, which are resolved when planning. */
export type JobBody = Omit<CreateJobRequest, 'jobId' | 'targets' | 'tags' | 'jobTemplateArn'>;
/** CreateJobTemplate's members, but for the id and the tags. */
export type TemplateBody = Omit<CreateJobTemplateRequest, 'jobTemplateId' | 'tags'>;

/** CancelJob's members, but for the id. */
export type CancelStep = Omit<CancelJobRequest, 'jobId'>;

export interface DesiredJob {
  readonly kind: 'Job';
  readonly name: string;
  readonly body: JobBody;
  readonly targets: readonly Target[];
  readonly template?: TemplateReference;
  readonly tags: TagList;
  /** How to cancel the job; absent unless it is to be cancelled. */
  readonly cancel?: CancelStep;
  readonly origin: Origin;
  /** Of body, targets, template and name; not of tags, which change in place. */
  readonly digest: string;
}

export interface DesiredTemplate {
  readonly kind: 'JobTemplate';
  readonly name: string;
  readonly body: TemplateBody;
  readonly tags: TagList;
  readonly origin: Origin;
  /** Of body and name; not of tags. */
  readonly digest: string;
}

export type Desired = DesiredJob | DesiredTemplate;

/** What should be, by {@link addressText}. */
export type DesiredState = ReadonlyMap<string, Desired>;

/** What the manifests ask for. Names are unique per kind: validation reports duplicates. */
export function desiredState(manifests: readonly Manifest[]): DesiredState {
  const state = new Map<string, Desired>();
  for (const manifest of manifests) {
    const desired = manifest.kind === 'Job' ? desiredJob(manifest) : desiredTemplate(manifest);
    state.set(addressText(desired as Address), desired);
  }
  return state;
}

function desiredJob(manifest: JobManifest): DesiredJob {
  const { name, targets, template, tags, cancel, origin } = manifest;
  const body: JobBody = { ...manifest.configuration, ...documentMembers(manifest.document) };
  const digested = { kind: 'Job', name, body, targets: [...targets].sort(), template };
  const optional = { ...(template && { template }), ...(cancel && { cancel }) };
  return { kind: 'Job', name, body, targets, ...optional, tags, origin, digest: digest(digested) };
}

function desiredTemplate(manifest: JobTemplateManifest): DesiredTemplate {
  const { name, jobArn, tags, origin } = manifest;
  const body: TemplateBody = {
    ...manifest.configuration,
    ...documentMembers(manifest.document),
    ...(jobArn !== undefined && { jobArn }),
  };
  return { kind: 'JobTemplate', name, body, tags, origin, digest: digest({ kind: 'JobTemplate', name, body }) };
}

function documentMembers(document: Manifest['document']): { document?: string; documentSource?: string } {
  if (document === undefined) return {};
  return document.from === 'text' ? { document: document.text } : { documentSource: document.documentSource };
}

/** Whether a resource is as it was at the base, with its tags and whether it is to be cancelled. */
export function isUnedited(desired: Desired, previous: Desired | undefined): boolean {
  return (
    previous !== undefined &&
    previous.digest === desired.digest &&
    tagsText(previous) === tagsText(desired) &&
    sameValue(cancelOf(previous), cancelOf(desired))
  );
}

function cancelOf(it: Desired): readonly CancelStep[] {
  return it.kind === 'Job' && it.cancel !== undefined ? [it.cancel] : [];
}

function tagsText({ tags }: Desired): string {
  return JSON.stringify(tags.map(({ Key, Value }) => [Key, Value ?? '']).sort());
}
