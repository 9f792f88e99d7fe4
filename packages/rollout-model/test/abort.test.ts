import { describe, expect, it } from 'vitest';
import { abortingCriterion } from '../src/abort.js';
import type { AbortCriteria } from '../src/config.js';
import { noExecutions } from '../src/status.js';

function criterion(failureType: AbortCriteria['failureType'], thresholdPercentage: number, minimum = 1): AbortCriteria {
  return { failureType, action: 'CANCEL', thresholdPercentage, minNumberOfExecutedThings: minimum };
}

describe('abortingCriterion', () => {
  it('is the first in list order that holds', () => {
    const criteriaList = [criterion('FAILED', 20, 100), criterion('TIMED_OUT', 50, 20), criterion('ALL', 50, 20)];
    const counts = { ...noExecutions(), FAILED: 10, SUCCEEDED: 10 };
    expect(abortingCriterion({ criteriaList }, counts)).toBe(criteriaList[2]);
    expect(abortingCriterion({ criteriaList }, { ...counts, SUCCEEDED: 90 })).toBeUndefined();
    expect(abortingCriterion({ criteriaList }, { ...counts, SUCCEEDED: 90, FAILED: 25 })).toBe(criteriaList[0]);
  });

  it('counts FAILED, REJECTED and TIMED_OUT as ALL, and canceled executions only as completed', () => {
    const criteriaList = [criterion('ALL', 75)];
    const failures = { ...noExecutions(), FAILED: 1, REJECTED: 1, TIMED_OUT: 1 };
    expect(abortingCriterion({ criteriaList }, { ...failures, CANCELED: 1 })).toBe(criteriaList[0]);
    expect(abortingCriterion({ criteriaList }, { ...failures, CANCELED: 1, REMOVED: 1 })).toBeUndefined();
  });

  it('is exact at the threshold', () => {
    const counts = { ...noExecutions(), FAILED: 7, SUCCEEDED: 9_993 };
    expect(abortingCriterion({ criteriaList: [criterion('FAILED', 0.07)] }, counts)).toBeDefined();
    expect(abortingCriterion({ criteriaList: [criterion('FAILED', 0.08)] }, counts)).toBeUndefined();
  });

  it('is none without a configuration, or before its minimum', () => {
    expect(abortingCriterion(undefined, { ...noExecutions(), FAILED: 9 })).toBeUndefined();
    expect(
      abortingCriterion({ criteriaList: [criterion('FAILED', 0, 2)] }, { ...noExecutions(), FAILED: 1 }),
    ).toBeUndefined();
  });
});
