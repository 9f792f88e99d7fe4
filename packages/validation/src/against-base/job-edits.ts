/** Edits of a job that AWS cannot follow, because the job exists. */
import { createOnlyMembers } from '@iot-rollouts/schemas';
import { CreateJobRequest, UpdateJobRequest } from '@iot-rollouts/schemas/iot';
import type { JobManifest, JobTemplateManifest, TemplateReference } from '../manifest.js';
import { sameDocument, sameTarget, sameTemplate, sameValue, shortTarget } from './same.js';

/** One edit that has no effect on the job that exists. */
export interface DeadEdit {
  readonly pointer: string;
  /** What is edited and why AWS cannot follow. */
  readonly message: string;
}

/** A job now and at the base, with the template of then. */
export interface EditedJob {
  readonly head: JobManifest;
  readonly base: JobManifest;
  /** The template that the job started from, as it stood at the base, when it is of the repository. */
  readonly template?: JobTemplateManifest;
  /** Whether one template of the base is another of today, only renamed. */
  readonly isRename: (from: string, to: string) => boolean;
}

/** Members that no UpdateJob takes and that are not compared on their own below. */
const fixedMembers = createOnlyMembers(CreateJobRequest, UpdateJobRequest).filter(
  (name) => !['jobId', 'targets', 'tags', 'document', 'documentSource', 'jobTemplateArn'].includes(name),
);

/** Members that UpdateJob takes; the namespace is only the address of the job there. */
const updatableMembers = Object.keys(UpdateJobRequest.properties).filter(
  (name) => name !== 'jobId' && name !== 'namespaceId',
);

/** The edits of a job that cannot take effect. */
export function deadEdits(job: EditedJob): readonly DeadEdit[] {
  return [
    ...templateEdit(job),
    ...documentEdit(job),
    ...targetEdits(job),
    ...fixedMembers.flatMap((name) => fixedEdit(job, name)),
    ...updatableMembers.flatMap((name) => updatableEdit(job, name)),
  ];
}

function templateEdit({ head, base, isRename }: EditedJob): readonly DeadEdit[] {
  if (sameTemplate(head.template, base.template)) return [];
  if (
    base.template?.kind === 'repository' &&
    head.template?.kind === 'repository' &&
    isRename(base.template.name, head.template.name)
  ) {
    return [];
  }
  const pointer = templatePointer(head.template ?? base.template);
  return [{ pointer, message: 'the template cannot change: AWS copied it when the job was created' }];
}

function templatePointer(template: TemplateReference | undefined): string {
  if (template?.kind === 'managed') return '/spec/managedTemplate';
  return template?.kind === 'arn' ? '/spec/jobTemplateArn' : '/spec/template';
}

function documentEdit({ head, base, template }: EditedJob): readonly DeadEdit[] {
  if (sameDocument(head.document, base.document)) return [];
  // What the manifest leaves to the template is what the template said when the job was created.
  if (sameDocument(head.document ?? template?.document, base.document ?? template?.document)) return [];
  return [{ pointer: documentPointer(head), message: 'the job document cannot change: UpdateJob takes none' }];
}

function documentPointer({ document }: JobManifest): string {
  if (document?.from === 's3') return '/spec/documentSource';
  return document?.file === undefined ? '/spec/document' : '/spec/documentFile';
}

/** JOB-ASC-01, 02 and 05: thing groups can be added to CONTINUOUS jobs, and no target is ever taken away. */
function targetEdits({ head, base }: EditedJob): readonly DeadEdit[] {
  const edits: DeadEdit[] = [];
  const isOpen = base.configuration.targetSelection === 'CONTINUOUS';
  for (const [index, target] of head.targets.entries()) {
    if (base.targets.some((other) => sameTarget(target, other))) continue;
    if (isOpen && shortTarget(target).startsWith('thinggroup/')) continue;
    const message = isOpen
      ? `${target} cannot be added: AWS adds only thing groups to a job that exists`
      : `${target} cannot be added: AWS adds targets only to jobs whose targetSelection is CONTINUOUS`;
    edits.push({ pointer: `/spec/targets/${index}`, message });
  }
  const removed = base.targets.filter((target) => !head.targets.some((other) => sameTarget(target, other)));
  if (removed.length > 0) {
    const names = removed.slice(0, 3).join(', ') + (removed.length > 3 ? ', …' : '');
    edits.push({
      pointer: '/spec/targets',
      message: `${names} cannot be removed: AWS takes no target away from a job`,
    });
  }
  return edits;
}

function fixedEdit(job: EditedJob, name: string): readonly DeadEdit[] {
  if (isUnedited(job, name)) return [];
  return [{ pointer: `/spec/${name}`, message: `${name} cannot change: UpdateJob does not take it` }];
}

function updatableEdit(job: EditedJob, name: string): readonly DeadEdit[] {
  if (isUnedited(job, name)) return [];
  const pointer = `/spec/${name}`;
  const after = memberOf(job.head, name);
  // An object without members replaces nothing.
  if (sameValue(after, undefined)) {
    return [{ pointer, message: `${name} cannot be removed: UpdateJob can only replace it` }];
  }
  if (name !== 'jobExecutionsRetryConfig' || hasNoRetries(after)) return [];
  return [{ pointer, message: 'the number of retries cannot change, except to 0' }];
}

/** Whether the job asks for the same as before; what it leaves to its template counts as the template said it then. */
function isUnedited({ head, base, template }: EditedJob, name: string): boolean {
  const [after, before] = [memberOf(head, name), memberOf(base, name)];
  if (sameValue(normal(name, after), normal(name, before))) return true;
  const copied = template === undefined ? undefined : memberOf(template, name);
  return sameValue(normal(name, after ?? copied), normal(name, before ?? copied));
}

function memberOf({ configuration }: JobManifest | JobTemplateManifest, name: string): unknown {
  return (configuration as Readonly<Record<string, unknown>>)[name];
}

/** What the service fills in when a member is left out. */
function normal(name: string, value: unknown): unknown {
  if (name === 'targetSelection') return value ?? 'SNAPSHOT';
  if (name !== 'schedulingConfig' || typeof value !== 'object') return value;
  const schedule = value as { readonly endTime?: string; readonly endBehavior?: string };
  return schedule.endTime === undefined ? schedule : { endBehavior: 'STOP_ROLLOUT', ...schedule };
}

function hasNoRetries(config: unknown): boolean {
  const { criteriaList = [] } = config as { readonly criteriaList?: readonly { readonly numberOfRetries: number }[] };
  return criteriaList.every(({ numberOfRetries }) => numberOfRetries === 0);
}
