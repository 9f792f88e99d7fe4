/**
 * Cron expressions of maintenance windows, read into data: `cron(minutes hours day-of-month month day-of-week year)`, in
 * UTC (JOB-MW-05 to JOB-MW-09). The dialect is Amazon EventBridge's (JOB-MW-10), so lower-case names are accepted, a range
 * may wrap around (`FRI-MON`), and `L` alone among the days of the week is Saturday.
 */

/** When something starts, again and again. `parseCron` makes it; `nextStart` reads it. */
export interface Cron {
  /** Minutes after midnight UTC, ascending. */
  readonly minutesOfDay: readonly number[];
  readonly days: DaysOfMonth | DaysOfWeek;
  /** 1 to 12, ascending. */
  readonly months: readonly number[];
  /** Ascending. */
  readonly years: readonly number[];
}

/** Days counted within a month. */
export interface DaysOfMonth {
  readonly kind: 'month';
  readonly days: readonly number[];
  /** Days before the last of the month: `L` is 0, `L-3` is 3. */
  readonly beforeLast: readonly number[];
  /** The working day nearest to each of these days, within the month: `15W`. */
  readonly nearest: readonly number[];
  /** The last working day: `LW`. */
  readonly lastWorkingDay: boolean;
}

/** Days counted within a week: 0 is Sunday. */
export interface DaysOfWeek {
  readonly kind: 'week';
  readonly days: readonly number[];
  /** The last of these days in a month: `6L` is the last Friday. */
  readonly last: readonly number[];
  /** The n-th of a day in a month: `3#2` is the second Tuesday. */
  readonly nth: { readonly day: number; readonly n: number } | undefined;
}

/** Why an expression is not one, for a person. */
export interface CronFault {
  readonly message: string;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const daysOfMonth: Field = { name: 'day-of-month', min: 1, max: 31 };
const daysOfWeek: Field = {
  name: 'day-of-week',
  min: 1,
  max: 7,
  words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
const months: Field = {
  name: 'month',
  min: 1,
  max: 12,
  words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const minutes: Field = { name: 'minutes', min: 0, max: 59 };
const hours: Field = { name: 'hours', min: 0, max: 23 };
const years: Field = { name: 'year', min: 1970, max: 2199 };

/** The longest expression that AWS takes, in characters. */
const maximumLength = 256;

/** A fault found deep in a field; it never leaves this file. */
class Misread extends Error {}

/** Returns the expression as data, or what is wrong with it and what to write instead. */
export function parseCron(expression: string): Cron | CronFault {
  const inside = /^cron\(([^()]*)\)$/.exec(expression.trim())?.[1]?.trim();
  if (inside === undefined || expression.length > maximumLength)
    return { message: 'it must be written as cron(…), in six fields, like cron(0 18 ? * MON-FRI *)' };
  const parts = inside.toUpperCase().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year] = parts;
  if (parts.length !== 6 || year === undefined)
    return { message: 'cron(…) has six fields: minutes hours day-of-month month day-of-week year' };
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    return { message: 'exactly one of day-of-month and day-of-week must be ?' }; // JOB-MW-06
  try {
    const minuteValues = valuesOf(minutes, minute);
    return {
      minutesOfDay: valuesOf(hours, hour).flatMap((h) => minuteValues.map((m) => h * 60 + m)),
      days: dayOfWeek === '?' ? readDaysOfMonth(dayOfMonth) : readDaysOfWeek(dayOfWeek),
      months: valuesOf(months, month),
      years: valuesOf(years, year),
    };
  } catch (error) {
    if (error instanceof Misread) return { message: error.message };
    throw error;
  }
}

/** Returns whether `parseCron` gave a fault. */
export function isCronFault(parsed: Cron | CronFault): parsed is CronFault {
  return 'message' in parsed;
}

function readDaysOfMonth(text: string): DaysOfMonth {
  const rule = { kind: 'month' as const, beforeLast: [] as number[], nearest: [] as number[] };
  const days = new Set<number>();
  let lastWorkingDay = false;
  for (const item of text.split(',')) {
    const before = /^L(?:-(\d{1,2}))?$/.exec(item);
    const near = /^(\d{1,2})W$/.exec(item);
    if (item === 'LW') lastWorkingDay = true;
    else if (before !== null) rule.beforeLast.push(inRange({ ...daysOfMonth, min: 0, max: 30 }, before[1] ?? '0'));
    else if (near !== null) rule.nearest.push(inRange(daysOfMonth, near[1]!));
    else for (const day of itemValues(daysOfMonth, item)) days.add(day);
  }
  return { ...rule, days: ascending(days), lastWorkingDay };
}

function readDaysOfWeek(text: string): DaysOfWeek {
  const items = text.split(',');
  const days = new Set<number>();
  const last: number[] = [];
  let nth: DaysOfWeek['nth'];
  for (const item of items) {
    const [, counted, n] = /^(\w+)#([1-5])$/.exec(item) ?? [];
    const [, lastDay] = /^(\w+)L$/.exec(item) ?? [];
    if (item.includes('#') && items.length > 1)
      throw new Misread('day-of-week may have only one expression with #, and no other beside it'); // JOB-MW-07
    if (counted !== undefined) nth = { day: inRange(daysOfWeek, counted) - 1, n: Number(n) };
    else if (item === 'L') days.add(6);
    else if (lastDay !== undefined) last.push(inRange(daysOfWeek, lastDay) - 1);
    else for (const day of itemValues(daysOfWeek, item)) days.add(day - 1);
  }
  return { kind: 'week', days: ascending(days), last, nth };
}

function valuesOf(field: Field, text: string): number[] {
  return ascending(new Set(text.split(',').flatMap((item) => itemValues(field, item))));
}

/** Returns the values of `*`, `5`, `2-6`, `FRI-MON`, `1/10` or `0-30/5`. */
function itemValues(field: Field, item: string): number[] {
  const [range = '', step, ...more] = item.split('/');
  const [from = '', to, ...others] = range.split('-');
  if (more.length > 0 || others.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step)))
    throw new Misread(`${field.name} cannot be ${item}`);
  const first = from === '*' && to === undefined ? field.min : inRange(field, from);
  // `1/10` has no end of its own: it goes on to the field's last value.
  const open = from === '*' || (to === undefined && step !== undefined);
  const last = open ? field.max : to === undefined ? first : inRange(field, to);
  const size = field.max - field.min + 1;
  const length = (last - first + (last < first ? size : 0)) / Number(step ?? 1);
  return Array.from(
    { length: Math.floor(length) + 1 },
    (_, index) => field.min + ((first - field.min + index * Number(step ?? 1)) % size),
  );
}

function inRange(field: Field, text: string): number {
  const word = field.words?.indexOf(text) ?? -1;
  const value = word >= 0 ? word + field.min : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.min && value <= field.max) return value;
  const words = field.words === undefined ? '' : ` or ${field.words[0]} to ${field.words.at(-1)}`;
  const written = text === '' ? 'empty' : text;
  throw new Misread(`${field.name} goes from ${field.min} to ${field.max}${words}; it cannot be ${written}`);
}

function ascending(values: Set<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
