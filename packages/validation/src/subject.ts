/** What rules look at: one manifest, with its faulty parts left out so that no rule repeats what the shape said. */
import type { ReadResult } from './document-files.js';
import type { JobDocument } from './job-document.js';
import { valueAt } from './json-pointer.js';
import type { ParsedDocument } from './parse.js';
import type { ManifestKind } from './schema.js';
import type { Settings } from './settings.js';
import type { Draft, JobSpec, JobTemplateSpec } from './spec.js';

interface SubjectOf<Kind extends ManifestKind, Spec> {
  readonly kind: Kind;
  /** Absent when it is missing or wrong. */
  readonly name?: string;
  readonly document: ParsedDocument;
  readonly spec: Draft<Spec>;
  /** Names of the members that the spec has as written, faulty and misspelt ones too. */
  readonly written: ReadonlySet<string>;
  /**
   * What has been found out about it already. Kept with the subject, so that it goes when the subject goes: from a weak map,
   * whose values lead back to their keys, the engine's quick collections free nothing.
   */
  readonly known: { document?: JobDocument | 'none' };
}

/** A Job manifest as rules see it. */
export type JobSubject = SubjectOf<'Job', JobSpec>;
/** A JobTemplate manifest as rules see it. */
export type TemplateSubject = SubjectOf<'JobTemplate', JobTemplateSpec>;
/** Any manifest as rules see it. */
export type Subject = JobSubject | TemplateSubject;

/** Everything around a manifest that a rule may ask for. */
export interface Repository {
  /** Templates by name. */
  readonly templates: ReadonlyMap<string, TemplateSubject>;
  /** Names of the templates that jobs of the repository start from. */
  readonly usedTemplates: ReadonlySet<string>;
  /** Whether all files could be read; if not, what is missing may stand in the rest. */
  readonly complete: boolean;
  readonly documents: ReadonlyMap<string, ReadResult>;
  readonly settings: Settings;
  /** When the check is made, in milliseconds since 1970; absent where times are not to be compared with now. */
  readonly now: number | undefined;
  /** Names of the jobs that stood in Git at the base; absent where nobody knows the base. */
  readonly jobsAtBase: ReadonlySet<string> | undefined;
}

/** The repository's template that the job starts from, if it names one that exists. */
export function templateOf(subject: Subject, repository: Repository): TemplateSubject | undefined {
  const name = subject.kind === 'Job' ? subject.spec.template : undefined;
  return name === undefined ? undefined : repository.templates.get(name);
}

/** Members that a job and a template have in common and a job can take over from a template. */
export type SharedMember = keyof JobSpec & keyof JobTemplateSpec;

/**
 * Whether something that is not in the repository may supply the member: a template known by its ARN, one that cannot be
 * read, or the job that a template copies (JOB-TPL-06).
 */
export function mayComeFromElsewhere(subject: Subject, member: SharedMember, repository: Repository): boolean {
  const { written } = subject;
  if (subject.kind === 'JobTemplate') return written.has('jobArn');
  const managed = isManagedArn(subject.spec.jobTemplateArn);
  if (written.has('jobTemplateArn') && !managed) return true;
  const template = templateOf(subject, repository);
  if (template === undefined ? written.has('template') : mayComeFromElsewhere(template, member, repository))
    return true;
  return (managed || written.has('managedTemplate')) && !configurations.has(member);
}

/** Whether a template's ARN is that of a managed template of AWS: those have no account. */
export function isManagedArn(arn: string | undefined): boolean {
  return arn !== undefined && /^arn:[^:]+:iot:[^:]*::jobtemplate\//.test(arn);
}

/**
 * The members that configure how a job runs, which AWS's managed templates do not have (JOB-MNG-04); the others go with the
 * document, which they do have.
 */
const configurations: ReadonlySet<SharedMember> = new Set([
  'jobExecutionsRolloutConfig',
  'abortConfig',
  'timeoutConfig',
  'jobExecutionsRetryConfig',
]);

/** The subject whose value of the member counts: its own when it says something, else the template's. */
function supplier(subject: Subject, member: SharedMember, repository: Repository): Subject | undefined {
  if (saysSomething(subject, member)) return subject;
  const template = templateOf(subject, repository);
  return template !== undefined && saysSomething(template, member) ? template : undefined;
}

/** Whether the member is written, and not as an object without members, which asks AWS for nothing. */
function saysSomething(subject: Subject, member: SharedMember): boolean {
  return subject.written.has(member) && !isWrittenEmpty(subject, member);
}

/** Whether the member is written as an object without members. */
export function isWrittenEmpty({ spec, document }: Subject, member: SharedMember): boolean {
  // What was wrong has been taken out of the spec, so an object that is empty there need not be written so.
  return isEmptyObject(spec[member]) && isEmptyObject(valueAt(document.value, `/spec/${member}`));
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/**
 * Whether the member certainly has no value: neither written nor possibly supplied by a template. Of a value that an empty
 * object of the job's takes the place of, it is not said: that it does is known only from how AWS treats whole objects.
 */
export function surelyAbsent(subject: Subject, member: SharedMember, repository: Repository): boolean {
  return supplier(subject, member, repository) === undefined && !mayComeFromElsewhere(subject, member, repository);
}

/**
 * When the job is created at the earliest: now, if it surely does not exist yet; undefined when nobody can tell. A job that
 * exists is not measured from now: its windows may have been open, and its rollout may be far along.
 */
export function creationTime(subject: Subject, { now, jobsAtBase }: Repository): number | undefined {
  if (subject.name === undefined || jobsAtBase === undefined || jobsAtBase.has(subject.name)) return undefined;
  return now;
}
