import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronFault } from '../src/rules/cron.js';
import { everOccurs, occurrences, readCron } from '../src/rules/cron-occurrence.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Whether one item of a list lets a value through, word by word as AWS's table says it. */
function itemMatches(item: string, value: number, min: number, max: number): boolean {
  const [range = '', step] = item.split('/');
  const [from, to] = range === '*' ? [min, max] : range.split('-').map(Number);
  if (from === undefined) return false;
  if (step === undefined) return value >= from && value <= (to ?? from);
  return value >= from && value <= (to ?? max) && (value - from) % Number(step) === 0;
}

function listMatches(list: string, value: number, min: number, max: number): boolean {
  return list.split(',').some((item) => itemMatches(item, value, min, max));
}

/** Every value that a list lets through, asked once so that the scan of each minute stays quick. */
function valuesOf(list: string, min: number, max: number): ReadonlySet<number> {
  const all = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return new Set(all.filter((value) => listMatches(list, value, min, max)));
}

const weekdayOf = (at: number) => new Date(at).getUTCDay();
const dateOf = (at: number) => new Date(at).getUTCDate();
const sameMonth = (a: number, b: number) => new Date(a).getUTCMonth() === new Date(b).getUTCMonth();

/** The working day nearest to a date of the month, found by walking away from it. */
function workingDayNear(at: number, date: number): number | undefined {
  const target = at + (date - dateOf(at)) * dayMs;
  if (!sameMonth(target, at)) return undefined;
  for (const distance of [0, 1, 2]) {
    for (const candidate of [target - distance * dayMs, target + distance * dayMs]) {
      if (sameMonth(candidate, at) && ![0, 6].includes(weekdayOf(candidate))) return dateOf(candidate);
    }
  }
  return undefined;
}

function dayMatches(at: number, dayOfMonth: string, dayOfWeek: string): boolean {
  const date = dateOf(at);
  if (dayOfMonth === 'L') return !sameMonth(at, at + dayMs);
  if (dayOfMonth.startsWith('L-')) {
    const end = at + Number(dayOfMonth.slice(2)) * dayMs;
    return sameMonth(at, end) && !sameMonth(at, end + dayMs);
  }
  if (dayOfMonth.endsWith('W')) return workingDayNear(at, Number(dayOfMonth.slice(0, -1))) === date;
  if (dayOfMonth !== '?') return listMatches(dayOfMonth, date, 1, 31);
  const weekday = weekdayOf(at) + 1;
  if (/^\dL$/.test(dayOfWeek)) return weekday === Number(dayOfWeek[0]) && !sameMonth(at, at + 7 * dayMs);
  const [day, nth] = dayOfWeek.split('#');
  if (nth !== undefined) return weekday === Number(day) && Math.ceil(date / 7) === Number(nth);
  const numbers = dayOfWeek.replace(/[A-Z]{3}/g, (name) => String(weekdays.indexOf(name) + 1));
  return listMatches(numbers, weekday, 1, 7);
}

/** The next minute that matches, found by looking at every minute. */
function nextByScanning(expression: string, from: number, to: number): number | undefined {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = expression
    .slice(5, -1)
    .split(' ');
  const [minute, hour] = [valuesOf(minutes, 0, 59), valuesOf(hours, 0, 23)];
  const [months, years] = [valuesOf(month, 1, 12), valuesOf(year, 1970, 2199)];
  for (let at = Math.ceil(from / minuteMs) * minuteMs; at < to; at += minuteMs) {
    if (!minute.has((at / minuteMs) % 60) || !hour.has(Math.floor(at / minuteMs / 60) % 24)) continue;
    const date = new Date(at);
    if (!months.has(date.getUTCMonth() + 1) || !years.has(date.getUTCFullYear())) continue;
    if (dayMatches(at, dayOfMonth, dayOfWeek)) return at;
  }
  return undefined;
}

function values(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.tuple(fc.oneof(fc.constant('*'), value.map(String), range), fc.integer({ min: 1, max: 20 }));
  const item = fc.oneof(
    value.map(String),
    range,
    step.map(([a, b]) => `${a}/${b}`),
  );
  return fc.oneof(
    fc.constant('*'),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
}

const days = fc.oneof(
  values(1, 31).map((text) => [text, '?']),
  fc.constantFrom('L', 'L-3', '1W', '15W', '30W', '31W').map((text) => [text, '?']),
  values(1, 7).map((text) => ['?', text]),
  fc.constantFrom('2#1', '7#5', '6L', '1L', 'MON-FRI', 'SUN,WED').map((text) => ['?', text]),
);

const expression = fc
  .tuple(values(0, 59), values(0, 23), days, values(1, 12), fc.constantFrom('*', '2027', '2027-2028', '2028/2'))
  .map(([minute, hour, [date, weekday], month, year]) => `cron(${minute} ${hour} ${date} ${month} ${weekday} ${year})`);

const moment = fc.integer({ min: Date.UTC(2027, 0), max: Date.UTC(2028, 11) });

describe('the next occurrence of a cron expression', () => {
  it('is the first minute of the next weeks that matches every field', () => {
    fc.assert(
      fc.property(expression, moment, fc.integer({ min: 1, max: 40 }), (text, from, horizonDays) => {
        const to = from + horizonDays * dayMs;
        expect(cronFault(text)).toBeUndefined();
        expect(occurrences(readCron(text), from, to, 1)[0]).toBe(nextByScanning(text, from, to));
      }),
      { numRuns: 200 },
    );
  });

  it('follows from the one before it, in order and within the bounds', () => {
    fc.assert(
      fc.property(expression, moment, (text, from) => {
        const cron = readCron(text);
        const to = from + 30 * dayMs;
        const found = occurrences(cron, from, to, 20);
        expect(found.length).toBeLessThanOrEqual(20);
        for (const [index, at] of found.entries()) {
          const after = index === 0 ? from : (found[index - 1] ?? from) + 1;
          expect(occurrences(cron, after, to, 1)).toEqual([at]);
        }
      }),
    );
  });
});

describe('a cron expression', () => {
  const from = Date.UTC(2027, 0, 1);
  const next = (text: string, count = 3) =>
    occurrences(readCron(`cron(${text})`), from, Infinity, count).map((at) => new Date(at).toISOString().slice(0, 16));

  it('opens on days that AWS names in its guide', () => {
    expect(next('0 10 * * ? *', 1)).toEqual(['2027-01-01T10:00']);
    expect(next('0 18 ? * MON-FRI *')).toEqual(['2027-01-01T18:00', '2027-01-04T18:00', '2027-01-05T18:00']);
    expect(next('0 8 1 * ? *', 2)).toEqual(['2027-01-01T08:00', '2027-02-01T08:00']);
    expect(next('0 8 ? * 3#2 *', 2)).toEqual(['2027-01-12T08:00', '2027-02-09T08:00']);
    expect(next('0 8 3W * ? *', 2)).toEqual(['2027-01-04T08:00', '2027-02-03T08:00']);
    expect(next('1/10 0 1 1 ? 2028', 2)).toEqual(['2028-01-01T00:01', '2028-01-01T00:11']);
    expect(next('0 0 LW * ? *', 2)).toEqual(['2027-01-29T00:00', '2027-02-26T00:00']);
    expect(next('0 0 29 2 ? *', 2)).toEqual(['2028-02-29T00:00', '2032-02-29T00:00']);
  });

  it('goes over the end of its field when a range runs backwards', () => {
    expect(next('0 2 ? * FRI-MON *', 5)).toEqual([
      '2027-01-01T02:00',
      '2027-01-02T02:00',
      '2027-01-03T02:00',
      '2027-01-04T02:00',
      '2027-01-08T02:00',
    ]);
  });

  it('never occurs only where no month has its days', () => {
    const ever = (text: string) => everOccurs(readCron(`cron(${text})`));
    expect(ever('0 0 31 2,4,6 ? *')).toBe(false);
    expect(ever('0 0 29 2 ? 2027')).toBe(false);
    expect(ever('0 0 29 2 ? 2027-2028')).toBe(true);
    expect(ever('0 0 ? 2 1#5 *')).toBe(true);
    expect(ever('0 0 ? 2 1#5 2027')).toBe(false);
    expect(ever('0 0 L 2 ? *')).toBe(true);
  });

  it('that has no occurrence left is given up at once', () => {
    expect(next('0 0 1 1 ? 2020')).toEqual([]);
    expect(next('0 0 30 2 ? *')).toEqual([]);
  });
});
