/** When a job stops itself, as far as `abortConfig` alone can tell: its thresholds, and criteria that repeat others. */
import type { AbortCriteria } from '@iot-rollouts/schemas/iot';
import type { Finding } from '../finding.js';
import type { Draft } from '../spec.js';
import { decimalPlaces, hasMoreDecimals } from './decimals.js';
import type { Rule } from './rule.js';

/** Where the criteria stand. */
export const criteriaPointer = '/spec/abortConfig/criteriaList';

/** A criterion as it is written. */
export type Criterion = Draft<AbortCriteria>;

/** What is wrong with the abort criteria themselves. */
export const abortRule: Rule = ({ spec }) => {
  const criteria = spec.abortConfig?.criteriaList ?? [];
  return criteria.flatMap((criterion, index): readonly Finding[] => {
    if (criterion === undefined) return [];
    const { thresholdPercentage: threshold } = criterion;
    const fault =
      threshold === undefined
        ? undefined
        : thresholdFault(threshold, `${criteriaPointer}/${index}/thresholdPercentage`);
    if (fault !== undefined) return [fault];
    const redundant = redundantFault(criterion, index, criteria);
    return redundant === undefined ? [] : [redundant];
  });
};

function thresholdFault(threshold: number, pointer: string): Finding | undefined {
  const fault = { pointer, on: 'value' } as const;
  if (threshold < 0) {
    const message = `thresholdPercentage is a share of the finished devices; it cannot be ${threshold}`;
    const help = 'Write a percentage above 0, up to 100.';
    return { rule: 'abort/threshold-negative', ...fault, message, help };
  }
  if (threshold === 0) {
    const message = 'thresholdPercentage 0 is always reached: the job stops without a single failure';
    return { rule: 'abort/threshold-zero', ...fault, message, help: 'Write a percentage above 0.' };
  }
  if (hasMoreDecimals(threshold, 2)) {
    const message = `thresholdPercentage may have two digits after the point; ${threshold} has ${decimalPlaces(threshold)}`;
    const help = `Write ${Math.max(0.01, Math.round(threshold * 100) / 100)}.`;
    return { rule: 'abort/threshold-digits', ...fault, message, help };
  }
  if (threshold < 1) {
    const message = `thresholdPercentage ${threshold} is ${threshold} %, not ${Math.round(threshold * 100)} %`;
    const help = `Write ${Math.round(threshold * 100)} if that is meant; the value is a percentage, not a fraction.`;
    return { rule: 'abort/threshold-fraction', ...fault, message, help };
  }
  if (threshold < 100) return undefined;
  const message = 'thresholdPercentage 100 is reached only while every finished device has failed';
  const help = 'One device that succeeds keeps the job running; write a share that is too much, such as 20.';
  return { rule: 'abort/threshold-hundred', ...fault, message, help };
}

/** JOB-ABT-16: where another criterion holds whenever this one does, this one changes nothing. */
function redundantFault(
  criterion: Criterion,
  index: number,
  criteria: readonly (Criterion | undefined)[],
): Finding | undefined {
  const other = criteria.findIndex(
    (candidate, position) =>
      position !== index &&
      candidate !== undefined &&
      holdsWhenever(candidate, criterion) &&
      // Of two that say the same, the later one is the repetition.
      (position < index || !holdsWhenever(criterion, candidate)),
  );
  const first = criteria[other];
  if (first === undefined) return undefined;
  const pointer = `${criteriaPointer}/${index}`;
  const related = [{ message: 'the other criterion', pointer: `${criteriaPointer}/${other}` }];
  if (holdsWhenever(criterion, first)) {
    const message = `this criterion repeats criterion ${other + 1}`;
    const help = 'Remove one of the two, or give one another failureType.';
    return { rule: 'abort/duplicate-criterion', pointer, on: 'value', message, help, related };
  }
  return {
    rule: 'abort/shadowed-criterion',
    pointer,
    on: 'value',
    message: `this criterion never decides anything: whenever it holds, ${criterionText(first)} holds as well`,
    help: 'Remove it, or make it the stricter one: a lower thresholdPercentage or minNumberOfExecutedThings.',
    related,
  };
}

function holdsWhenever(a: Criterion, b: Criterion): boolean {
  if (a.failureType === undefined || b.failureType === undefined) return false;
  if (a.failureType !== b.failureType && a.failureType !== 'ALL') return false;
  const [minimum, threshold] = [a.minNumberOfExecutedThings, a.thresholdPercentage];
  const [otherMinimum, otherThreshold] = [b.minNumberOfExecutedThings, b.thresholdPercentage];
  if (minimum === undefined || threshold === undefined) return false;
  if (otherMinimum === undefined || otherThreshold === undefined) return false;
  return minimum <= otherMinimum && threshold <= otherThreshold;
}

/** How messages speak of a criterion: `FAILED 20 % of 100`. */
export function criterionText({ failureType, thresholdPercentage, minNumberOfExecutedThings }: Criterion): string {
  return `${failureType} ${thresholdPercentage} % of ${minNumberOfExecutedThings}`;
}
