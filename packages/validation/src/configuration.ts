/**
 * The configuration that AWS will act on: what a manifest says itself, and for the rest what its template says. AWS
 * takes over each object as a whole (JOB-CRE-13), so every member has exactly one supplier.
 */
import { type Fleet, fleetOf } from './fleet.js';
import type { Draft, JobSpec, JobTemplateSpec } from './spec.js';
import {
  isWrittenEmpty,
  type JobSubject,
  type Repository,
  type SharedMember,
  type Subject,
  surelyAbsent,
  type TemplateSubject,
  templateOf,
} from './subject.js';

/** The members that a job takes over from its template, each as a whole. */
type Inherited = Pick<
  JobTemplateSpec,
  'jobExecutionsRolloutConfig' | 'abortConfig' | 'timeoutConfig' | 'jobExecutionsRetryConfig'
>;

/** The windows that count, and where they stand in the document of whoever supplies them. */
export interface Windows {
  readonly list: NonNullable<Draft<JobTemplateSpec>['maintenanceWindows']>;
  readonly pointer: string;
}

/** One manifest's configuration in effect. A job's is merged with its template's; a template's stands alone. */
export interface Configuration {
  readonly subject: Subject;
  /** The repository's template that the job starts from. */
  readonly template: TemplateSubject | undefined;
  readonly members: Draft<Inherited>;
  /** The schedule, which only a job has. */
  readonly schedule: Draft<JobSpec>['schedulingConfig'];
  readonly windows: Windows;
  readonly fleet: Fleet | undefined;
  /** Whether things that join later get the job too; undefined where nobody can tell yet. */
  readonly continuous: boolean | undefined;
}

/** The configuration in effect of a manifest. */
export function configurationOf(subject: Subject, repository: Repository): Configuration {
  const template = templateOf(subject, repository);
  const members = withoutEmptyRates(inheritedMembers(subject, template), subject, template);
  const isJob = subject.kind === 'Job';
  return {
    subject,
    template,
    members,
    schedule: isJob ? subject.spec.schedulingConfig : undefined,
    windows: isJob ? jobWindows(subject, template) : templateWindows(subject),
    fleet: isJob ? fleetOf(subject.spec.targets, repository.settings) : undefined,
    continuous: isJob ? continuousOf(subject) : undefined,
  };
}

function inheritedMembers({ spec, written }: Subject, template: TemplateSubject | undefined): Draft<Inherited> {
  if (template === undefined) return spec;
  return {
    jobExecutionsRolloutConfig: (written.has('jobExecutionsRolloutConfig') ? spec : template.spec)
      .jobExecutionsRolloutConfig,
    abortConfig: (written.has('abortConfig') ? spec : template.spec).abortConfig,
    timeoutConfig: (written.has('timeoutConfig') ? spec : template.spec).timeoutConfig,
    jobExecutionsRetryConfig: (written.has('jobExecutionsRetryConfig') ? spec : template.spec).jobExecutionsRetryConfig,
  };
}

/** An object without rates is as good as none. */
function withoutEmptyRates(
  members: Draft<Inherited>,
  subject: Subject,
  template: TemplateSubject | undefined,
): Draft<Inherited> {
  const rates = 'jobExecutionsRolloutConfig';
  if (members[rates] === undefined) return members;
  const supplier = subject.written.has(rates) ? subject : (template ?? subject);
  return isWrittenEmpty(supplier, rates) ? { ...members, [rates]: undefined } : members;
}

function templateWindows({ spec }: TemplateSubject): Windows {
  return { list: spec.maintenanceWindows ?? [], pointer: '/spec/maintenanceWindows' };
}

/** JOB-CRE-16: a template's windows become the job's; a schedulingConfig of its own takes their place. */
function jobWindows({ spec, written }: JobSubject, template: TemplateSubject | undefined): Windows {
  if (template !== undefined && !written.has('schedulingConfig')) return templateWindows(template);
  return {
    list: spec.schedulingConfig?.maintenanceWindows ?? [],
    pointer: '/spec/schedulingConfig/maintenanceWindows',
  };
}

/** JOB-CRE-10: a job is SNAPSHOT unless it says otherwise; a template cannot say. */
function continuousOf({ spec, written }: JobSubject): boolean | undefined {
  if (spec.targetSelection === undefined && written.has('targetSelection')) return undefined;
  return spec.targetSelection === 'CONTINUOUS';
}

/** The manifest whose text a pointer of the configuration leads into. */
export function supplierOf({ subject, template }: Configuration, pointer: string): Subject {
  const member = pointer.split('/')[2];
  if (member === undefined || template === undefined || subject.written.has(member)) return subject;
  return template.written.has(member) ? template : subject;
}

/** Whether the member certainly has no value in effect. */
export function lacks({ subject }: Configuration, member: SharedMember, repository: Repository): boolean {
  return surelyAbsent(subject, member, repository);
}

/** What messages call a member that has no value in effect: `no timeoutConfig`, or that an empty one is written. */
export function absent({ subject, template }: Configuration, member: SharedMember): string {
  const isWritten = subject.written.has(member) || template?.written.has(member) === true;
  return isWritten ? `an empty ${member}` : `no ${member}`;
}

/** Fewer things than this are a trial: nobody expects the pace and the brakes of a template to fit them. */
const trialThings = 10;

/**
 * How many things the job reaches, for judging the member; undefined when nobody knows, and for trials with a template
 * that was made for a fleet.
 */
export function fleetFor(configuration: Configuration, member: SharedMember): Fleet | undefined {
  const { fleet, subject } = configuration;
  if (fleet === undefined || fleet.things >= trialThings) return fleet;
  return supplierOf(configuration, `/spec/${member}`) === subject ? fleet : undefined;
}
