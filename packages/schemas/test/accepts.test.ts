import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accepts } from '../src/accepts.js';
import { explain } from '../src/explain.js';
import * as iot from '../src/iot.js';
import { asciiString, boolean, double, integer, list, map, structure } from '../src/shape.js';
import { strict } from '../src/strict.js';

describe('a check', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('is compiled at the first call: importing, describing and closing schemas compiles no pattern', async () => {
    vi.resetModules();
    let compiled = 0;
    class CountedRegExp extends RegExp {
      constructor(...given: ConstructorParameters<typeof RegExp>) {
        super(...given);
        compiled += 1;
      }
    }
    vi.stubGlobal('RegExp', CountedRegExp);
    const fresh = { ...(await import('../src/index.js')), ...(await import('../src/iot.js')) };
    const schema = fresh.strict(fresh.CancelJobRequest);
    expect(compiled).toBe(0);
    fresh.accepts(schema, { jobId: 'a', reasonCode: 'A', comment: 'Stop' });
    const once = compiled;
    expect(once).toBeGreaterThan(0);
    fresh.accepts(schema, { jobId: 'b', reasonCode: 'B', comment: 'Stop again' });
    fresh.explain(schema, { jobId: 'b', reasonCode: 'B' });
    expect(compiled).toBe(once);
  });

  it('is made once for a schema and for each part that schemas share', () => {
    const reads = { shared: 0 };
    const shared = new Proxy(structure({ on: boolean() }), {
      get(target, key) {
        if (key === 'properties') reads.shared += 1;
        return Reflect.get(target, key);
      },
    });
    const [one, other] = [structure({ a: shared, b: list(shared) }), structure({ c: shared })];
    for (let time = 0; time < 3; time += 1) {
      expect(accepts(one, { a: { on: true }, b: [{ on: false }] })).toBe(true);
      expect(accepts(other, { c: { on: 1 } })).toBe(false);
    }
    expect(reads.shared).toBe(1);
  });

  it('narrows the type of what it accepts', () => {
    const value: unknown = { jobId: 'a' };
    expect(accepts(iot.CancelJobRequest, value) && value.jobId).toBe('a');
  });

  it('needs no order of members, and finds out when the order changes', () => {
    const schema = strict(structure({ a: integer(), b: boolean(), c: asciiString('^[a-z]+$') }));
    const fits = [
      { a: 1, b: true, c: 'x' },
      { c: 'x', b: true, a: 1 },
      { b: true, a: 1, c: 'x' },
    ];
    const misfits = [
      { a: 1, c: 'x', b: 'x' },
      { b: true, c: 1, a: 1 },
      { c: 'x', a: 1 },
      { ...fits[0], d: 1 },
      { d: 1 },
    ];
    for (let time = 0; time < 3; time += 1) {
      expect(fits.map((it) => accepts(schema, it))).toEqual([true, true, true]);
      expect(misfits.map((it) => accepts(schema, it))).toEqual([false, false, false, false, false]);
    }
  });

  it('sees the members that a value inherits, and none that every object has', () => {
    const schema = strict(structure({ jobId: iot.JobId }));
    const heir = Object.create({ jobId: 'a' }) as object;
    expect([accepts(schema, heir), explain(schema, heir)]).toEqual([true, []]);
    const bad = Object.create({ jobId: 'a b' }) as object;
    expect([accepts(schema, bad), explain(schema, bad).map(({ keyword }) => keyword)]).toEqual([false, ['pattern']]);
    expect(accepts(structure({ toString: boolean() }), {})).toBe(false);
    expect(accepts(schema, JSON.parse('{"jobId":"a","__proto__":{}}'))).toBe(false);
  });

  it('says which kind or keyword it does not know, instead of passing over it', () => {
    expect(() => accepts(Type.Intersect([Type.Object({}), Type.Object({})]), {})).toThrow(
      /kind Intersect.*TypeCompiler/,
    );
    expect(() => accepts(Type.String({ format: 'email' }), 'a')).toThrow(/keyword format/);
    expect(() => explain(Type.Number({ multipleOf: 2 }), 3)).toThrow(/keyword multipleOf/);
  });
});

describe('schemas of TypeBox’s own making', () => {
  const cases = [
    [
      Type.Object({ a: Type.Null() }, { minProperties: 1, maxProperties: 2 }),
      [{ a: null }, { a: 0 }, {}, { a: null, b: 1, c: 2 }],
    ],
    [
      Type.Object({ a: Type.Number() }, { additionalProperties: Type.Boolean() }),
      [
        { a: 1, b: true },
        { a: 1, b: 1 },
      ],
    ],
    [Type.Record(Type.String(), Type.Integer()), [{ a: 1 }, { a: 'x' }, { 'a\nb': 'x' }, new Date(0), []]],
    [Type.Unknown(), [undefined, null, 1]],
    [Type.Union([Type.Literal('a'), Type.Integer()]), ['a', 1, 'b', 1.5]],
  ] as const;

  it.each(cases)('are checked as TypeBox checks them: %j', (schema, values) => {
    for (const value of values) {
      expect(accepts(schema, value), JSON.stringify(value)).toBe(Value.Check(schema, value));
      expect(explain(schema, value).length === 0, JSON.stringify(value)).toBe(Value.Check(schema, value));
    }
  });
});

describe('the strict flavour', () => {
  it('is one object for one schema, and shares what its parts share', () => {
    expect(strict(iot.CreateJobRequest)).toBe(strict(iot.CreateJobRequest));
    const { abortConfig } = strict(iot.CreateJobRequest).properties;
    expect(abortConfig.properties).toBe(strict(iot.AbortConfig).properties);
    expect(strict(iot.JobId)).toBe(iot.JobId);
    expect(strict(strict(iot.CreateJobRequest))).toBe(strict(iot.CreateJobRequest));
    expect(strict(abortConfig)).toBe(abortConfig);
  });

  it('refuses unknown members at every depth; the lenient one, which answers need, allows them', () => {
    const Plan = structure({ windows: list(structure({ opens: double() })), rates: map('^[a-z]+$', structure({})) });
    const value = { windows: [{ opens: 1, closes: 2 }], rates: { a: { most: 1 } }, name: 'x' };
    expect(accepts(Plan, value)).toBe(true);
    expect(explain(strict(Plan), value).map(({ pointer }) => pointer)).toEqual([
      '/windows/0/closes',
      '/rates/a/most',
      '/name',
    ]);
    expect(accepts(iot.DescribeJobResponse, { job: { jobId: 'a', isNew: true }, more: 1 })).toBe(true);
  });
});
