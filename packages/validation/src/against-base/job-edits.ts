/** Edits of a job that AWS cannot follow, because the job exists. */
import { bodyMembers, createOnlyMembers } from '@iot-rollouts/schemas';
import { CreateJob, type JobExecutionsRetryConfig, UpdateJob } from '@iot-rollouts/schemas/iot';
import type { JobManifest, JobTemplateManifest, TemplateReference } from '../manifest.js';
import { isAddable } from './added-groups.js';
import { retryEdit } from './retry-edit.js';
import { sameDocument, sameTarget, sameTemplate, sameValue } from './same.js';
import { sameMember } from './same-member.js';

/** One edit that has no effect on the job that exists. */
export interface DeadEdit {
  readonly pointer: string;
  /** What is edited and why AWS cannot follow. */
  readonly message: string;
  /** What to write instead, where it is another thing than to leave the job as it was. */
  readonly help?: string;
}

/** A job now and at the base, with its templates. */
export interface EditedJob {
  readonly head: JobManifest;
  readonly base: JobManifest;
  /** The template that the job started from, as it stood at the base, when it is of the repository. */
  readonly templateThen?: JobTemplateManifest;
  /** The template that the job names now, when it is of the repository. */
  readonly template?: JobTemplateManifest;
  /** Whether one template of the base is another of today, only renamed. */
  readonly isRename: (from: string, to: string) => boolean;
}

/** Members that no UpdateJob takes and that are not compared on their own below. */
const fixedMembers = createOnlyMembers(CreateJob, UpdateJob).filter(
  (name) => !['targets', 'tags', 'document', 'documentSource', 'jobTemplateArn'].includes(name),
);

/** The edits of a job that cannot take effect. */
export function deadEdits(job: EditedJob): readonly DeadEdit[] {
  return [
    ...templateEdit(job),
    ...documentEdit(job),
    ...targetEdits(job),
    ...fixedMembers.flatMap((name) => fixedEdit(job, name)),
    ...bodyMembers(UpdateJob).flatMap((name) => updatableEdit(job, name)),
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

function documentEdit({ head, base, templateThen }: EditedJob): readonly DeadEdit[] {
  if (sameDocument(head.document, base.document)) return [];
  // What the manifest leaves to the template is what the template said when the job was created.
  if (sameDocument(head.document ?? templateThen?.document, base.document ?? templateThen?.document)) return [];
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
    if (isAddable(target, base)) continue;
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
  const after = memberNow(job, name);
  // An object without members replaces nothing.
  if (sameValue(after, undefined)) return [{ pointer, ...removal(job, name) }];
  if (name !== 'jobExecutionsRetryConfig') return [];
  const retries = retryEdit(memberThen(job, name) as JobExecutionsRetryConfig, after as JobExecutionsRetryConfig);
  if (retries !== 'refused') return [];
  return [{ pointer, message: 'the number of retries cannot change, except to 0' }];
}

/** JOB-UPD-03: a configuration can be replaced, and not removed. */
function removal(job: EditedJob, name: string): Pick<DeadEdit, 'message' | 'help'> {
  if (memberOf(job.head, name) !== undefined || !hasForeignValues(job)) {
    return { message: `${name} cannot be removed: UpdateJob can only replace it` };
  }
  return {
    message: `${name} does not go back to the template by itself: UpdateJob can only replace it`,
    help: `Write the ${name} that the template gives, or leave the one that was there.`,
  };
}

/** Whether the job may start from values that stand in no manifest. */
function hasForeignValues({ head, template }: EditedJob): boolean {
  return head.template !== undefined && (template === undefined || template.jobArn !== undefined);
}

/** Whether the job asks for the same as before. */
function isUnedited(job: EditedJob, name: string): boolean {
  return sameMember(name, memberThen(job, name), memberNow(job, name));
}

/** What the job asked for; what it left to its template, as the template said it then. */
function memberThen({ base, templateThen }: EditedJob, name: string): unknown {
  return memberOf(base, name) ?? memberOf(templateThen, name);
}

/**
 * What the job asks for. What it leaves to its template is the copy that it has, so as it was; but what it has dropped
 * since is what the template says now, which UpdateJob can bring to the job.
 */
function memberNow(job: EditedJob, name: string): unknown {
  const own = memberOf(job.head, name);
  if (own !== undefined) return own;
  return memberOf(job.base, name) === undefined ? memberThen(job, name) : memberOf(job.template, name);
}

function memberOf(manifest: JobManifest | JobTemplateManifest | undefined, name: string): unknown {
  return (manifest?.configuration as Readonly<Record<string, unknown>> | undefined)?.[name];
}
