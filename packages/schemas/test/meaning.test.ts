import { type TSchema, Union } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describe, expect, it } from 'vitest';
import { accepts } from '../src/accepts.js';
import { explain } from '../src/explain.js';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import { asciiString, blob, list, long, map, optional, structure, timestamp, unicodeString } from '../src/shape.js';
import { strict } from '../src/strict.js';
import * as sample from './sample/generated/kiln/shapes.js';

/** Whether a value is valid; the compiled check, TypeBox's interpreted check and the explanation must say the same. */
function valid(schema: TSchema, value: unknown): boolean {
  const answer = accepts(schema, value);
  expect(Value.Check(schema, value), `Value.Check of ${JSON.stringify(value)}`).toBe(answer);
  expect(explain(schema, value).length === 0, `explain of ${JSON.stringify(value)}`).toBe(answer);
  return answer;
}

/** Pointer, keyword and message of each violation. */
function faults(schema: TSchema, value: unknown): string[] {
  expect(valid(schema, value)).toBe(false);
  return explain(schema, value).map(({ pointer, keyword, message }) => `${pointer} ${keyword}: ${message}`);
}

describe('strings', () => {
  it('of POSIX classes hold ASCII only', () => {
    expect(valid(sample.KilnName, 'NORTH-7')).toBe(true);
    for (const name of ['NORTH-٧', 'ÄNORTH', 'north', 'NORTH ']) expect(valid(sample.KilnName, name)).toBe(false);
    expect(valid(sample.GlazeName, '!x~')).toBe(true);
    for (const name of ['a b', 'é', '漢', '\n']) expect(valid(sample.GlazeName, name)).toBe(false);
  });

  it('of a job’s description may hold the letter C, braces and emoji, and no line feed', () => {
    for (const text of ['Canary CC', 'p{C}', '^', 'fixes 漢字 and 😀']) {
      expect(valid(iot.JobDescription, text), text).toBe(true);
    }
    for (const text of ['two\nlines', 'a\tb', '\u0000', 'zero\u200bwidth', 'half \ud83d']) {
      expect(valid(iot.JobDescription, text), JSON.stringify(text)).toBe(false);
    }
  });

  it('of a job’s description may not be empty: the pattern demands a character though the length does not', () => {
    expect(faults(iot.JobDescription, '')).toEqual([' pattern: must not be empty']);
  });

  it('are as long as they have code points, not UTF-16 units', () => {
    expect(valid(iot.JobDescription, '😀'.repeat(2028))).toBe(true);
    expect(faults(iot.JobDescription, '😀'.repeat(2029))).toEqual([
      ' maxLength: must have at most 2028 characters; it has 2029',
    ]);
    expect(valid(unicodeString({ min: 2 }), '😀')).toBe(false);
    expect(valid(unicodeString({ min: 2 }), '😀😀')).toBe(true);
    expect(valid(unicodeString({ max: 2 }), 'e\u0301e')).toBe(false);
  });

  it('with a minimum of one are said to be empty', () => {
    expect(faults(asciiString('^[a-z]*$', { min: 1 }), '')).toEqual([' minLength: must not be empty']);
    expect(faults(sample.Token, 'short')).toEqual([' minLength: must have at least 36 characters']);
  });

  it('without a constraint take any text and nothing else', () => {
    for (const text of ['', '\ud800', '\n']) expect(valid(unicodeString(), text)).toBe(true);
    for (const other of [0, null, true, ['a'], { a: 1 }]) expect(valid(unicodeString(), other)).toBe(false);
  });

  it('that name the execution to describe may be $next on the data plane only', () => {
    const request = { thingName: 'lab-7', jobId: '$next' };
    expect(valid(data.DescribeJobExecutionRequest, request)).toBe(true);
    expect(valid(data.DescribeJobExecutionRequest, { ...request, jobId: '$last' })).toBe(false);
    expect(valid(data.UpdateJobExecutionRequest, { ...request, status: 'SUCCEEDED' })).toBe(false);
    expect(valid(iot.DescribeJobExecutionRequest, request)).toBe(false);
  });

  it('keep the constraints of the model in their JSON, for readers of JSON Schema', () => {
    expect(JSON.parse(JSON.stringify(iot.JobDescription))).toMatchObject({
      type: 'string',
      minLength: 0,
      maxLength: 2028,
      pattern: '^[^\\p{C}]+$',
    });
  });
});

describe('numbers', () => {
  it('of type integer hold 32 bits, and what is beyond or broken is refused', () => {
    for (const value of [-2_147_483_648, 0, 2_147_483_647]) expect(valid(sample.Integer, value)).toBe(true);
    for (const value of [-2_147_483_649, 2_147_483_648, 0.5, Number.NaN, '1']) {
      expect(valid(sample.Integer, value)).toBe(false);
    }
  });

  it('of type long hold what JavaScript counts exactly', () => {
    for (const value of [2_147_483_648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      expect(valid(long(), value)).toBe(true);
    }
    for (const value of [Number.MAX_SAFE_INTEGER + 1, Number.MIN_SAFE_INTEGER - 1, 1.5]) {
      expect(valid(long(), value)).toBe(false);
    }
    expect(faults(sample.Ticks, 10)).toEqual([' maximum: must be at most 9']);
  });

  it('of type double are finite and within the range, ends included', () => {
    for (const value of [-40.5, 0, 1400]) expect(valid(sample.Threshold, value)).toBe(true);
    expect(faults(sample.Threshold, -40.6)).toEqual([' minimum: must be at least -40.5']);
    expect(faults(sample.Threshold, Number.POSITIVE_INFINITY)).toEqual([' type: must be a number, not Infinity']);
  });

  it('of a timestamp are seconds with a fraction, not dates or texts', () => {
    expect(valid(timestamp(), 1_700_000_000.123)).toBe(true);
    for (const value of ['2026-01-01T00:00:00Z', new Date(0), null]) expect(valid(timestamp(), value)).toBe(false);
  });
});

describe('maps', () => {
  it('check the length and the pattern of their keys', () => {
    expect(valid(iot.DetailsMap, { ['k'.repeat(128)]: 'v' })).toBe(true);
    expect(valid(iot.DetailsMap, { ['k'.repeat(129)]: 'v' })).toBe(false);
    expect(valid(iot.DetailsMap, { '': 'v' })).toBe(false);
    expect(faults(iot.DetailsMap, { 'a key': 'v' })).toEqual([
      '/a key key: has a key that is not allowed: a key may contain only letters, digits, :, _ and -; there is a space (U+0020) at character 2',
    ]);
  });

  it('of tags take keys of any script, and count their code points', () => {
    expect(valid(iot.TagMap, { équipe: 'climat', 部署: '東京' })).toBe(true);
    expect(valid(iot.TagMap, { ['𠀀'.repeat(128)]: 'v' })).toBe(true);
    expect(valid(iot.TagMap, { ['𠀀'.repeat(129)]: 'v' })).toBe(false);
    expect(valid(iot.TagMap, { 'a{L}': 'v' })).toBe(false);
  });

  it('count their entries', () => {
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
    expect(valid(iot.TagMap, tags(50))).toBe(true);
    expect(faults(iot.TagMap, tags(51))).toEqual([' maxProperties: must have at most 50 entries; it has 51']);
    expect(faults(iot.TagMap, {})).toEqual([' minProperties: must not be empty']);
  });

  it('name the entry whose value is wrong, with its key escaped in the pointer', () => {
    expect(faults(iot.TagMap, { 'a/b': 'x'.repeat(257) })).toEqual([
      '/a~1b maxLength: must have at most 256 characters; it has 257',
    ]);
    expect(faults(map('^[^]*$', long()), { 'c~d': 'x' })).toEqual(['/c~0d type: must be an integer, not a string']);
  });

  it('keyed by an enumeration take each word, need none, and refuse others with the nearest word', () => {
    expect(valid(iot.EventConfigurations, {})).toBe(true);
    expect(valid(iot.EventConfigurations, { JOB: { Enabled: true }, JOB_EXECUTION: {} })).toBe(true);
    expect(faults(iot.EventConfigurations, { JOBS: { Enabled: true } })).toEqual([
      '/JOBS unknown: is not a known field; did you mean JOB?',
    ]);
    expect(faults(sample.Alarms, { 'too-cold': 2000 })).toEqual(['/too-cold maximum: must be at most 1400']);
  });

  it('keyed by an enumeration take keys in answers that AWS has added since, until they are made strict', () => {
    const answer = { eventConfigurations: { JOB: { Enabled: true }, COMMAND: { Enabled: true } } };
    expect(valid(iot.DescribeEventConfigurationsResponse, answer)).toBe(true);
    expect(valid(strict(iot.DescribeEventConfigurationsResponse), answer)).toBe(false);
    expect(valid(iot.UpdateEventConfigurationsRequest, answer)).toBe(false);
  });

  it.each([null, [], 'a', 1])('are not %j', (value) => {
    expect(faults(iot.DetailsMap, value)).toHaveLength(1);
    expect(faults(iot.TagMap, value)).toHaveLength(1);
  });
});

describe('lists', () => {
  it('count their items', () => {
    expect(faults(iot.JobTargets, [])).toEqual([' minItems: must not be empty']);
    expect(faults(sample.GlazeNames, ['a', 'b', 'c', 'd'])).toEqual([' maxItems: must have at most 3 items; it has 4']);
  });

  it('of distinct items refuse the same item twice, whatever the order of its members', () => {
    expect(faults(sample.GlazeNames, ['a', 'a'])).toEqual([' uniqueItems: must not hold the same item twice']);
    const points = list(structure({ x: long(), y: long() }), {}, true);
    expect(
      valid(points, [
        { x: 1, y: 2 },
        { y: 1, x: 2 },
      ]),
    ).toBe(true);
    expect(
      valid(points, [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ]),
    ).toBe(false);
  });

  it('have an item at every index: a hole is one that is undefined', () => {
    // biome-ignore lint/suspicious/noSparseArray: This is what the test is about.
    const sparse = [, 'arn', ,];
    expect(faults(iot.JobTargets, sparse)).toEqual([
      '/0 type: must be a string, not undefined',
      '/2 type: must be a string, not undefined',
    ]);
    expect(faults(iot.JobTargets, new Array(2))).toHaveLength(2);
  });

  it('are lists, not objects or texts', () => {
    for (const value of [{ 0: 'a', length: 1 }, 'a', null]) expect(valid(iot.JobTargets, value)).toBe(false);
  });
});

describe('bytes', () => {
  it('are padded base64', () => {
    for (const text of ['', 'AA==', 'AAA=', 'A+/9']) expect(valid(blob(), text)).toBe(true);
    for (const text of ['A', 'AA', 'AAA', 'A===', 'A-_9', 'AA==AA==', 'é']) expect(valid(blob(), text)).toBe(false);
  });

  it('are counted, to within three', () => {
    const bytes = (count: number): string => Buffer.alloc(count).toString('base64');
    expect([0, 2, 6, 7].map((count) => valid(sample.Seal, bytes(count)))).toEqual([false, true, true, false]);
    expect(valid(data.BinaryParameterValue, '')).toBe(false);
  });
});

describe('structures', () => {
  it('ignore members that the model does not name, as AWS does, until they are made strict', () => {
    const request = { jobId: 'a', descripton: 'x' };
    expect(valid(iot.UpdateJobRequest, request)).toBe(true);
    expect(faults(strict(iot.UpdateJobRequest), request)).toEqual([
      '/descripton unknown: is not a known field; did you mean description?',
    ]);
  });

  it('of which a required member is misspelt have one fault, which names it', () => {
    const Window = strict(structure({ opens: long(), closes: long(), note: optional(unicodeString()) }));
    expect(faults(Window, { openss: 1, closes: 2 })).toEqual([
      '/openss unknown: is not a known field; did you mean opens?',
    ]);
    expect(explain(Window, { openss: 1, closes: 2 })[0]?.suggestion).toBe('opens');
    expect(faults(strict(structure({ window: Window })), { window: { opens: 1, nota: 'x' } })).toEqual([
      '/window/closes required: is required',
      '/window/nota unknown: is not a known field; did you mean note?',
    ]);
    // Without closing, an unknown member is no mistake, so the missing one is.
    expect(faults(iot.UpdateJobRequest, { jobID: 'a' })).toEqual(['/jobId required: is required']);
    // What is misspelt inside a member is not the member's own.
    const Nested = strict(
      structure({ opens: long(), inner: structure({ note: optional(unicodeString()), opens: long() }) }),
    );
    expect(faults(Nested, { inner: { openss: 1 } })).toEqual([
      '/opens required: is required',
      '/inner/openss unknown: is not a known field; did you mean opens?',
    ]);
  });

  it('are made strict in every depth: in members, lists, maps and alternatives', () => {
    const inner = structure({ a: long() });
    const deep = strict(structure({ one: inner, many: list(inner), named: map('^[a-z]+$', inner) }));
    expect(valid(deep, { one: { a: 1 }, many: [{ a: 1 }], named: { x: { a: 1 } } })).toBe(true);
    expect(faults(deep, { one: { a: 1, b: 1 }, many: [{ a: 1, c: 1 }], named: { x: { a: 1, d: 1 } } })).toEqual([
      '/one/b unknown: is not a known field; did you mean a?',
      '/many/0/c unknown: is not a known field; did you mean a?',
      '/named/x/d unknown: is not a known field; did you mean a?',
    ]);
  });

  it('leave the lenient schema as it was', () => {
    const before = JSON.stringify(iot.CreateJobRequest);
    strict(iot.CreateJobRequest);
    expect(JSON.stringify(iot.CreateJobRequest)).toBe(before);
  });

  it('take an undefined member for an absent one', () => {
    expect(valid(strict(iot.UpdateJobRequest), { jobId: 'a', description: undefined })).toBe(true);
    expect(faults(iot.UpdateJobRequest, { jobId: undefined })).toEqual(['/jobId required: is required']);
  });

  it('do not take what every object inherits for a member', () => {
    expect(faults(strict(iot.UpdateJobRequest), { jobId: 'a', toString: 1 })).toEqual([
      '/toString unknown: is not a known field',
    ]);
  });

  it('of the wrong type are one fault, not one for each member', () => {
    expect(faults(iot.CreateJobRequest, null)).toEqual([' type: must be an object, not null']);
    expect(faults(iot.CreateJobRequest, { jobId: 'a', targets: ['t'], abortConfig: 'none' })).toEqual([
      '/abortConfig type: must be an object, not a string',
    ]);
  });
});

it('offers the nearest word of an enumeration, and none when no word is near', () => {
  expect(faults(iot.TargetSelection, 'SNAPSHOTS')).toEqual([
    ' enum: must be one of CONTINUOUS, SNAPSHOT; did you mean SNAPSHOT?',
  ]);
  expect(faults(iot.TargetSelection, 'ALWAYS')).toEqual([' enum: must be one of CONTINUOUS, SNAPSHOT']);
  expect(faults(iot.AbortAction, 'cancel')).toEqual([' enum: must be CANCEL; did you mean CANCEL?']);
});

describe('alternatives', () => {
  const window = structure({ from: long(), to: long() });
  const either = Union([asciiString('^[a-z]+$'), window, list(window)]);

  it('take what one of them takes', () => {
    for (const value of ['daily', { from: 1, to: 2 }, [{ from: 1, to: 2 }]]) expect(valid(either, value)).toBe(true);
  });

  it('name all their types when the value is of none', () => {
    expect(faults(either, 7)).toEqual([' type: must be a string or an object or a list, not the number 7']);
  });

  it('explain a value by the alternative that comes nearest', () => {
    expect(faults(structure({ when: either }), { when: { from: 1, to: 'x' } })).toEqual([
      '/when/to type: must be an integer, not a string',
    ]);
    expect(faults(either, [{ from: 1, to: 2 }, { from: 1 }])).toEqual(['/1/to required: is required']);
  });

  it('are made strict each', () => {
    const value = { from: 1, to: 2, til: 3 };
    expect(valid(either, value)).toBe(true);
    expect(faults(strict(either), value)).toEqual(['/til unknown: is not a known field']);
  });
});
