/** How fast a job may reach things, as far as `jobExecutionsRolloutConfig` alone can tell. */
import type { ExponentialRolloutRate } from '@iot-rollouts/schemas/iot';
import type { Finding } from '../finding.js';
import { valueAt } from '../json-pointer.js';
import type { Draft } from '../spec.js';
import { decimalPlaces, hasMoreDecimals } from './decimals.js';
import { defaultMaximumPerMinute } from './pace.js';
import type { Rule } from './rule.js';

const at = '/spec/jobExecutionsRolloutConfig';
const exponentialAt = `${at}/exponentialRate`;

/** The rates with their faulty parts, if they are an object at all. */
interface WrittenRates {
  readonly exponentialRate?: unknown;
}

/** What is wrong with the rollout rates. */
export const rolloutRule: Rule = (subject, { settings }) => {
  const rollout = subject.spec.jobExecutionsRolloutConfig;
  if (rollout === undefined) return [];
  const { maximumPerMinute, exponentialRate } = rollout;
  const quota = settings.limits.jobExecutionsPerMinute;
  const findings: Finding[] = [];
  const add = (finding: Finding | undefined) => {
    if (finding !== undefined) findings.push(finding);
  };
  add(aboveQuota('maximumPerMinute', maximumPerMinute, at, quota));
  add(aboveQuota('baseRatePerMinute', exponentialRate?.baseRatePerMinute, exponentialAt, quota));
  if (exponentialRate === undefined) return findings;
  // Asked of the document as written: what is there but wrong has its own finding.
  const written = Object(valueAt(subject.document.value, at)) as WrittenRates;
  add(growthFault(written, exponentialRate, maximumPerMinute));
  const nested = Object.hasOwn(Object(written.exponentialRate), 'maximumPerMinute');
  if (!Object.hasOwn(written, 'maximumPerMinute') && !nested) {
    findings.push({
      rule: 'rollout/no-maximum',
      pointer: exponentialAt,
      on: 'key',
      message: `without maximumPerMinute the rate may rise to ${defaultMaximumPerMinute} things a minute`,
      help: 'Write maximumPerMinute beside exponentialRate: what your servers and people can follow.',
    });
  }
  add(digitsFault(exponentialRate));
  findings.push(...thresholdFaults(written, exponentialRate));
  return findings;
};

/** JOB-ROL-04: the quota can be raised for an account, so more than the known one only warns. */
function aboveQuota(name: string, rate: number | undefined, parent: string, quota: number): Finding | undefined {
  if (rate === undefined || rate <= quota) return undefined;
  const message = `${name} ${rate} is above the quota of ${quota} a minute`;
  const help = `Write at most ${quota}; if the account's quota was raised, say so in iot-rollouts.config.yaml: limits.jobExecutionsPerMinute.`;
  return { rule: 'rollout/above-quota', pointer: `${parent}/${name}`, on: 'value', message, help };
}

/** A base rate that leaves no room to grow, or room for one short step only. */
function growthFault(
  rates: WrittenRates,
  { baseRatePerMinute: base, incrementFactor: factor }: Draft<ExponentialRolloutRate>,
  maximum: number | undefined,
): Finding | undefined {
  const written = Object.hasOwn(rates, 'maximumPerMinute');
  // A maximum that is written but wrong says nothing about growth.
  if (base === undefined || (written && maximum === undefined)) return undefined;
  const most = maximum ?? defaultMaximumPerMinute;
  const related = written ? [{ message: 'the maximum', pointer: `${at}/maximumPerMinute` }] : [];
  const name = written ? `maximumPerMinute ${most}` : `the default maximum of ${most}`;
  const fault = { pointer: `${exponentialAt}/baseRatePerMinute`, on: 'value', related } as const;
  if (base > most) {
    const message = `baseRatePerMinute ${base} is above ${name}, so the rate never grows`;
    return { rule: 'rollout/base-above-maximum', ...fault, message, help: lowerBase(most, factor) };
  }
  if (base === most) {
    const message = `baseRatePerMinute ${base} is ${name} already, so the rate never grows`;
    return { rule: 'rollout/base-at-maximum', ...fault, message, help: lowerBase(most, factor) };
  }
  if (factor === undefined || base * factor <= most) return undefined;
  return {
    rule: 'rollout/single-step',
    pointer: `${exponentialAt}/incrementFactor`,
    on: 'value',
    message: `the first increase would go to ${Math.floor(base * factor)}: the rate goes from ${base} to ${most} at once, and never by the factor ${factor}`,
    help: `${lowerBase(most, factor)} Or write a smaller factor.`,
    related,
  };
}

function lowerBase(most: number, factor = 2): string {
  const lower = Math.floor(most / factor ** 2);
  return lower < 1 ? 'Write a higher maximum.' : `Write a base rate of ${lower} or less, or a higher maximum.`;
}

function digitsFault({ incrementFactor: factor }: Draft<ExponentialRolloutRate>): Finding | undefined {
  if (factor === undefined || !hasMoreDecimals(factor, 1)) return undefined;
  return {
    rule: 'rollout/increment-factor-digits',
    pointer: `${exponentialAt}/incrementFactor`,
    on: 'value',
    message: `incrementFactor may have one digit after the point; ${factor} has ${decimalPlaces(factor)}`,
    help: `Write ${Math.max(1.1, Math.round(factor * 10) / 10)}.`,
  };
}

function thresholdFaults(rates: WrittenRates, exponential: Draft<ExponentialRolloutRate>): readonly Finding[] {
  const pointer = `${exponentialAt}/rateIncreaseCriteria`;
  const written = valueAt(rates, '/exponentialRate/rateIncreaseCriteria');
  // JOB-ROL-05: both thresholds are optional, but with neither the rate can never rise.
  if (typeof written === 'object' && written !== null && Object.keys(written).length === 0) {
    const message = 'rateIncreaseCriteria is empty, so the rate never grows';
    const help = 'Write numberOfNotifiedThings or numberOfSucceededThings.';
    return [{ rule: 'rollout/no-increase-criteria', pointer, on: 'value', message, help }];
  }
  const { numberOfNotifiedThings: notified, numberOfSucceededThings: succeeded } =
    exponential.rateIncreaseCriteria ?? {};
  const findings: Finding[] = [];
  const base = exponential.baseRatePerMinute;
  if (notified !== undefined && base !== undefined && notified < base) {
    findings.push({
      rule: 'rollout/rises-within-a-minute',
      pointer: `${pointer}/numberOfNotifiedThings`,
      on: 'value',
      message: `${notified} things are notified within the first minute at ${base} a minute, so the rate rises before a device can report`,
      help: `Write ${base * 10}, which is ten minutes at the base rate, or count numberOfSucceededThings.`,
      related: [{ message: 'the base rate', pointer: `${exponentialAt}/baseRatePerMinute` }],
    });
  }
  // Equal numbers are AWS's own example; a larger one waits for what has always happened before.
  if (notified !== undefined && succeeded !== undefined && succeeded > notified) {
    findings.push({
      rule: 'rollout/succeeded-threshold-idle',
      pointer: `${pointer}/numberOfSucceededThings`,
      on: 'value',
      message: `numberOfSucceededThings ${succeeded} never raises the rate: ${notified} notified things come first, and either raises it`,
      help: 'Remove numberOfNotifiedThings to wait for successes, or write a smaller number of successes.',
      related: [{ message: 'the other threshold', pointer: `${pointer}/numberOfNotifiedThings` }],
    });
  }
  return findings;
}
