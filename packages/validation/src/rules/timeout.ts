/** How long one device may take: `timeoutConfig`, beside the end of the schedule and the maintenance windows. */
import { lacks } from '../configuration.js';
import type { Finding } from '../finding.js';
import { thingsText } from '../fleet.js';
import type { ConfigurationRule } from './configuration-rule.js';
import { bigFleetThings } from './pace.js';
import type { Rule } from './rule.js';
import { minutesText, scheduleMinutes } from './schedule-time.js';

/** Seven days, in minutes (JOB-TMO-01: the API model says it in prose only, so no generated check knows it). */
export const timeoutMinutesMax = 10_080;

const at = '/spec/timeoutConfig/inProgressTimeoutInMinutes';

/** Whether the timeout is within what AWS allows. */
export const timeoutRule: Rule = ({ spec }) => {
  const minutes = spec.timeoutConfig?.inProgressTimeoutInMinutes;
  if (minutes === undefined || (minutes >= 1 && minutes <= timeoutMinutesMax)) return [];
  return [
    {
      rule: 'timeout/range',
      pointer: at,
      on: 'value',
      message: `inProgressTimeoutInMinutes must be 1 to ${timeoutMinutesMax} (seven days), not ${minutes}`,
      help:
        minutes < 1
          ? 'Without timeoutConfig a device may take as long as it likes.'
          : `Write at most ${timeoutMinutesMax}.`,
    },
  ];
};

/** Timeouts that cannot do their work, and big fleets without one. */
export const timeoutConfigurationRule: ConfigurationRule = (configuration, repository) => {
  const { members, schedule, windows, fleet } = configuration;
  const timeout = members.timeoutConfig?.inProgressTimeoutInMinutes;
  if (timeout === undefined) {
    if (fleet?.declared !== true || fleet.things < bigFleetThings) return [];
    // With abort criteria, what they miss for want of a timeout is said there.
    const said = !lacks(configuration, 'abortConfig', repository);
    return said || !lacks(configuration, 'timeoutConfig', repository) ? [] : [missing(fleet.things)];
  }
  const findings: Finding[] = [];
  const minutes = schedule?.endBehavior === 'FORCE_CANCEL' ? scheduleMinutes(schedule) : undefined;
  if (minutes !== undefined && timeout >= minutes) {
    findings.push({
      rule: 'timeout/after-end',
      pointer: at,
      on: 'value',
      message: `no device can time out: FORCE_CANCEL ends every execution ${minutesText(minutes)} after the start, before the ${timeout} minutes are over`,
      help: `Write less than ${minutes}, or a later endTime.`,
      related: [{ message: 'the end', pointer: '/spec/schedulingConfig/endTime' }],
    });
  }
  const shortest = windows.list.findIndex((window) => (window?.durationInMinutes ?? Infinity) < timeout);
  const duration = windows.list[shortest]?.durationInMinutes;
  if (duration !== undefined) {
    findings.push({
      rule: 'timeout/outlasts-window',
      pointer: at,
      on: 'value',
      message: `a device may work on the job for ${minutesText(timeout)}, longer than the window of ${duration} is open; the end of a window stops no device`,
      help: `Write at most ${duration}, or longer windows.`,
      related: [{ message: 'the window', pointer: `${windows.pointer}/${shortest}/durationInMinutes` }],
    });
  }
  return findings;
};

function missing(things: number): Finding {
  return {
    rule: 'timeout/missing-on-fleet',
    pointer: '/spec/targets',
    on: 'key',
    message: `of ${thingsText(things)} some will fall silent; without a timeout they stay IN_PROGRESS, and the job with them`,
    help: 'Add timeoutConfig: { inProgressTimeoutInMinutes: 60 }, or how long your devices may take.',
  };
}
