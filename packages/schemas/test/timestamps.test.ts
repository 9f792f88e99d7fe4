import type { DescribeJobCommandOutput } from '@aws-sdk/client-iot';
import type { StartCommandExecutionCommandInput } from '@aws-sdk/client-iot-jobs-data-plane';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { accepts } from '../src/accepts.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import { blob, list, map, optional, structure, timestamp } from '../src/shape.js';
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

describe('points in time that a Date cannot hold', () => {
  it('are refused with their place, in both directions', () => {
    expect(() => withDates(Log, { at: 8_640_000_000_001, all: [], by: {} })).toThrow(
      new RangeError('/at: 8640000000001 seconds since 1970 are beyond what a Date holds, ±8640000000000'),
    );
    expect(() => withDates(Log, { at: 1, all: [1, 1e20], by: {} })).toThrow(/^\/all\/1: 100000000000000000000 seconds/);
    expect(() => withEpochSeconds(Log, { at: new Date(0), all: [], by: { 'a/b': new Date('never') } })).toThrow(
      new RangeError('/by/a~1b: the Date is invalid'),
    );
    expect(() => withDates(timestamp(), Number.NaN)).toThrow(/^the value: NaN seconds/);
  });
});

describe('bytes', () => {
  const Held = structure({ one: blob(), many: optional(list(blob())) });

  it('of a command’s parameter go from the SDK to the wire and back', () => {
    const input: StartCommandExecutionCommandInput = {
      targetArn: 'arn:aws:iot:eu-west-1:123456789012:thing/lab-7',
      commandArn: 'arn:aws:iot:eu-west-1:123456789012:command/blink',
      parameters: { pattern: { BIN: new Uint8Array([0, 1, 255]) }, times: { I: 3 } },
    };
    const wire = withEpochSeconds(data.StartCommandExecutionRequest, input);
    expect(wire.parameters).toEqual({ pattern: { BIN: 'AAH/' }, times: { I: 3 } });
    expect(accepts(data.StartCommandExecutionRequest, wire)).toBe(true);
    expect(withDates(data.StartCommandExecutionRequest, wire)).toEqual(input);
  });

  it('travel both ways without loss, whatever they are and however many', () => {
    const bytes = fc.oneof(fc.uint8Array(), fc.uint8Array({ minLength: 9000, maxLength: 20_000 }));
    fc.assert(
      fc.property(bytes, fc.array(fc.uint8Array()), (one, many) => {
        const wire = withEpochSeconds(Held, { one, many });
        expect(wire.one).toBe(Buffer.from(one).toString('base64'));
        expect(accepts(Held, wire)).toBe(true);
        expect(withDates(Held, wire)).toEqual({ one, many });
      }),
    );
  });

  it('that are no base64 are refused with their place', () => {
    expect(() => withDates(Held, { one: 'é' })).toThrow(new RangeError('/one: the text is not base64'));
  });

  it('are typed by the schema', () => {
    type Value = NonNullable<Dated<typeof data.StartCommandExecutionRequest>['parameters']>[string];
    expectTypeOf<Value['BIN']>().toEqualTypeOf<Uint8Array | undefined>();
  });
});
