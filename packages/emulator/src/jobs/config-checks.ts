/** What AWS demands of a job's configurations beyond the shapes of its model. */
import { invalid, type Refused } from '../refusal.js';
import type { JobConfigurations } from './record.js';

/** The longest in-progress and step timeout, in minutes (JOB-TMO-01, 06: 7 days). */
export const maximumTimeoutMinutes = 10_080;

/** Returns what is wrong with the configurations, or undefined. */
export function configurationFault(given: JobConfigurations): Refused<'InvalidRequestException'> | undefined {
  const minutes = given.timeoutConfig?.inProgressTimeoutInMinutes;
  if (minutes !== undefined && (minutes < 1 || minutes > maximumTimeoutMinutes))
    return invalid(`inProgressTimeoutInMinutes must be between 1 and ${maximumTimeoutMinutes}.`);
  const factor = given.jobExecutionsRolloutConfig?.exponentialRate?.incrementFactor;
  if (factor !== undefined && decimals(factor) > 1)
    return invalid('incrementFactor can have only one digit after the decimal point.');
  for (const { thresholdPercentage } of given.abortConfig?.criteriaList ?? []) {
    if (thresholdPercentage < 0) return invalid('thresholdPercentage must not be negative.');
    if (decimals(thresholdPercentage) > 2)
      return invalid('thresholdPercentage can have only two digits after the decimal point.');
  }
  return undefined;
}

function decimals(value: number): number {
  // Not by String(value), which writes small numbers with an exponent.
  return (value.toFixed(12).replace(/0+$/, '').split('.')[1] ?? '').length;
}
