/** When a job stops itself. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

const page = `${guide}/jobs-configurations-details.html`;

export const abortRules = {
  'abort/threshold-digits': error(
    'thresholdPercentage has two decimal places',
    'AWS refuses a percentage with more digits after the point.',
    model,
    ['JOB-ABT-03'],
  ),
  'abort/threshold-negative': error('thresholdPercentage is not negative', 'A share is never below 0.', model, [
    'JOB-ABT-03',
  ]),
  'abort/threshold-zero': warning(
    'thresholdPercentage is above 0',
    'At 0 the job stops as soon as the minimum has finished, even without a failure.',
    model,
    ['JOB-ABT-03', 'JOB-ABT-06'],
  ),
  'abort/threshold-fraction': warning(
    'thresholdPercentage is a percentage, not a fraction',
    '0.1 is one device in a thousand. Who meant a tenth gets a job that stops at the first failure.',
    page,
    ['JOB-ABT-03', 'JOB-ABT-06'],
  ),
  'abort/threshold-hundred': warning(
    'thresholdPercentage is below 100',
    'At 100 a single device that succeeds keeps a bad image spreading.',
    page,
    ['JOB-ABT-06'],
  ),
  'abort/duplicate-criterion': warning(
    'A criterion stands once',
    'The repetition has no effect, and was most likely meant for another failure type.',
    page,
    ['JOB-ABT-08', 'JOB-ABT-16'],
  ),
  'abort/shadowed-criterion': warning(
    'Every criterion can decide something',
    'A criterion that holds only when another one holds as well never stops a job. It suggests a safety that is not there.',
    page,
    ['JOB-ABT-08', 'JOB-ABT-16'],
  ),
  'abort/timed-out-never': warning(
    'A TIMED_OUT criterion goes with a timeout',
    'Without a timeout, silent devices never time out, so the criterion never fires unless devices set step timers.',
    page,
    ['JOB-ABT-15', 'JOB-TMO-02'],
  ),
  'abort/silent-devices': warning(
    'Devices that hang count as failures after a timeout',
    'A bad image often leaves a device silent. Without a timeout its execution never ends, and abort criteria count only executions that have ended.',
    page,
    ['JOB-ABT-05', 'JOB-ABT-15', 'JOB-TMO-02'],
  ),
  'abort/timeouts-not-counted': warning(
    'A criterion counts devices that time out',
    'FAILED counts only what devices report themselves. An image after which they no longer answer reaches the whole fleet.',
    page,
    ['JOB-ABT-07', 'JOB-ABT-15'],
  ),
  'abort/failures-not-counted': warning(
    'A criterion counts devices that report a failure',
    'Criteria for other ends of an execution never see those that devices report as FAILED.',
    page,
    ['JOB-ABT-02', 'JOB-ABT-07'],
  ),
  'abort/missing': warning(
    'A rollout that speeds up, or a big fleet, has abortConfig',
    'Failures never slow a rollout down. Without abort criteria a bad image goes to every device.',
    page,
    ['JOB-ROL-14', 'JOB-ABT-12'],
  ),
  'abort/minimum-above-fleet': warning(
    'The fleet is large enough for minNumberOfExecutedThings',
    'Nothing is checked before so many executions have ended. In a smaller fleet the criterion never fires.',
    page,
    ['JOB-ABT-05', 'JOB-ABT-15'],
  ),
  'abort/minimum-needs-retries': warning(
    'minNumberOfExecutedThings is reached without retries',
    'Each attempt of a device most likely counts, so a minimum above the fleet is reached only after devices have failed again and again.',
    page,
    ['JOB-ABT-10', 'JOB-ABT-15'],
  ),
  'abort/one-failure-stops': warning(
    'More than one failure decides about a fleet',
    'With a low minimum the first device that fails is share enough, though single devices fail in every rollout.',
    page,
    ['JOB-ABT-05', 'JOB-ABT-06'],
  ),
  'abort/too-late': warning(
    'The criteria can fire before everybody has the job',
    'When the last device is notified with those that decide, stopping the job spares hardly anybody.',
    page,
    ['JOB-ABT-12', 'JOB-ABT-17', 'JOB-ROL-10'],
  ),
  'abort/timeout-too-late': warning(
    'Devices time out before everybody has the job',
    'Devices that hang count only after the timeout. If the whole fleet is notified sooner, they stop nothing.',
    page,
    ['JOB-ABT-17', 'JOB-TMO-03', 'JOB-TMO-04'],
  ),
} as const satisfies RuleEntries;
