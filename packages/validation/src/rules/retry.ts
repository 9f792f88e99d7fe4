/** How often a device tries again: `jobExecutionsRetryConfig`. */
import { absent, type Configuration, lacks } from '../configuration.js';
import type { Finding } from '../finding.js';
import { mayComeFromElsewhere, templateOf } from '../subject.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { retriesMax, retriesOf } from './retry-count.js';
import type { Rule } from './rule.js';
import { minutesText, scheduleMinutes } from './schedule-time.js';

const at = '/spec/jobExecutionsRetryConfig/criteriaList';

/** What is wrong with the retry criteria themselves. */
export const retryRule: Rule = (subject, repository) => {
  const criteria = subject.spec.jobExecutionsRetryConfig?.criteriaList ?? [];
  const mixed = mixedTypes(criteria.map((criterion) => criterion?.failureType));
  if (mixed !== undefined) return [mixed];
  const total = criteria.reduce((sum, criterion) => sum + (criterion?.numberOfRetries ?? 0), 0);
  if (total > retriesMax) {
    const message = `these are ${total} retries in total; AWS makes at most ${retriesMax} for one device`;
    const help = `Lower numberOfRetries, so that they add up to ${retriesMax} or less.`;
    return [{ rule: 'retry/too-many', pointer: at, on: 'key', message, help }];
  }
  const none = criteria.length > 0 && criteria.every((criterion) => criterion?.numberOfRetries === 0);
  // A job may switch off the retries of its template in this way.
  const overrides =
    mayComeFromElsewhere(subject, 'jobExecutionsRetryConfig', repository) ||
    templateOf(subject, repository)?.written.has('jobExecutionsRetryConfig') === true;
  // JOB-RTY-13: of a job that exists, this is the only edit of its retries that AWS follows.
  const exists = subject.kind === 'Job' && repository.jobsAtBase?.has(subject.name ?? '') === true;
  if (!none || overrides || exists) return [];
  const message = 'numberOfRetries 0 is what holds without jobExecutionsRetryConfig';
  const mayExist = subject.kind === 'Job' && repository.jobsAtBase === undefined;
  const help = mayExist
    ? 'In a new Job, write how often a device may try again, or remove jobExecutionsRetryConfig. In one that exists, leave it: it switches the retries off (with --base only new jobs are asked).'
    : 'Write how often a device may try again, or remove jobExecutionsRetryConfig.';
  return [{ rule: 'retry/none', pointer: `${at}/0/numberOfRetries`, on: 'value', message, help }];
};

/** JOB-RTY-03: a type given twice, or ALL beside another, has no clear sum. */
function mixedTypes(types: readonly (string | undefined)[]): Finding | undefined {
  const [first, second] = types;
  if (first === undefined || second === undefined) return undefined;
  if (first !== second && first !== 'ALL' && second !== 'ALL') return undefined;
  return {
    rule: 'retry/mixed-types',
    pointer: `${at}/1/failureType`,
    on: 'value',
    message: first === second ? `failureType ${first} is given twice` : 'ALL already includes FAILED and TIMED_OUT',
    help: first === second ? 'Keep one of the two.' : 'Write either ALL, or FAILED and TIMED_OUT.',
    related: [{ message: 'the other criterion', pointer: `${at}/0/failureType` }],
  };
}

/** Retries that never happen, for want of a timeout or of time. */
export const retryConfigurationRule: ConfigurationRule = (configuration, repository) => {
  const criteria = configuration.members.jobExecutionsRetryConfig?.criteriaList ?? [];
  const timedOut = criteria.findIndex((c) => c?.failureType === 'TIMED_OUT' && (c.numberOfRetries ?? 0) > 0);
  if (timedOut >= 0 && lacks(configuration, 'timeoutConfig', repository)) {
    return [
      {
        rule: 'retry/timed-out-never',
        pointer: `${at}/${timedOut}/failureType`,
        on: 'value',
        message: `this ${configuration.subject.kind} has ${absent(configuration, 'timeoutConfig')}, so silent devices never time out and are never retried`,
        help: 'Add timeoutConfig: { inProgressTimeoutInMinutes: 60 }, or how long your devices may take.',
      },
    ];
  }
  const beyond = beyondEnd(configuration);
  return beyond === undefined ? [] : [beyond];
};

/** JOB-RTY-12: the end of the schedule cancels what has not been tried again by then. */
function beyondEnd({ members, schedule }: Configuration): Finding | undefined {
  const behavior = schedule?.endBehavior;
  const minutes = schedule === undefined ? undefined : scheduleMinutes(schedule);
  const timeout = members.timeoutConfig?.inProgressTimeoutInMinutes;
  if (minutes === undefined || timeout === undefined || timeout >= minutes) return undefined;
  if (behavior !== 'CANCEL' && behavior !== 'FORCE_CANCEL') return undefined;
  const retries = retriesOf(members.jobExecutionsRetryConfig, 'TIMED_OUT');
  if (retries === 0 || retries * timeout < minutes) return undefined;
  const criteria = members.jobExecutionsRetryConfig?.criteriaList ?? [];
  const index = criteria.findIndex((c) => c?.failureType === 'TIMED_OUT' || c?.failureType === 'ALL');
  const possible = Math.ceil(minutes / timeout) - 1;
  return {
    rule: 'retry/beyond-end',
    pointer: `${at}/${index}/numberOfRetries`,
    on: 'value',
    message: `a device that times out after ${minutesText(timeout)} each time has no time for ${retries} retries: the schedule ends after ${minutesText(minutes)}, and ${behavior} tries no more`,
    help: `Write at most ${possible}, a shorter timeout or a later endTime.`,
    related: [{ message: 'the end', pointer: '/spec/schedulingConfig/endTime' }],
  };
}
