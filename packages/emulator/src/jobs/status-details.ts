/** Limits on what a device or operator says about an execution, beyond the shapes of the model. */
import { invalid, type Refused } from '../refusal.js';
import { maximumTimeoutMinutes } from './config-checks.js';

/** The most pairs, and the longest value in characters (JOB-EXE-11). */
const maximumPairs = 10;
const maximumValueLength = 1024;

/** Returns what is wrong with status details, or undefined. */
export function statusDetailsFault(
  details: Readonly<Record<string, string>> | undefined,
): Refused<'InvalidRequestException'> | undefined {
  const entries = Object.entries(details ?? {});
  if (entries.length > maximumPairs) return invalid(`statusDetails can have at most ${maximumPairs} pairs.`);
  const long = entries.find(([, value]) => value.length > maximumValueLength);
  if (long !== undefined)
    return invalid(`The value of statusDetails '${long[0]}' is longer than ${maximumValueLength} characters.`);
  return undefined;
}

/** Returns what is wrong with a step timer, or undefined; only an update may cancel one by -1 (JOB-TMO-06). */
export function stepTimeoutFault(
  minutes: number | undefined,
  action: 'start' | 'update',
): Refused<'InvalidRequestException'> | undefined {
  if (minutes === undefined || (minutes === -1 && action === 'update')) return undefined;
  if (minutes >= 1 && minutes <= maximumTimeoutMinutes) return undefined;
  const cancel = action === 'update' ? ', or -1 to cancel the timer' : '';
  return invalid(`stepTimeoutInMinutes must be between 1 and ${maximumTimeoutMinutes}${cancel}.`);
}
