import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronFault } from '../src/rules/cron.js';
import { decimalPlaces } from '../src/rules/decimals.js';
import { readScheduleTime } from '../src/rules/schedule-time.js';

describe('digits after the point', () => {
  it('are counted as they are written, for any number of up to two of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 2 }), (whole, places) => {
        const written = (whole / 10 ** places).toFixed(places);
        expect(decimalPlaces(Number(written))).toBe(written.replace(/\.?0+$/, '').split('.')[1]?.length ?? 0);
      }),
    );
  });

  it.each([
    [1.1, 1],
    [10.99, 2],
    [10.999, 3],
    [5, 0],
    [1e-7, 7],
    [1.5e-7, 8],
    [1e21, 0],
  ])('of %d are %d', (value, places) => {
    expect(decimalPlaces(value)).toBe(places);
  });
});

describe('a schedule time', () => {
  it.each([
    ['2027-03-01T06:00', Date.UTC(2027, 2, 1, 6), true],
    ['2028-02-29T23:59', Date.UTC(2028, 1, 29, 23, 59), true],
    ['2027-03-01 06:00', Date.UTC(2027, 2, 1, 6), false],
    ['2027-03-01T06:00:30Z', Date.UTC(2027, 2, 1, 6, 0, 30), false],
    ['2027-03-01T06:00+02:00', Date.UTC(2027, 2, 1, 4), false],
    ['2027-03-01T06:00-0330', Date.UTC(2027, 2, 1, 9, 30), false],
    ['2027-03-01T24:00', Date.UTC(2027, 2, 2), false],
  ])('%s is read', (text, ms, recommended) => {
    expect(readScheduleTime(text)).toEqual({ ms, recommended });
  });

  it.each(['1803880800', '1803880800000', '2027-03-01', '20270301T0600Z', '2027-3-1T9:00', 'March 1, 2027'])(
    '%s may mean something to AWS, so it is only doubted',
    (text) => {
      expect(readScheduleTime(text)).toEqual({ recommended: false });
    },
  );

  it.each([
    '2027-02-29T06:00',
    '2027-13-01T06:00',
    '2027-03-01T24:01',
    '2027-03-01T06:60',
    '2027-03-01T06:00+15:00',
    'tomorrow',
    '',
  ])('%s is none', (text) => {
    expect(readScheduleTime(text)).toBeUndefined();
  });
});

describe('a cron expression', () => {
  const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      number(min, max),
      fc.array(number(min, max), { minLength: 2, maxLength: 4 }).map((list) => list.join(',')),
      fc.tuple(number(min, max), number(min, max)).map((range) => range.join('-')),
      fc.tuple(number(min, max), fc.integer({ min: 1, max: 59 })).map(([from, step]) => `${from}/${step}`),
    );
  const time = fc.tuple(field(0, 59), field(0, 23));
  const rest = fc.tuple(field(1, 12), field(1970, 2199));

  it('of legal fields, with ? in one of the two day fields, is right', () => {
    fc.assert(
      fc.property(
        time,
        field(1, 31),
        field(1, 7),
        rest,
        fc.boolean(),
        ([minute, hour], day, weekday, [month, year], monthly) => {
          const days = monthly ? [day, month, '?'] : ['?', month, weekday];
          expect(cronFault(`cron(${[minute, hour, ...days, year].join(' ')})`)).toBeUndefined();
          expect(cronFault(`cron(${[minute, hour, day, month, weekday, year].join(' ')})`)?.message).toContain(
            'must be ?',
          );
        },
      ),
    );
  });

  it('gets a message or none, never an exception, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof (cronFault(`cron(${text})`)?.message ?? '')).toBe('string');
        expect(cronFault(text) === undefined).toBe(false);
      }),
    );
  });
});
