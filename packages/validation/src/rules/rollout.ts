/** How fast a job may reach the fleet: `jobExecutionsRolloutConfig`. */
import type { Finding } from '../finding.js';
import { valueAt } from '../json-pointer.js';
import type { Subject } from '../subject.js';
import { decimalPlaces } from './decimals.js';
import type { Rule } from './rule.js';

/** Job executions that AWS starts in a minute unless the account's quota is raised (JOB-ROL-04: adjustable, so a warning). */
const ratePerMinuteQuota = 1000;

const at = '/spec/jobExecutionsRolloutConfig';

/** What is wrong with the rollout rates. */
export const rolloutRule: Rule = (subject) => {
  const { maximumPerMinute, exponentialRate } = subject.spec.jobExecutionsRolloutConfig ?? {};
  const findings: Finding[] = [];
  if (maximumPerMinute !== undefined && maximumPerMinute > ratePerMinuteQuota) {
    findings.push({
      rule: 'rollout/above-quota',
      pointer: `${at}/maximumPerMinute`,
      on: 'value',
      message: `maximumPerMinute ${maximumPerMinute} is above the default quota of ${ratePerMinuteQuota} a minute`,
      help: `Write at most ${ratePerMinuteQuota}, unless the quota of this account was raised.`,
    });
  }
  const base = exponentialRate?.baseRatePerMinute;
  if (base !== undefined && maximumPerMinute !== undefined && base > maximumPerMinute) {
    findings.push({
      rule: 'rollout/base-above-maximum',
      pointer: `${at}/exponentialRate/baseRatePerMinute`,
      on: 'value',
      message: `baseRatePerMinute ${base} is above maximumPerMinute ${maximumPerMinute}, so the rate never grows`,
      help: `Write a base rate below ${maximumPerMinute}, or a higher maximum.`,
      related: [{ message: 'the maximum', pointer: `${at}/maximumPerMinute` }],
    });
  }
  const factor = exponentialRate?.incrementFactor;
  if (factor !== undefined && decimalPlaces(factor) > 1) {
    findings.push({
      rule: 'rollout/increment-factor-digits',
      pointer: `${at}/exponentialRate/incrementFactor`,
      on: 'value',
      message: `incrementFactor may have one digit after the point; ${factor} has ${decimalPlaces(factor)}`,
      help: `Write ${Math.max(1.1, Math.round(factor * 10) / 10)}.`,
    });
  }
  return [...findings, ...emptyCriteria(subject)];
};

/** JOB-ROL-05: both thresholds are optional, but with neither the rate can never rise. */
function emptyCriteria({ document }: Subject): readonly Finding[] {
  const pointer = `${at}/exponentialRate/rateIncreaseCriteria`;
  // Asked of the document as written: a threshold that is there but wrong has its own finding.
  const criteria = valueAt(document.value, pointer);
  if (typeof criteria !== 'object' || criteria === null || Object.keys(criteria).length > 0) return [];
  return [
    {
      rule: 'rollout/no-increase-criteria',
      pointer,
      on: 'value',
      message: 'rateIncreaseCriteria is empty, so the rate never grows',
      help: 'Write numberOfNotifiedThings or numberOfSucceededThings.',
    },
  ];
}
