/**
 * When a cron expression of a maintenance window opens it. Days are found month by month, so years without any occurrence
 * cost little; every search is bounded by its end and by a number of occurrences.
 */
import { cronFields, cronNumber } from './cron.js';

/** A cron expression as the values that each field lets through. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** The days of a month, from 1, given its length and the weekday (0 is Sunday) of its first day. */
  readonly days: (length: number, firstWeekday: number) => readonly number[];
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The values of a legal expression. */
export function readCron(expression: string): Cron {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = cronFields(expression);
  return {
    minutes: numbers(0, minutes),
    hours: numbers(1, hours),
    days: dayOfMonth === '?' ? daysOfWeek(dayOfWeek) : daysOfMonth(dayOfMonth),
    months: new Set(numbers(3, month)),
    years: new Set(numbers(5, year)),
  };
}

/** The first occurrences from `from` up to, and not including, `to` (milliseconds since 1970); at most `limit` of them. */
export function occurrences(cron: Cron, from: number, to: number, limit: number): readonly number[] {
  const found: number[] = [];
  const first = new Date(from);
  let [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  while (found.length < limit && Date.UTC(year, month) < to) {
    if (!cron.years.has(year)) {
      [year, month] = [year + 1, 0];
      if (year > lastYear) break;
      continue;
    }
    if (cron.months.has(month + 1)) occurrencesOfMonth(cron, Date.UTC(year, month), from, to, limit, found);
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
  return found;
}

/** The last year that a cron expression can name. */
const lastYear = 2199;

function occurrencesOfMonth(cron: Cron, start: number, from: number, to: number, limit: number, found: number[]): void {
  for (const day of daysIn(cron, start)) {
    const midnight = start + (day - 1) * dayMs;
    if (midnight + dayMs <= from) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const at = midnight + (hour * 60 + minute) * minuteMs;
        if (at < from) continue;
        if (at >= to || found.length >= limit) return;
        found.push(at);
      }
    }
  }
}

function daysIn(cron: Cron, monthStart: number): readonly number[] {
  const first = new Date(monthStart);
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
  return cron.days((next - monthStart) / dayMs, first.getUTCDay());
}

/** Whether the expression has any occurrence at all. Years repeat in fourteen kinds, so one of each kind is looked at. */
export function everOccurs(cron: Cron): boolean {
  const kinds = new Set<string>();
  for (const year of cron.years) {
    const kind = `${new Date(Date.UTC(year, 0)).getUTCDay()} ${(Date.UTC(year + 1, 0) - Date.UTC(year, 0)) / dayMs}`;
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    for (const month of cron.months) if (daysIn(cron, Date.UTC(year, month - 1)).length > 0) return true;
  }
  return false;
}

function numbers(field: number, text: string): readonly number[] {
  const values = new Set<number>();
  for (const item of text.split(',')) for (const value of numbersOf(field, item)) values.add(value);
  return [...values].sort((a, b) => a - b);
}

/** The values of one item of a list: `5`, `1-5`, `*`, `0/15`. A range that runs backwards goes round. */
function numbersOf(field: number, item: string): readonly number[] {
  const [range = '', step] = item.split('/');
  const { min, max } = cronNumber.bounds(field);
  const [low, high] = range === '*' ? [min, max] : range.split('-').map((end) => cronNumber.read(field, end) ?? min);
  const first = low ?? min;
  const last = high ?? (step === undefined ? first : max);
  const values: number[] = [];
  const end = last < first ? last + (max - min + 1) : last;
  for (let value = first; value <= end; value += Number(step ?? 1)) {
    values.push(value > max ? value - (max - min + 1) : value);
  }
  return values;
}

type Days = Cron['days'];

function daysOfMonth(text: string): Days {
  const parts = text.split(',').map(dayOfMonthItem);
  return (length, firstWeekday) => union(parts, length, firstWeekday);
}

function dayOfMonthItem(item: string): Days {
  if (item === 'LW') return (length, first) => [nearestWeekday(length, length, first)];
  const back = /^L(?:-(\d+))?$/.exec(item);
  if (back !== null) {
    const distance = Number(back[1] ?? 0);
    return (length) => (length > distance ? [length - distance] : []);
  }
  if (item.endsWith('W')) {
    const day = Number(item.slice(0, -1));
    return (length, first) => (day > length ? [] : [nearestWeekday(day, length, first)]);
  }
  const values = numbersOf(2, item);
  return (length) => values.filter((day) => day <= length);
}

/** The working day nearest to a day, within its month. */
function nearestWeekday(day: number, length: number, firstWeekday: number): number {
  const weekday = weekdayOf(day, firstWeekday);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  return day;
}

function daysOfWeek(text: string): Days {
  const parts = text.split(',').map(dayOfWeekItem);
  return (length, firstWeekday) => union(parts, length, firstWeekday);
}

function dayOfWeekItem(item: string): Days {
  // The last day of a week is Saturday.
  const [, day = 'SAT', mark, nth] = /^(?:([^L#]+))?(L|#)(\d)?$/.exec(item) ?? [];
  const weekday = (cronNumber.read(4, day) ?? 7) - 1;
  if (mark === undefined || item === 'L') {
    const weekdays = new Set(item === 'L' ? [weekday] : numbersOf(4, item).map((value) => value - 1));
    return (length, first) => {
      const days: number[] = [];
      for (let date = 1; date <= length; date += 1) if (weekdays.has(weekdayOf(date, first))) days.push(date);
      return days;
    };
  }
  return (length, first) => {
    const earliest = 1 + ((weekday - first + 7) % 7);
    const weeks = mark === 'L' ? Math.floor((length - earliest) / 7) : Number(nth) - 1;
    const date = earliest + 7 * weeks;
    return date <= length ? [date] : [];
  };
}

function union(parts: readonly Days[], length: number, firstWeekday: number): readonly number[] {
  const only = parts[0];
  if (only !== undefined && parts.length === 1) return only(length, firstWeekday);
  return [...new Set(parts.flatMap((part) => part(length, firstWeekday)))].sort((a, b) => a - b);
}

function weekdayOf(day: number, firstWeekday: number): number {
  return (firstWeekday + day - 1) % 7;
}
