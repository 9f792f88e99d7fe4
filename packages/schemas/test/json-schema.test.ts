import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as iot from '../src/iot.js';
import * as data from '../src/iot-jobs-data.js';
import { type JsonSchemaOptions, jsonSchema } from '../src/json-schema.js';
import { jsonSchemaBundle } from '../src/json-schema-bundle.js';
import type { OperationModel } from '../src/operation.js';
import { list, map, optional, structure, timestamp, unicodeString } from '../src/shape.js';
import { strict } from '../src/strict.js';
import { faultsNear } from './arbitrary/faults.js';
import { valueArbitrary } from './arbitrary/values.js';

const id = 'https://example.com/iot';

describe('the JSON Schema of one shape', () => {
  it('says its edition and its name, and is plain JSON', () => {
    const schema = jsonSchema(iot.DescribeJobResponse, { draft: 'draft-07', id });
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.$id).toBe(id);
    expect(jsonSchema(iot.JobId).$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toStrictEqual(schema);
    expect(symbolsIn(schema)).toEqual([]);
  });

  it('writes enumerations as enum, of one word too', () => {
    expect(jsonSchema(iot.TargetSelection)).toMatchObject({ type: 'string', enum: ['CONTINUOUS', 'SNAPSHOT'] });
    expect(jsonSchema(iot.AbortAction)).toMatchObject({ type: 'string', enum: ['CANCEL'] });
    expect(JSON.stringify(jsonSchema(iot.CreateJobRequest))).not.toMatch(/"const"|"anyOf"/);
  });

  it('says what the keys of a map are, with the bounds of their length', () => {
    expect(jsonSchema(iot.DetailsMap)).toMatchObject({
      propertyNames: { minLength: 1, maxLength: 128, pattern: '^[a-zA-Z0-9:_-]+$' },
      additionalProperties: { type: 'string', minLength: 1 },
    });
    expect(jsonSchema(map('^[^]*$', unicodeString()))).not.toHaveProperty('propertyNames');
    expect(jsonSchema(map('^[^]{0,5}$', unicodeString())).propertyNames).toEqual({ maxLength: 5 });
  });

  it('keeps descriptions and defaults', () => {
    const schema = structure({ at: optional(timestamp(), 'When.', 0) }, 'What.');
    expect(jsonSchema(schema)).toMatchObject({
      description: 'What.',
      properties: { at: { type: 'number', description: 'When.', default: 0 } },
    });
  });

  it('closes every structure in the strict flavour, and leaves a strict schema strict in the lenient one', () => {
    const flavoured = jsonSchema(iot.AbortConfig, { flavour: 'strict' });
    expect(JSON.stringify(flavoured).match(/"additionalProperties":false/g)).toHaveLength(2);
    expect(JSON.stringify(jsonSchema(iot.AbortConfig))).not.toContain('additionalProperties');
    expect(jsonSchema(strict(iot.AbortConfig))).toEqual(flavoured);
  });
});

describe('a document that nobody defined', () => {
  it.each([
    [{ draft: 'draft-06' }, 'draft must be 2020-12 or draft-07, not draft-06'],
    [{ flavour: 'loose' }, 'flavour must be strict or lenient, not loose'],
  ])('is refused with what there is: %j', (options, message) => {
    expect(() => jsonSchema(iot.JobId, options as JsonSchemaOptions)).toThrow(new TypeError(message));
    expect(() => jsonSchemaBundle(iot, options as JsonSchemaOptions)).toThrow(new TypeError(message));
  });
});

it('names in the description of every shape the page that explains it, when it is given the pages', () => {
  const pages: Readonly<Record<string, string>> = iot.pages;
  const definitions = jsonSchemaBundle(iot, { pages: iot.pages }).$defs as Record<string, { description: string }>;
  for (const [name, { description }] of Object.entries(definitions)) {
    expect(description.match(/ See \S+\.$/g), name).toEqual([` See ${pages[name]}.`]);
  }
  expect(Object.keys(definitions)).toContain('JobId');
});

const planes = { iot, 'iot-jobs-data': data } as const;
const drafts = [
  ['2020-12', '$defs', new Ajv2020({ strict: true, strictTypes: true })],
  ['draft-07', 'definitions', new Ajv({ strict: true, strictTypes: true })],
] as const;

describe.each(drafts)('the bundle of a service in %s', (draft, place, ajv) => {
  it.each(['lenient', 'strict'] as const)('checks every input as the %s shape does', (flavour) => {
    for (const [name, plane] of Object.entries(planes)) {
      const $id = `${id}/${name}.${flavour}.json`;
      ajv.addSchema(jsonSchemaBundle(plane, { draft, flavour, id: $id }));
      const inputs = Object.entries<OperationModel>(plane.operations).filter(([operation]) =>
        Object.hasOwn(plane, `${operation}Request`),
      );
      expect(inputs.length).toBeGreaterThan(4);
      for (const [operation, { input }] of inputs) {
        const validate = ajv.getSchema(`${$id}#/${place}/${operation}Request`);
        const schema = flavour === 'strict' ? strict(input) : input;
        fc.assert(
          fc.property(valueArbitrary(schema), (value) => {
            expect(validate?.(value), operation).toBe(true);
            for (const fault of faultsNear(schema, value)) expect(validate?.(fault.value), operation).toBe(false);
          }),
          { numRuns: 10 },
        );
      }
    }
  });

  it('has one entry for each shape, and refers to structures by name', () => {
    const definitions = jsonSchemaBundle(iot, { draft })[place] as Record<string, Record<string, unknown>>;
    expect(Object.keys(definitions)).toEqual(expect.arrayContaining(['CreateJobRequest', 'JobId', 'TagList']));
    expect(JSON.stringify(definitions.AbortCriteriaList)).toContain(`"#/${place}/AbortCriteria"`);
    expect(definitions).not.toHaveProperty('operations');
  });
});

it('says beside a reference what is said of the member, where the edition has room for it', () => {
  const Window = structure({ opens: unicodeString() }, 'A window.');
  const Plan = structure({ window: optional(Window, 'When.'), windows: list(Window) });
  const $ref = '#/$defs/Window';
  expect(jsonSchemaBundle({ Window, Plan })).toMatchObject({
    $defs: { Plan: { properties: { window: { $ref, description: 'When.' }, windows: { items: { $ref } } } } },
  });
  expect(jsonSchemaBundle({ Window, Plan }, { draft: 'draft-07' })).toMatchObject({
    definitions: {
      Plan: { properties: { window: { description: 'When.', allOf: [{ $ref: '#/definitions/Window' }] } } },
    },
  });
});

it('refers to no shape that constrains otherwise', () => {
  const Tags = map('^[a-z]+$', unicodeString(), { max: 5 });
  const { maxProperties: _, ...Free } = Tags;
  expect(jsonSchemaBundle({ Tags, Holder: structure({ tags: Free as typeof Tags }) })).toMatchObject({
    $defs: { Holder: { properties: { tags: { type: 'object', propertyNames: { pattern: '^[a-z]+$' } } } } },
  });
});

function symbolsIn(value: unknown): symbol[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.getOwnPropertySymbols(value), ...Object.values(value).flatMap(symbolsIn)];
}
