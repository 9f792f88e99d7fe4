import { describe, expect, it } from 'vitest';
import type { SmithyModel, SmithyShape } from '../../generator/src/smithy.js';
import { ModelError } from '../../generator/src/smithy.js';
import { factsOf, namespace, sampleFiles, sampleModel, sampleModelWith } from './sample.js';

/** The message with which the generator stops at the sample model with some shapes replaced. */
function refusal(shapes: Readonly<Record<string, SmithyShape>>, operations?: readonly string[]): string {
  return stop(() => sampleFiles(factsOf(sampleModelWith(shapes), operations)));
}

function stop(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as ModelError).message;
  }
  return 'was accepted';
}

function shape(name: string): SmithyShape {
  return sampleModel().shapes[namespace + name] as SmithyShape;
}

function withTrait(name: string, trait: string, value: unknown = {}): Record<string, SmithyShape> {
  const original = shape(name);
  return { [name]: { ...original, traits: { ...original.traits, [trait]: value } } };
}

function withMember(name: string, member: string, target: string, traits = {}): Record<string, SmithyShape> {
  const original = shape(name);
  return { [name]: { ...original, members: { ...original.members, [member]: { target, traits } } } };
}

describe('the generator stops, naming the shape,', () => {
  it('at a trait it does not know, on a shape, a member, an operation or the service', () => {
    const advice = 'the trait smithy.api#timestampFormat is not understood; add it to generator/src/traits.ts';
    expect(refusal(withTrait('EndedAt', 'smithy.api#timestampFormat'))).toBe(`example.kiln#EndedAt: ${advice}`);
    expect(refusal(withTrait('FireKiln', 'smithy.api#timestampFormat'))).toBe(`example.kiln#FireKiln: ${advice}`);
    expect(refusal(withTrait('Pottery', 'smithy.api#timestampFormat'))).toBe(`example.kiln#Pottery: ${advice}`);
    expect(
      refusal(withMember('CurvePoint', 'at', 'smithy.api#Timestamp', { 'smithy.api#timestampFormat': 'date-time' })),
    ).toBe(`example.kiln#CurvePoint$at: ${advice}`);
  });

  it.each([
    ['Plan', 'example.kiln#Plan: recursive shapes are not understood'],
    ['Heat', 'example.kiln#Heat: the trait smithy.api#streaming is not understood; add it to generator/src/traits.ts'],
    ['Step', 'example.kiln#Step: shapes of type intEnum are not understood'],
    ['Missing', 'example.kiln#Missing: not in the model'],
  ])('when a selected operation reaches the shape %s', (target, message) => {
    expect(refusal(withMember('CurvePoint', 'extra', namespace + target))).toBe(message);
  });

  it.each<readonly [string, Record<string, SmithyShape>, string]>([
    [
      'a bound that is no number',
      withTrait('KilnName', 'smithy.api#length', { max: '64' }),
      'KilnName: smithy.api#length has a max that must be an integer of at least 0, not "64"',
    ],
    [
      'a length that is no count',
      withTrait('KilnName', 'smithy.api#length', { min: -1 }),
      'KilnName: smithy.api#length has a min that must be an integer of at least 0, not -1',
    ],
    [
      'a minimum above the maximum',
      withTrait('Ticks', 'smithy.api#range', { min: 10, max: 9 }),
      'Ticks: smithy.api#range has a min of 10 above its max of 9',
    ],
    [
      'a range without bounds',
      withTrait('Ticks', 'smithy.api#range', {}),
      'Ticks: smithy.api#range must have a min or a max',
    ],
    [
      'an unknown key of a trait',
      withTrait('Ticks', 'smithy.api#range', { max: 9, step: 2 }),
      'Ticks: smithy.api#range has the key step, which is not understood; known are min, max',
    ],
    [
      'a mark that says more',
      withTrait('Seal', 'smithy.api#sensitive', { deep: true }),
      'Seal: smithy.api#sensitive must be {}, not {"deep":true}',
    ],
    [
      'a pattern that is no text',
      withTrait('KilnName', 'smithy.api#pattern', 7),
      'KilnName: smithy.api#pattern must be a text that is not empty, not 7',
    ],
    [
      'an unknown key of a shape',
      { KilnName: { ...shape('KilnName'), weird: 1 } as SmithyShape },
      'KilnName: a shape of type string has no key weird; known are type, mixins, traits',
    ],
    [
      'an unknown key of a member',
      {
        CurvePoint: {
          ...shape('CurvePoint'),
          members: { at: { target: 'smithy.api#Timestamp', weird: 1 } },
        } as SmithyShape,
      },
      'CurvePoint$at: a member has no key weird; known are target, traits',
    ],
    [
      'a member without a target',
      { CurvePoint: { ...shape('CurvePoint'), members: { at: {} } } as unknown as SmithyShape },
      'CurvePoint: members must have a target, not be {}',
    ],
    [
      'a member whose name is no identifier',
      withMember('CurvePoint', 'too hot', 'smithy.api#String'),
      'CurvePoint$too hot: not a name of Smithy',
    ],
    [
      'a query in the path',
      withTrait('FireKiln', 'smithy.api#http', { method: 'PUT', uri: '/kilns?now' }),
      'FireKiln: smithy.api#http has a uri that must be a path without a query or fragment, not /kilns?now',
    ],
    [
      'a label over several segments',
      withTrait('FireKiln', 'smithy.api#http', { method: 'PUT', uri: '/kilns/{kilnName+}' }),
      'FireKiln: smithy.api#http has a uri that must not have a label over several segments, as /kilns/{kilnName+} has',
    ],
    [
      'a label without a member',
      withTrait('FireKiln', 'smithy.api#http', { method: 'PUT', uri: '/kilns/{kiln}' }),
      'FireKiln: no required member of its input is bound to {kiln} of the path /kilns/{kiln}',
    ],
    [
      'a member without a label',
      withTrait('FireKiln', 'smithy.api#http', { method: 'PUT', uri: '/kilns/{kilnName}' }),
      'FireKiln: its member firingId is bound to the path, but /kilns/{kilnName} has no {firingId}',
    ],
    [
      'a method that is none',
      withTrait('FireKiln', 'smithy.api#http', { method: 'FETCH', uri: '/' }),
      'FireKiln: smithy.api#http has a method that must be one of GET, PUT, POST, PATCH, DELETE, not "FETCH"',
    ],
    [
      'a status that is none',
      withTrait('FireKiln', 'smithy.api#http', { method: 'PUT', uri: '/', code: 7 }),
      'FireKiln: smithy.api#http has a code that must be an HTTP status, not 7',
    ],
  ])('at %s', (_, shapes, message) => {
    expect(refusal(shapes)).toBe(`example.kiln#${message}`);
  });

  it('at traits that stand outside of what they are applied to', () => {
    const applied = { type: 'apply', traits: { 'smithy.api#length': { max: 3 } } };
    const message = 'traits applied from outside a shape are not understood; flatten the model first';
    expect(refusal({ FireKilnRequest$note: applied })).toBe(`example.kiln#FireKilnRequest$note: ${message}`);
  });

  it('at shapes that the service renames', () => {
    expect(refusal({ Pottery: { ...shape('Pottery'), rename: { 'other#Glaze': 'OtherGlaze' } } })).toBe(
      'example.kiln#Pottery: renamed shapes are not understood',
    );
  });

  it('at a default that the facts cannot carry, or that the member of a shape with one leaves out', () => {
    expect(refusal(withMember('CurvePoint', 'extra', `${namespace}GlazeNames`, { 'smithy.api#default': [] }))).toBe(
      'example.kiln#CurvePoint$extra: a default that is a list or a map is not understood',
    );
    expect(refusal(withMember('CurvePoint', 'extra', `${namespace}Priority`))).toBe(
      'example.kiln#CurvePoint$extra: does not repeat the default of example.kiln#Priority, as Smithy demands',
    );
  });

  it('at pages without tokens', () => {
    expect(refusal(withTrait('ListFirings', 'smithy.api#paginated', { items: 'firings' }), ['ListFirings'])).toBe(
      'example.kiln#ListFirings: smithy.api#paginated must name an inputToken and an outputToken',
    );
  });

  it('at a shape that reaches itself through a list', () => {
    expect(refusal(withMember('CurvePoint', 'inner', `${namespace}Curve`))).toBe(
      'example.kiln#Curve: recursive shapes are not understood',
    );
  });

  it('at a constraint on a member of a structure, a list or a map, which no schema would carry', () => {
    const length = { 'smithy.api#length': { min: 2 } };
    expect(refusal(withMember('CurvePoint', 'name', 'smithy.api#String', length))).toBe(
      'example.kiln#CurvePoint$name: smithy.api#length on a member is not understood',
    );
    const member = { target: `${namespace}GlazeName`, traits: { 'smithy.api#pattern': '^x$' } };
    expect(refusal({ GlazeNames: { type: 'list', member } })).toBe(
      'example.kiln#GlazeNames$member: smithy.api#pattern on a member is not understood',
    );
    const key = { target: `${namespace}MarkName`, traits: length };
    expect(refusal({ Marks: { ...shape('Marks'), key } })).toBe(
      'example.kiln#Marks$key: smithy.api#length on a member is not understood',
    );
  });

  it('at a constraint on a type of shape that cannot carry it', () => {
    expect(refusal(withTrait('Seal', 'smithy.api#pattern', '^x$'))).toBe(
      'example.kiln#Seal: smithy.api#pattern on a blob is not understood',
    );
    expect(refusal(withTrait('Alarms', 'smithy.api#length', { max: 1 }))).toBe(
      'example.kiln#Alarms: smithy.api#length on a map keyed by an enum is not understood',
    );
  });

  it('at a map whose keys or values it cannot check', () => {
    expect(refusal({ MarkName: { type: 'integer' } })).toBe(
      'Marks: the keys of a map must be strings or words of an enum',
    );
    expect(refusal({ Labels: { ...shape('Labels'), value: { target: `${namespace}CurvePoint` } } })).toBe(
      'Labels: a map with keys beyond ASCII must have strings for values',
    );
  });

  it('at an operation that is missing, is no operation, or has no HTTP binding', () => {
    expect(refusal({}, ['FireKilm'])).toBe('example.kiln#FireKilm: not in the model');
    expect(refusal({}, ['KilnName'])).toBe('example.kiln#KilnName: expected an operation, found string');
    expect(refusal({ CoolKiln: { type: 'operation' } })).toBe(
      'example.kiln#CoolKiln: an operation must have the trait smithy.api#http with a method and a uri',
    );
  });

  it('at an error that is nobody’s fault', () => {
    expect(refusal({ CrackedException: { type: 'structure' } })).toBe(
      'example.kiln#CrackedException: an error must be client or server',
    );
  });

  it('at two shapes of one name, and at mixins', () => {
    const { shapes } = sampleModel();
    const other = { ...shapes, 'example.wheel#KilnName': { type: 'string' } };
    const point = withMember('CurvePoint', 'kiln', 'example.wheel#KilnName');
    const model: SmithyModel = {
      smithy: '2.0',
      shapes: { ...other, [`${namespace}CurvePoint`]: point.CurvePoint as SmithyShape },
    };
    expect(stop(() => factsOf(model))).toBe(
      'example.wheel#KilnName: its name is taken by example.kiln#KilnName; two shapes of one name are not understood',
    );
    expect(refusal({ CurvePoint: { ...shape('CurvePoint'), mixins: [{ target: `${namespace}Timed` }] } })).toBe(
      'example.kiln#CurvePoint: mixins are not understood; flatten the model first',
    );
  });

  it('at a service of another protocol', () => {
    const traits = { 'aws.protocols#awsJson1_1': {} };
    expect(refusal({ Pottery: { type: 'service', version: '2031-01-01', traits } })).toBe(
      'example.kiln#Pottery: only the protocol aws.protocols#restJson1 is understood',
    );
  });
});

describe('a file that is no Smithy 2 model of one service', () => {
  const notSmithy = 'not a Smithy 2 JSON AST: expected the members "smithy": "2.0" and "shapes"';

  it.each([
    ['an OpenAPI document', { openapi: '3.1.0' }, notSmithy],
    ['a Smithy 1 model', { smithy: '1.0', shapes: {} }, notSmithy],
    ['null', null, notSmithy],
    ['shapes that are null', { smithy: '2.0', shapes: null }, notSmithy],
    ['a model without a service', { smithy: '2.0', shapes: {} }, 'expected exactly one service in the model, found 0'],
  ])('is refused: %s', (_, model, message) => {
    expect(stop(() => factsOf(model as unknown as SmithyModel))).toBe(message); // What a wrong file may hold.
  });
});

it('types an operation without errors as one that has none', () => {
  const { errors: _, ...service } = shape('Pottery');
  const operations = sampleFiles(factsOf(sampleModelWith({ Pottery: service }), ['CoolKiln'])).get(
    'kiln/operations.ts',
  );
  expect(operations).toContain("OperationModel<'CoolKiln', typeof Unit, typeof Unit, never>");
});

it('takes what the service says of all pages where an operation says nothing', () => {
  const model = sampleModelWith({
    ...withTrait('Pottery', 'smithy.api#paginated', {
      inputToken: 'nextToken',
      outputToken: 'nextToken',
      pageSize: 'limit',
    }),
    ...withTrait('ListFirings', 'smithy.api#paginated', { items: 'firings', pageSize: 'maxResults' }),
  });
  expect(factsOf(model, ['ListFirings']).services.kiln?.operations.ListFirings?.pagination).toEqual({
    inputToken: 'nextToken',
    outputToken: 'nextToken',
    pageSize: 'maxResults',
    items: 'firings',
  });
});

it('reads a default of null as none', () => {
  const model = sampleModelWith(
    withMember('CurvePoint', 'extra', `${namespace}Priority`, { 'smithy.api#default': null }),
  );
  const shape = factsOf(model).services.kiln?.shapes.CurvePoint;
  expect(shape?.type === 'structure' && shape.members.extra).toEqual({ target: 'Priority' });
});
