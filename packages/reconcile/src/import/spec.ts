/** What AWS tells of a job or a template -> the spec of its manifest, as a person would have written it. */
import { defaultMaximumPerMinute } from '@iot-rollouts/rollout-model';
import { CreateJobRequest, CreateJobTemplateRequest } from '@iot-rollouts/schemas/iot';
import type { Kind } from '../address.js';
import { canonical, sameDocument, sameValue } from '../canonical.js';
import { authorTags } from '../ownership.js';
import type { DescribedTemplate, ManagedTemplate } from '../port.js';
import { type DocumentForm, documentForm } from './document.js';
import type { FoundJob, FoundTemplate } from './found.js';
import { managedTemplateReference, ownTemplateName, shortTarget } from './names.js';

type Members = Readonly<Record<string, unknown>>;

/** A manifest's spec, but for its document. */
export interface ImportedSpec {
  /** In the order of the manifest; the document, where there is one, belongs behind {@link leadingMembers}. */
  readonly members: Members;
  /** Absent where a template or S3 supplies it. */
  readonly document?: DocumentForm;
  /** What a reader of the manifest must know and cannot see. */
  readonly comment?: string;
}

/** What a job's spec is written against. */
export interface SpecContext {
  /** The account's templates by name. */
  readonly templates: ReadonlyMap<string, DescribedTemplate>;
  /** AWS's templates by ARN. */
  readonly managedTemplates: ReadonlyMap<string, ManagedTemplate>;
  /** Whether a manifest of this repository describes the template, so that a job can name it. */
  readonly isTemplateOfRepository: (name: string) => boolean;
}

/** Members that stand at the head of a spec: what it is, and where it comes from. */
export const leadingMembers: readonly string[] = ['description', 'template', 'managedTemplate', 'jobTemplateArn'];

const secondMembers: readonly string[] = ['documentSource', 'documentParameters', 'targets', 'targetSelection'];

/** Members that are written otherwise than AWS tells them, or last. */
const ownForms: ReadonlySet<string> = new Set([
  'jobId',
  'jobTemplateId',
  'jobArn',
  'jobTemplateArn',
  'document',
  'tags',
]);

/** AWS takes fifty tags, and iot-rollouts adds four (JOB-TAG-03). */
const authorTagsMax = 46;

/** The spec of a template. */
export function templateSpec({ template, tags }: FoundTemplate): ImportedSpec {
  const own = ownMembers('JobTemplate', template as unknown as Members); // A structure of the API: no index signature.
  const document = template.documentSource === undefined ? template.document : undefined;
  return {
    ...tagged(inOrder('JobTemplate', own), tags),
    ...(document !== undefined && { document: documentForm(document) }),
  };
}

/** The spec of a job: what it took over from a template is left to the template. */
export function jobSpec(found: FoundJob, context: SpecContext): ImportedSpec {
  const { job, arn, tags, document } = found;
  const own = ownMembers('Job', job as unknown as Members); // As above.
  const { reference, inherited } = templateOf(found, context);
  const members = Object.fromEntries(
    Object.entries({ ...own, targets: (job.targets ?? []).map((target) => shortTarget(target, arn)) }).filter(
      ([name, value]) => !sameValue(value, inherited[name]) || name === 'targets',
    ),
  );
  const isSupplied =
    job.documentSource !== undefined ||
    document === undefined ||
    (typeof inherited.document === 'string' && isSameContent(document, inherited.document));
  return {
    ...tagged(inOrder('Job', { ...reference, ...members }), tags),
    ...(!isSupplied && { document: documentForm(document) }),
  };
}

/** How the manifest names the job's template, and the members that the template supplies. */
function templateOf(
  found: FoundJob,
  { templates, managedTemplates, isTemplateOfRepository }: SpecContext,
): { readonly reference: Members; readonly inherited: Members } {
  const { jobTemplateArn, documentParameters } = found.job;
  if (jobTemplateArn === undefined) return { reference: {}, inherited: {} };
  const managed = managedTemplateReference(jobTemplateArn);
  if (managed !== undefined) {
    const { description, document } = managedTemplates.get(jobTemplateArn) ?? {};
    const { name, version } = managed;
    return {
      reference: { managedTemplate: version === '1.0' ? name : `${name}:${version}` },
      inherited: { description, document: document && filled(document, documentParameters ?? {}) },
    };
  }
  const name = ownTemplateName(found);
  const template = name === undefined ? undefined : templates.get(name);
  const reference = name !== undefined && isTemplateOfRepository(name) ? { template: name } : { jobTemplateArn };
  if (template === undefined) return { reference, inherited: {} };
  // With a job's defaults, because it is a job's members that are compared.
  const { maintenanceWindows } = template;
  const members = ownMembers('Job', template as unknown as Members); // As above.
  // JOB-CRE-16: a template's windows become the job's schedule.
  const schedulingConfig = maintenanceWindows && { maintenanceWindows };
  return { reference, inherited: { ...members, schedulingConfig, document: template.document } };
}

/** The members that the request to create it has, without what AWS fills in. */
function ownMembers(kind: Kind, described: Members): Members {
  const { properties } = kind === 'Job' ? CreateJobRequest : CreateJobTemplateRequest;
  const entries = Object.keys(properties)
    .filter((name) => !ownForms.has(name))
    .map((name) => [name, withoutDefaults(kind, name, withoutEmpty(described[name]))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

/** Without the values that AWS answers for what was left out (JOB-CRE-10, JOB-PRE-01, JOB-ROL-02). */
function withoutDefaults(kind: Kind, name: string, value: unknown): unknown {
  if (name === 'targetSelection') return value === 'SNAPSHOT' ? undefined : value;
  if (name === 'presignedUrlConfig') return without(value, 'expiresInSec', 3600, 'roleArn');
  if (kind === 'JobTemplate') return value;
  if (name === 'jobExecutionsRolloutConfig') {
    return without(value, 'maximumPerMinute', defaultMaximumPerMinute, 'exponentialRate');
  }
  return name === 'schedulingConfig' ? without(value, 'endBehavior', 'STOP_ROLLOUT', 'endTime') : value;
}

/** The value without the member, where that has its default, which AWS fills in beside the other one. */
function without(value: unknown, member: string, fallback: unknown, beside: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { [member]: found, ...rest } = value as Members;
  return found === fallback && rest[beside] !== undefined ? rest : value;
}

/** The value without absent and empty members (JOB-DSC-02: AWS answers `{}` for what is not set); lists keep theirs. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([name, member]) => [name, withoutEmpty(member)] as const)
    .filter(([, member]) => member !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function inOrder(kind: Kind, members: Members): Members {
  const { properties } = kind === 'Job' ? CreateJobRequest : CreateJobTemplateRequest;
  const order = [...new Set([...leadingMembers, ...secondMembers, ...Object.keys(properties)])];
  return Object.fromEntries(order.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
}

function tagged(members: Members, tags: Readonly<Record<string, string>>): Pick<ImportedSpec, 'members' | 'comment'> {
  const written = Object.entries(authorTags(tags)).filter(([key]) => !/^aws:/i.test(key));
  if (written.length === 0) return { members };
  if (written.length > authorTagsMax) {
    const comment = `Its ${written.length} tags are left to AWS: a manifest can have ${authorTagsMax}.`;
    return { members, comment };
  }
  return { members: { ...members, tags: Object.fromEntries(written.sort(([a], [b]) => (a < b ? -1 : 1))) } };
}

/** A managed template's document with its parameters filled in; those left out are empty (JOB-CRE-20). */
function filled(document: string, parameters: Readonly<Record<string, string>>): string {
  return document.replace(/\$\{aws:iot:parameter:([a-zA-Z0-9_-]+)\}/g, (_, name: string) =>
    JSON.stringify(Object.hasOwn(parameters, name) ? parameters[name] : '').slice(1, -1),
  );
}

/** Whether two documents are one, also when the one leaves out what the other has as an empty text. */
function isSameContent(a: string, b: string): boolean {
  return sameDocument(a, b) || sameDocument(withoutEmptyTexts(a), withoutEmptyTexts(b));
}

function withoutEmptyTexts(document: string): string {
  try {
    const value: unknown = JSON.parse(document, (_, member: unknown) => (member === '' ? undefined : member));
    return JSON.stringify(canonical(value)) ?? document;
  } catch {
    return document;
  }
}
