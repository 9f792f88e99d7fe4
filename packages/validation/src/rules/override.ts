/**
 * What a job loses by writing an object that its template has too: AWS takes over objects as a whole (JOB-CRE-13), so
 * members that only the template's object has do not count.
 */
import type { Finding } from '../finding.js';
import { effectiveDocument } from '../job-document.js';
import { isWrittenEmpty, type JobSubject, type Repository, type TemplateSubject, templateOf } from '../subject.js';
import { defaultMaximumPerMinute } from './pace.js';
import type { Rule } from './rule.js';

/** Settings of the template that the job's own objects put out of force. */
export const overrideRule: Rule = (subject, repository) => {
  const template = templateOf(subject, repository);
  if (subject.kind !== 'Job' || template === undefined) return [];
  return [
    ...lost(subject, template, 'jobExecutionsRolloutConfig', lostRates(subject, template)),
    ...lost(subject, template, 'timeoutConfig', lostToEmpty(subject, template, 'timeoutConfig')),
    ...lost(subject, template, 'presignedUrlConfig', lostMembers(subject, template, repository)),
    ...lost(subject, template, 'abortConfig', lostTypes(subject, template, 'abortConfig')),
    ...lost(subject, template, 'jobExecutionsRetryConfig', lostTypes(subject, template, 'jobExecutionsRetryConfig')),
    ...lostWindows(subject, template),
  ];
};

interface Loss {
  /** What the template says, in words. */
  readonly what: string;
  /** Where, below the object. */
  readonly pointer: string;
}

function lost(
  { spec }: JobSubject,
  { name, document }: TemplateSubject,
  member:
    | 'timeoutConfig'
    | 'jobExecutionsRolloutConfig'
    | 'presignedUrlConfig'
    | 'abortConfig'
    | 'jobExecutionsRetryConfig',
  losses: readonly Loss[],
): readonly Finding[] {
  const [first] = losses;
  if (first === undefined || spec[member] === undefined) return [];
  return [
    {
      rule: 'override/drops-setting',
      pointer: `/spec/${member}`,
      on: 'key',
      message: `${member} takes the place of the template's as a whole: ${losses.map(({ what }) => what).join(' and ')} of ${name} ${losses.length === 1 ? 'is' : 'are'} lost`,
      help: 'Repeat here what is to stay, or leave the whole object to the template.',
      related: losses.map((loss) => ({
        message: `${loss.what} of ${name}`,
        pointer: `/spec/${member}${loss.pointer}`,
        document,
      })),
    },
  ];
}

/** Everything that the template's object says, where the job's own is written without members. */
function lostToEmpty(
  job: JobSubject,
  template: TemplateSubject,
  member: 'timeoutConfig' | 'jobExecutionsRolloutConfig',
): readonly Loss[] {
  if (!isWrittenEmpty(job, member)) return [];
  return Object.keys(template.spec[member] ?? {}).map((name) => ({ what: name, pointer: `/${name}` }));
}

/** A constant rate that is no faster than the template's start is a slower rollout, which is hardly a mistake. */
function lostRates(job: JobSubject, template: TemplateSubject): readonly Loss[] {
  const [own, its] = [job.spec.jobExecutionsRolloutConfig, template.spec.jobExecutionsRolloutConfig];
  const all = lostToEmpty(job, template, 'jobExecutionsRolloutConfig');
  if (all.length > 0) return all;
  const base = its?.exponentialRate?.baseRatePerMinute;
  if (own === undefined || base === undefined || own.exponentialRate !== undefined) return [];
  const rate = own.maximumPerMinute ?? defaultMaximumPerMinute;
  return rate <= base ? [] : [{ what: 'exponentialRate', pointer: '/exponentialRate' }];
}

function lostMembers(job: JobSubject, template: TemplateSubject, repository: Repository): readonly Loss[] {
  const [own, its] = [job.spec.presignedUrlConfig, template.spec.presignedUrlConfig];
  if (own === undefined || its === undefined) return [];
  // Whether a document that is known here needs the role is an error of its own, or no matter.
  if (own.roleArn === undefined && effectiveDocument(job, repository) !== undefined) return [];
  return (['roleArn', 'expiresInSec'] as const).flatMap((name) =>
    its[name] === undefined || own[name] !== undefined ? [] : [{ what: name, pointer: `/${name}` }],
  );
}

/** Failure types that only the template's criteria count. */
function lostTypes(
  job: JobSubject,
  template: TemplateSubject,
  member: 'abortConfig' | 'jobExecutionsRetryConfig',
): readonly Loss[] {
  const own = (job.spec[member]?.criteriaList ?? []).map((criterion) => criterion?.failureType);
  const its = template.spec[member]?.criteriaList ?? [];
  // Without retries at all, the job switches them off on purpose.
  const retries = member === 'jobExecutionsRetryConfig' ? job.spec.jobExecutionsRetryConfig?.criteriaList : undefined;
  if (retries?.every((criterion) => criterion?.numberOfRetries === 0) === true) return [];
  if (own.length === 0 || own.includes('ALL') || own.includes(undefined)) return [];
  return its.flatMap((criterion, index): readonly Loss[] => {
    const type = criterion?.failureType;
    if (type === undefined || own.includes(type)) return [];
    return [{ what: `the criterion for ${type}`, pointer: `/criteriaList/${index}` }];
  });
}

/** JOB-CRE-16: the template's windows become the job's unless it has a schedule; whether both would count is not documented. */
function lostWindows(
  { spec, written }: JobSubject,
  { name, spec: its, document }: TemplateSubject,
): readonly Finding[] {
  const schedule = spec.schedulingConfig;
  // A SNAPSHOT job cannot have windows, so leaving them behind is what its schedule is for.
  if (spec.targetSelection !== 'CONTINUOUS') return [];
  if (!written.has('schedulingConfig') || schedule === undefined || schedule.maintenanceWindows !== undefined)
    return [];
  if ((its.maintenanceWindows ?? []).length === 0) return [];
  return [
    {
      rule: 'override/drops-windows',
      pointer: '/spec/schedulingConfig',
      on: 'key',
      message: `schedulingConfig takes the place of what ${name} says about time, so its maintenance windows are most likely lost`,
      help: 'Repeat maintenanceWindows here, or use a template without windows.',
      related: [{ message: `the windows of ${name}`, pointer: '/spec/maintenanceWindows', document }],
    },
  ];
}
