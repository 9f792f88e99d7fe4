/** How long one device may take: `timeoutConfig`. */
import type { Rule } from './rule.js';

/** Seven days, in minutes (JOB-TMO-01: the API model says it in prose only, so no generated check knows it). */
const timeoutMinutesMax = 10_080;

/** Whether the timeout is within what AWS allows. */
export const timeoutRule: Rule = ({ spec }) => {
  const minutes = spec.timeoutConfig?.inProgressTimeoutInMinutes;
  if (minutes === undefined || (minutes >= 1 && minutes <= timeoutMinutesMax)) return [];
  return [
    {
      rule: 'timeout/range',
      pointer: '/spec/timeoutConfig/inProgressTimeoutInMinutes',
      on: 'value',
      message: `inProgressTimeoutInMinutes must be 1 to ${timeoutMinutesMax} (seven days), not ${minutes}`,
      help:
        minutes < 1
          ? 'Without timeoutConfig a device may take as long as it likes.'
          : `Write at most ${timeoutMinutesMax}.`,
    },
  ];
};
