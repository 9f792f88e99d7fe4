/** When a job stops itself: `abortConfig`. */
import type { Finding } from '../finding.js';
import { type Subject, surelyAbsent } from '../subject.js';
import { decimalPlaces } from './decimals.js';
import type { Rule } from './rule.js';

const at = '/spec/abortConfig/criteriaList';

/** What is wrong with the abort criteria, and criteria that can never fire. */
export const abortRule: Rule = (subject, repository) => {
  const criteria = subject.spec.abortConfig?.criteriaList ?? [];
  const timesOut = !surelyAbsent(subject, 'timeoutConfig', repository);
  return criteria.flatMap((criterion, index) => {
    if (criterion === undefined) return [];
    const threshold = criterion.thresholdPercentage;
    const findings = threshold === undefined ? [] : thresholdFindings(threshold, `${at}/${index}/thresholdPercentage`);
    return criterion.failureType === 'TIMED_OUT' && !timesOut ? [...findings, neverTimesOut(subject, index)] : findings;
  });
};

function thresholdFindings(threshold: number, pointer: string): readonly Finding[] {
  if (threshold < 0) {
    const message = `thresholdPercentage is a share of the finished devices; it cannot be ${threshold}`;
    const help = 'Write a percentage above 0, up to 100.';
    return [{ rule: 'abort/threshold-negative', pointer, on: 'value', message, help }];
  }
  if (threshold === 0) {
    const message = 'thresholdPercentage 0 is always reached: the job stops without a single failure';
    const help = 'Write a percentage above 0.';
    return [{ rule: 'abort/threshold-zero', pointer, on: 'value', message, help }];
  }
  const places = decimalPlaces(threshold);
  if (places <= 2) return [];
  const message = `thresholdPercentage may have two digits after the point; ${threshold} has ${places}`;
  const help = `Write ${Math.max(0.01, Math.round(threshold * 100) / 100)}.`;
  return [{ rule: 'abort/threshold-digits', pointer, on: 'value', message, help }];
}

/** JOB-ABT-15: only a timeout turns a silent device into one that timed out; step timers of devices are unknown here. */
function neverTimesOut(subject: Subject, index: number): Finding {
  return {
    rule: 'abort/timed-out-never',
    pointer: `${at}/${index}/failureType`,
    on: 'value',
    message: `this ${subject.kind} has no timeoutConfig, so silent devices never count as TIMED_OUT`,
    help: 'Add timeoutConfig: { inProgressTimeoutInMinutes: … }.',
  };
}
