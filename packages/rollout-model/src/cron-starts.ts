/** The moments that a cron expression names. Times are milliseconds since the epoch, UTC. */
import type { Cron } from './cron.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Returns the first start after `afterMs`, or undefined when none is left until the last year of the expression. */
export function nextStart(cron: Cron, afterMs: number): number | undefined {
  const after = new Date(Math.floor(afterMs / dayMs) * dayMs);
  const today = after.getTime();
  if (isDay(cron, today)) {
    const later = cron.minutesOfDay.find((minute) => today + minute * minuteMs > afterMs);
    if (later !== undefined) return today + later * minuteMs;
  }
  for (const year of cron.years) {
    if (year < after.getUTCFullYear()) continue;
    for (const month of cron.months) {
      const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
      if (Date.UTC(year, month - 1, days) <= today) continue;
      for (let day = 1; day <= days; day += 1) {
        const start = Date.UTC(year, month - 1, day);
        if (start > today && matches(cron, year, month, day)) return start + cron.minutesOfDay[0]! * minuteMs;
      }
    }
  }
  return undefined;
}

/** Returns the last start at or before `atMs` and after `sinceMs`, which is at most some days earlier, or undefined. */
export function lastStart(cron: Cron, atMs: number, sinceMs: number): number | undefined {
  for (let day = Math.floor(atMs / dayMs) * dayMs; day + dayMs > sinceMs; day -= dayMs) {
    if (!isDay(cron, day)) continue;
    const minute = cron.minutesOfDay.findLast((candidate) => day + candidate * minuteMs <= atMs);
    if (minute === undefined) continue;
    const start = day + minute * minuteMs;
    return start > sinceMs ? start : undefined;
  }
  return undefined;
}

function isDay(cron: Cron, dayStartMs: number): boolean {
  const date = new Date(dayStartMs);
  return matches(cron, date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function matches(cron: Cron, year: number, month: number, day: number): boolean {
  if (!cron.years.includes(year) || !cron.months.includes(month)) return false;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const rule = cron.days;
  if (rule.kind === 'week') {
    const { nth } = rule;
    return (
      rule.days.includes(weekday) ||
      (rule.last.includes(weekday) && day + 7 > lastDay) ||
      (nth !== undefined && nth.day === weekday && Math.ceil(day / 7) === nth.n)
    );
  }
  return (
    rule.days.includes(day) ||
    rule.beforeLast.includes(lastDay - day) ||
    rule.nearest.some((wanted) => nearestWorkingDay(year, month, wanted, lastDay) === day) ||
    (rule.lastWorkingDay && nearestWorkingDay(year, month, lastDay, lastDay) === day)
  );
}

/** Returns the working day nearest to a day without leaving the month (JOB-MW-08), or undefined if it has no such day. */
function nearestWorkingDay(year: number, month: number, day: number, lastDay: number): number | undefined {
  if (day > lastDay) return undefined;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay ? day - 2 : day + 1;
  return day;
}
