import type { DescribeJobCommandOutput } from '@aws-sdk/client-iot';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { accepts } from '../src/accepts.js';
import * as iot from '../src/iot.js';
import { list, map, optional, structure, timestamp } from '../src/shape.js';
import { type Dated, withDates, withEpochSeconds } from '../src/timestamps.js';

const Log = structure({
  at: timestamp(),
  ends: optional(timestamp()),
  all: list(timestamp()),
  by: map('^[^]*$', timestamp()),
});

describe('timestamps', () => {
  it('become dates wherever the schema has them, and nothing else changes', () => {
    const job = { jobId: 'a', createdAt: 1_700_000_000.123, timeoutConfig: { inProgressTimeoutInMinutes: 5 } };
    expect(withDates(iot.DescribeJobResponse, { job, documentSource: 's' })).toEqual({
      job: { ...job, createdAt: new Date(1_700_000_000_123) },
      documentSource: 's',
    });
    expect(job.createdAt).toBe(1_700_000_000.123);
  });

  it('are found in lists, in maps and where they are optional', () => {
    const second = new Date(1000);
    expect(withDates(Log, { at: 1, all: [1, 1], by: { a: 1 } })).toEqual({
      at: second,
      all: [second, second],
      by: { a: second },
    });
  });

  it('travel both ways without loss, to the millisecond', () => {
    const time = fc.integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 }).map((ms) => new Date(ms));
    fc.assert(
      fc.property(
        fc.record({ at: time, ends: time, all: fc.array(time), by: fc.dictionary(fc.string(), time) }),
        (dated) => {
          const wire = withEpochSeconds(Log, dated);
          expect(accepts(Log, wire)).toBe(true);
          expect(withDates(Log, wire)).toEqual(dated);
        },
      ),
    );
  });

  it('make of the SDK’s answer one of ours, members that we do not know and all', () => {
    const answer: Omit<DescribeJobCommandOutput, '$metadata'> = { job: { jobId: 'a', createdAt: new Date(5000) } };
    const ours = withEpochSeconds(iot.DescribeJobResponse, answer);
    expect(ours).toEqual({ job: { jobId: 'a', createdAt: 5 } });
    expectTypeOf(ours).toEqualTypeOf<iot.DescribeJobResponse>();
  });

  it('are typed by the schema', () => {
    type At = Dated<typeof iot.DescribeJobResponse>['job'];
    expectTypeOf<NonNullable<At>['createdAt']>().toEqualTypeOf<Date | undefined>();
    expectTypeOf<Dated<typeof iot.DescribeJobResponse>>().toExtend<Omit<DescribeJobCommandOutput, '$metadata'>>();
  });
});
