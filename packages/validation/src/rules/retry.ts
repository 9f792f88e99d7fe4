/** How often a device tries again: `jobExecutionsRetryConfig`. */
import type { Finding } from '../finding.js';
import { surelyAbsent } from '../subject.js';
import type { Rule } from './rule.js';

/** Retries of one device over all failure types (JOB-RTY-02). */
const retriesMax = 10;

const at = '/spec/jobExecutionsRetryConfig/criteriaList';

/** What is wrong with the retry criteria, and retries that can never happen. */
export const retryRule: Rule = (subject, repository) => {
  const criteria = subject.spec.jobExecutionsRetryConfig?.criteriaList ?? [];
  const types = criteria.map((criterion) => criterion?.failureType);
  const mixed = mixedTypes(types);
  if (mixed !== undefined) return [mixed];
  const findings: Finding[] = [];
  const total = criteria.reduce((sum, criterion) => sum + (criterion?.numberOfRetries ?? 0), 0);
  if (total > retriesMax) {
    findings.push({
      rule: 'retry/too-many',
      pointer: at,
      on: 'key',
      message: `these are ${total} retries in total; AWS makes at most ${retriesMax} for one device`,
      help: `Lower numberOfRetries, so that they add up to ${retriesMax} or less.`,
    });
  }
  const timedOut = criteria.findIndex((c) => c?.failureType === 'TIMED_OUT' && (c.numberOfRetries ?? 0) > 0);
  if (timedOut >= 0 && surelyAbsent(subject, 'timeoutConfig', repository)) {
    findings.push({
      rule: 'retry/timed-out-never',
      pointer: `${at}/${timedOut}/failureType`,
      on: 'value',
      message: `this ${subject.kind} has no timeoutConfig, so silent devices never time out and are never retried`,
      help: 'Add timeoutConfig: { inProgressTimeoutInMinutes: … }.',
    });
  }
  return findings;
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
