import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cron, isCronFault, parseCron } from '../src/cron.js';
import { lastStart, nextStart } from '../src/cron-starts.js';

function cron(text: string): Cron {
  const parsed = parseCron(`cron(${text})`);
  if (isCronFault(parsed)) throw new Error(`${text}: ${parsed.message}`);
  return parsed;
}

/** The next starts after a moment, as people write them. */
function starts(text: string, after: string, count = 1): string[] {
  const found: string[] = [];
  const parsed = cron(text);
  for (let at = nextStart(parsed, Date.parse(after)); at !== undefined && found.length < count; ) {
    found.push(new Date(at).toISOString().slice(0, 16));
    at = nextStart(parsed, at);
  }
  return found;
}

function fault(text: string): string | undefined {
  const parsed = parseCron(text);
  return isCronFault(parsed) ? parsed.message : undefined;
}

describe('parseCron', () => {
  it('reads the legal examples of the guide', () => {
    expect(starts('0 10 * * ? *', '2026-11-20T12:00Z')).toEqual(['2026-11-21T10:00']);
    expect(starts('15 12 * * ? *', '2026-11-20T12:00Z')).toEqual(['2026-11-20T12:15']);
    // 20 November 2026 is a Friday.
    expect(starts('0 18 ? * MON-FRI *', '2026-11-20T18:00Z', 2)).toEqual(['2026-11-23T18:00', '2026-11-24T18:00']);
    expect(starts('0 8 1 * ? *', '2026-11-20T12:00Z', 2)).toEqual(['2026-12-01T08:00', '2027-01-01T08:00']);
  });

  it('counts days of the week from Sunday, names them, and takes lists, ranges and steps', () => {
    expect(starts('0 0 ? * 1 *', '2026-11-20T00:00Z')).toEqual(['2026-11-22T00:00']);
    expect(starts('0 0 ? * fri-mon *', '2026-11-20T00:00Z', 4)).toEqual([
      '2026-11-21T00:00',
      '2026-11-22T00:00',
      '2026-11-23T00:00',
      '2026-11-27T00:00',
    ]);
    expect(starts('1/20 3,5-6 1 JAN,3 ? 2027/2', '2026-11-20T00:00Z', 4)).toEqual([
      '2027-01-01T03:01',
      '2027-01-01T03:21',
      '2027-01-01T03:41',
      '2027-01-01T05:01',
    ]);
    expect(cron('0 0-10/5 1 1 ? *').minutesOfDay).toEqual([0, 300, 600]);
    expect(cron('0 */9 1 1 ? *').minutesOfDay).toEqual([0, 540, 1080]);
  });

  it('knows the last day, the nearest working day and the n-th weekday of a month', () => {
    expect(starts('0 0 L * ? *', '2027-02-01T00:00Z', 2)).toEqual(['2027-02-28T00:00', '2027-03-31T00:00']);
    expect(starts('0 0 L-2 2 ? *', '2028-01-01T00:00Z')).toEqual(['2028-02-27T00:00']);
    // 1 August 2026 is a Saturday, 15 and 31 January 2027 are a Friday and a Sunday.
    expect(starts('0 0 1W 8 ? 2026', '2026-07-01T00:00Z')).toEqual(['2026-08-03T00:00']);
    expect(starts('0 0 15W 1 ? 2027', '2026-12-01T00:00Z')).toEqual(['2027-01-15T00:00']);
    expect(starts('0 0 16W 1 ? 2027', '2026-12-01T00:00Z')).toEqual(['2027-01-15T00:00']);
    expect(starts('0 0 17W 1 ? 2027', '2026-12-01T00:00Z')).toEqual(['2027-01-18T00:00']);
    expect(starts('0 0 31W 1 ? 2027', '2026-12-01T00:00Z')).toEqual(['2027-01-29T00:00']);
    expect(starts('0 0 LW 1 ? 2027', '2026-12-01T00:00Z')).toEqual(['2027-01-29T00:00']);
    expect(starts('0 0 31W * ? 2027', '2027-04-01T00:00Z')).toEqual(['2027-05-31T00:00']);
    expect(starts('0 0 ? * 3#2 *', '2026-11-01T00:00Z', 2)).toEqual(['2026-11-10T00:00', '2026-12-08T00:00']);
    expect(starts('0 0 ? * MON#5 2027', '2027-01-01T00:00Z', 2)).toEqual(['2027-03-29T00:00', '2027-05-31T00:00']);
    expect(starts('0 0 ? * 6L *', '2026-11-01T00:00Z')).toEqual(['2026-11-27T00:00']);
    expect(starts('0 0 ? * L *', '2026-11-20T00:00Z')).toEqual(['2026-11-21T00:00']);
  });

  it('says what is wrong', () => {
    expect(fault('rate(1 hour)')).toMatch(/must be written as cron/);
    expect(fault('cron(0 10 * * ?)')).toMatch(/six fields/);
    expect(fault('cron()')).toMatch(/six fields/);
    expect(fault('cron(0 10 * * * *)')).toMatch(/exactly one of day-of-month and day-of-week/);
    expect(fault('cron(0 10 ? * ? *)')).toMatch(/exactly one/);
    expect(fault('cron(60 10 * * ? *)')).toMatch(/minutes goes from 0 to 59; it cannot be 60/);
    expect(fault('cron(0 10 * * ? 1969)')).toMatch(/year goes from 1970 to 2199/);
    expect(fault('cron(0 10 ? * 3#1,6#3 *)')).toMatch(/only one expression with #/);
    expect(fault('cron(0 10 ? * 3#6 *)')).toMatch(/day-of-week/);
    expect(fault('cron(0 10 * FOO ? *)')).toMatch(/JAN to DEC; it cannot be FOO/);
    for (const minutes of ['', ',', '1,', '*/0', '1-', '-1', '1-2-3', '1/2/3', '*-5', '5-*', 'L', '1.5', '?'])
      expect(fault(`cron(${minutes} 10 * * ? *)`), minutes).toBeDefined();
  });

  it('never throws, and reads its own examples whatever the white space', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCron(`cron(${text})`)));
    const fields = fc.array(fc.constantFrom('*', '?', 'L', '1', '3W', '2#1', '5/7', 'MON', '1-5'), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(fc.property(fields, (words) => void parseCron(`cron(${words.join(' ')})`)));
    expect(fault(' cron( 0  10\t* * ? * ) ')).toBeUndefined();
  });
});

/** The text of a field and the values that it means, made together. */
function field(min: number, max: number): fc.Arbitrary<{ text: string; values: Set<number> }> {
  const value = fc.integer({ min, max });
  const span = (from: number, to: number, step: number) =>
    new Set(
      Array.from({ length: max - min + 1 }, (_, i) => min + i).filter(
        (v) => v >= from && v <= to && (v - from) % step === 0,
      ),
    );
  return fc.oneof(
    fc.constant({ text: '*', values: span(min, max, 1) }),
    fc
      .uniqueArray(value, { minLength: 1, maxLength: 4 })
      .map((values) => ({ text: values.join(','), values: new Set(values) })),
    fc.tuple(value, value).map(([a, b]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      return { text: `${from}-${to}`, values: span(from, to, 1) };
    }),
    fc
      .tuple(value, fc.integer({ min: 1, max: 12 }))
      .map(([from, step]) => ({ text: `${from}/${step}`, values: span(from, max, step) })),
  );
}

const minute = 60_000;

describe('nextStart', () => {
  it('is the first minute that every field allows', () => {
    const moments = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(1, 31), field(1, 12), moments, (m, h, d, mo, after) => {
        const parsed = cron(`${m.text} ${h.text} ${d.text} ${mo.text} ? *`);
        const allows = (at: number) => {
          const date = new Date(at);
          return (
            m.values.has(date.getUTCMinutes()) &&
            h.values.has(date.getUTCHours()) &&
            d.values.has(date.getUTCDate()) &&
            mo.values.has(date.getUTCMonth() + 1)
          );
        };
        const next = nextStart(parsed, after);
        const horizon = after + 4 * 24 * 60 * minute;
        for (let at = Math.floor(after / minute) * minute + minute; at <= horizon; at += minute)
          if (allows(at)) {
            expect(next).toBe(at);
            return;
          }
        if (next !== undefined) {
          expect(allows(next)).toBe(true);
          expect(next).toBeGreaterThan(horizon);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is undefined when no start is left, also of a day that never comes', () => {
    expect(starts('0 0 31 2 ? *', '2026-01-01T00:00Z')).toEqual([]);
    expect(starts('0 0 1 1 ? 2026', '2026-01-01T00:00Z')).toEqual([]);
    expect(starts('0 0 29 2 ? *', '2096-03-01T00:00Z')).toEqual(['2104-02-29T00:00']);
  });

  it('has lastStart look the other way', () => {
    const moments = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2026, 11) });
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(1, 31), moments, (m, h, d, at) => {
        const parsed = cron(`${m.text} ${h.text} ${d.text} * ? *`);
        const since = at - 1430 * minute;
        const last = lastStart(parsed, at, since);
        if (last === undefined) expect(nextStart(parsed, since) ?? Infinity).toBeGreaterThan(at);
        else {
          expect(nextStart(parsed, last - 1)).toBe(last);
          expect(nextStart(parsed, last) ?? Infinity).toBeGreaterThan(at);
          expect(last).toBeGreaterThan(since);
        }
      }),
    );
  });
});
