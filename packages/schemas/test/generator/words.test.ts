import { readFileSync } from 'node:fs';
import type { TObject, TSchema } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import type { Bounds, Facts, ServiceFacts, ShapeFacts } from '../../generator/src/facts.js';
import { targets } from '../../generator/src/facts.js';
import { explainedBy, type Words } from '../../generator/src/words.js';
import * as iot from '../../src/iot.js';
import * as data from '../../src/iot-jobs-data.js';
import type { OperationModel } from '../../src/operation.js';
import { factsOf, sampleFiles, sampleModel, sampleWords } from './sample.js';

const facts = JSON.parse(readFileSync(new URL('../../model/facts.json', import.meta.url), 'utf8')) as Facts;
const words = JSON.parse(readFileSync(new URL('../../model/words.json', import.meta.url), 'utf8')) as Words;

const planes: readonly (readonly [
  string,
  Readonly<Record<string, OperationModel>>,
  Readonly<Record<string, unknown>>,
])[] = [
  ['iot', iot.operations, iot],
  ['iot-jobs-data', data.operations, data],
];

/** Shapes of which a sentence would say no more than their bare type does. */
const scalarsWithoutWords = /^(Average|Boolean|Count|Maximum|Minimum|StdDeviation|Sum|SumOfSquares|Variance)$/;

function serviceOf(key: string): ServiceFacts {
  return facts.services[key] as ServiceFacts;
}

/** Every shape that the given operations reach, by name. */
function reachable(service: ServiceFacts, operations: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const target of targets(service.shapes[name] as ShapeFacts)) visit(target);
  };
  for (const name of operations) {
    const { input, output, errors } = service.operations[name] as ServiceFacts['operations'][string];
    for (const shape of [input, output, ...errors]) if (shape !== undefined) visit(shape);
  }
  return seen;
}

describe.each(planes)('the words of %s', (key, operations, exported) => {
  const service = serviceOf(key);
  const explained = explainedBy(service, words[key] as Words[string]);
  const all = { ...words[key]?.operations, ...words[key]?.shapes };

  it('say what every operation does, and name its page', () => {
    const silent = Object.keys(service.operations).filter((name) => explained.operation(name) === undefined);
    expect(silent).toEqual([]);
    for (const [name, { page }] of Object.entries(operations))
      expect(page).toMatch(new RegExp(`^https://.*_${name}\\.html$`));
  });

  it('say what every shape means that an operation reaches, but for bare numbers and booleans', () => {
    const shapes = [...reachable(service, Object.keys(service.operations))];
    const silent = shapes.filter((name) => explained.shape(name) === undefined && !scalarsWithoutWords.test(name));
    expect(silent).toEqual([]);
  });

  it('say what every member of an input means', () => {
    const silent = Object.values(service.operations).flatMap(({ input = '' }) => {
      const shape = service.shapes[input];
      return Object.entries(shape?.type === 'structure' ? shape.members : {})
        .filter(([name, { target }]) => (explained.member(input, name) ?? explained.shape(target)) === undefined)
        .map(([name]) => `${input}.${name}`);
    });
    expect(silent).toEqual([]);
  });

  it('are whole sentences on one line, short enough to read in an editor', () => {
    for (const [entry, text] of Object.entries(all)) expect(text, entry).toMatch(/^[A-Z0-9`][^\n<>]{3,219}\.$/);
  });

  it('tell no word twice: a member says only what its shape does not', () => {
    for (const [entry, text] of Object.entries(words[key]?.shapes ?? {})) {
      const [shape = '', member] = entry.split('.');
      const structure = service.shapes[shape];
      if (member === undefined || structure?.type !== 'structure') continue;
      expect(text, entry).not.toBe(words[key]?.shapes[structure.members[member]?.target ?? '']);
    }
  });

  it('agree with the model on every range of numbers that it states', () => {
    for (const [name, shape] of Object.entries(service.shapes)) {
      if (!('range' in shape) || shape.range === undefined) continue;
      expect(explained.shape(name), name).toMatch(rangeWords(shape.range));
    }
  });

  it('agree with the model on every length that they name', () => {
    for (const [name, shape] of Object.entries(service.shapes)) {
      const named = /(?:(\d+) to|[Aa]t most) (\d+) (?:of|char|letters|print)/.exec(explained.shape(name) ?? '');
      if (shape.type !== 'string' || named === null || prose.has(name)) continue;
      expect([Number(named[1] ?? shape.length?.min), Number(named[2])], name).toEqual([
        shape.length?.min,
        shape.length?.max,
      ]);
    }
  });

  it('reach the schemas as descriptions, at members in the words of the member', () => {
    for (const [entry, text] of Object.entries(words[key]?.shapes ?? {})) {
      const [shape = '', member] = entry.split('.');
      const schema = exported[shape] as TSchema;
      const described = member === undefined ? schema : ((schema as TObject).properties[member] as TSchema);
      expect(described.description, entry).toContain(text);
    }
  });
});

/** Lengths that AWS states in prose, and its model does not. */
const prose: ReadonlySet<string> = new Set(['DetailsValue']);

function rangeWords({ min, max }: Bounds): RegExp {
  if (min === undefined) return new RegExp(`[Aa]t most ${max}\\b`);
  return max === undefined ? new RegExp(`\\b${min} or more\\b`) : new RegExp(`\\b${min} to ${max}\\b`);
}

it('explains an input by its operation, and says of each input and output whose it is', () => {
  expect(iot.CreateJobRequest.description).toBe(`${words.iot?.operations.CreateJob} The input of CreateJob.`);
  expect(iot.CreateJobResponse.description).toBe('The output of CreateJob.');
});

it('sends a reader of a shape to the structure’s own page, or to the page of what uses it', () => {
  const { page } = explainedBy(serviceOf('iot'), words.iot as Words[string]);
  const apireference = 'https://docs.aws.amazon.com/iot/latest/apireference';
  expect(page('CreateJobRequest')).toBe(`${apireference}/API_CreateJob.html`);
  expect(page('AbortCriteria')).toBe(`${apireference}/API_AbortCriteria.html`);
  expect(page('AbortThresholdPercentage')).toBe(`${apireference}/API_AbortCriteria.html`);
  expect(page('JobId')).toBe(`${apireference}/API_CreateJob.html`);
});

it.each([
  [{ operations: { MeltKiln: 'Melts.' } }, 'words: there is no operation MeltKiln'],
  [{ shapes: { Lid: 'A lid.' } }, 'words: Lid: there is no shape Lid'],
  [{ shapes: { 'FireKilnRequest.lid': 'A lid.' } }, 'words: FireKilnRequest.lid: FireKilnRequest has no member lid'],
  [{ shapes: { 'KilnName.lid': 'A lid.' } }, 'words: KilnName.lid: KilnName has no member lid'],
])('stops at words that name nothing in the model: %j', (wrong, message) => {
  expect(() => sampleFiles(factsOf(sampleModel()), { ...sampleWords, ...wrong })).toThrow(message);
});

it('stops at a service that has no words at all', () => {
  const { services } = factsOf(sampleModel());
  const renamed = { formatVersion: 1, services: { oven: services.kiln as ServiceFacts } } as const;
  expect(() => sampleFiles(renamed)).toThrow('words: there are none for the service oven');
});
