import { readFileSync } from 'node:fs';
import type { TObject, TSchema } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import type { Facts, ServiceFacts, ShapeFacts } from '../../generator/src/facts.js';
import { type Patterns, patternsOf } from '../../generator/src/pattern-words.js';
import { explainedBy, type Words } from '../../generator/src/words.js';
import { unseenWords, type WordsSeen, wordsSeen } from '../../generator/src/words-seen.js';
import * as iot from '../../src/iot.js';
import * as data from '../../src/iot-jobs-data.js';
import type { OperationModel } from '../../src/operation.js';
import { factsOf, sampleFiles, sampleModel, sampleWords } from './sample.js';

function model(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../model/${name}.json`, import.meta.url), 'utf8'));
}

const facts = model('facts') as Facts;
const words = model('words') as Words;
const patterns = patternsOf(facts, model('patterns') as Patterns);

const planes: readonly (readonly [
  string,
  Readonly<Record<string, OperationModel>>,
  Readonly<Record<string, unknown>>,
])[] = [
  ['iot', iot.operations, iot],
  ['iot-jobs-data', data.operations, data],
];

function serviceOf(key: string): ServiceFacts {
  return facts.services[key] as ServiceFacts;
}

describe.each(planes)('the words of %s', (key, operations, exported) => {
  const service = serviceOf(key);
  const explained = explainedBy(service, words[key] as Words[string], patterns);
  const all = { ...words[key]?.operations, ...words[key]?.shapes };

  it('say what every operation does, and name its page', () => {
    const silent = Object.keys(service.operations).filter((name) => explained.operation(name) === undefined);
    expect(silent).toEqual([]);
    for (const [name, { page }] of Object.entries(operations))
      expect(page).toMatch(new RegExp(`^https://.*_${name}\\.html$`));
  });

  it('say what every shape and every member means, in the schema that is exported', () => {
    const silent = Object.entries(service.shapes).flatMap(([name, facts]) => {
      const schema = exported[name] as TSchema;
      const members = facts.type === 'structure' ? Object.entries((schema as TObject).properties) : [];
      return [[name, schema] as const, ...members.map(([member, part]) => [`${name}.${member}`, part] as const)]
        .filter(([, { description }]) => !/^[A-Z0-9`].+\.$/.test(description ?? ''))
        .map(([entry]) => entry);
    });
    expect(silent).toEqual([]);
  });

  it('name for every shape the page of AWS that explains it, and in the description of every structure', () => {
    const { pages } = exported as { readonly pages: Readonly<Record<string, string>> };
    for (const [name, facts] of Object.entries(service.shapes)) {
      expect(pages[name], name).toMatch(/^[A-Z]\w+$|^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
      if (facts.type !== 'structure') continue;
      expect((exported[name] as TSchema).description, name).toMatch(new RegExp(` See ${pages[name]}\\.$`));
    }
    for (const { input = '', output = '' } of Object.values(service.operations)) {
      for (const name of [input, output].filter((it) => it !== '')) expect(pages[name], name).toMatch(/^https:/);
    }
  });

  it('are whole sentences on one line, short enough to read in an editor', () => {
    for (const [entry, text] of Object.entries(all)) expect(text, entry).toMatch(/^[A-Z`][^\n<>]{3,219}\.$/);
  });

  it('tell no word twice: a member says only what its shape does not', () => {
    for (const [entry, text] of Object.entries(words[key]?.shapes ?? {})) {
      const [shape = '', member] = entry.split('.');
      const structure = service.shapes[shape];
      if (member === undefined || structure?.type !== 'structure') continue;
      expect(text, entry).not.toBe(words[key]?.shapes[structure.members[member]?.target ?? '']);
    }
  });

  it('are followed by every bound that the model states, in every description that is exported', () => {
    for (const [name, facts] of Object.entries(service.shapes)) {
      const bounds = 'length' in facts ? facts.length : 'range' in facts ? facts.range : undefined;
      for (const bound of [bounds?.min, bounds?.max]) {
        if (bound === undefined || bound === 0) continue;
        expect((exported[name] as TSchema).description, name).toMatch(new RegExp(`(?<![\\d.])${bound}(?![\\d.]\\d)`));
      }
    }
  });

  it('were looked at since the facts that they are about last changed', () => {
    const own = (all: Facts): Facts => ({ ...all, services: { [key]: all.services[key] as ServiceFacts } });
    expect(unseenWords(own(facts), words, model('words-seen') as WordsSeen)).toEqual([]);
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

it('explains an input by its operation, and says of each input and output whose it is', () => {
  const page = 'https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJob.html';
  const { CreateJob } = words.iot?.operations ?? {};
  expect(iot.CreateJobRequest.description).toBe(`${CreateJob} The input of CreateJob. See ${page}.`);
  expect(iot.CreateJobResponse.description).toBe(`The output of CreateJob. See ${page}.`);
});

it('sends a reader of a shape to the structure’s own page, or to the page of what uses it', () => {
  const { page } = explainedBy(serviceOf('iot'), words.iot as Words[string], patterns);
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

it.each([
  [
    { KilnName: 'A name. 1 to 32 letters.' },
    'words: KilnName: leave out "1 to 32"; the generator adds what the model states',
  ],
  [
    { KilnName: 'At most 32 letters.' },
    'words: KilnName: leave out "At most 32"; the generator adds what the model states',
  ],
  [
    { 'FireKilnRequest.kilnName': 'The kiln. At most 32 letters.' },
    'words: FireKilnRequest.kilnName: leave out "At most 32"; the generator adds what the model states',
  ],
])('stops at words that repeat a bound of the model, which would go stale: %j', (shapes, message) => {
  expect(() => sampleFiles(factsOf(sampleModel()), { ...sampleWords, shapes })).toThrow(message);
});

describe('words that were compared with the model', () => {
  const before = factsOf(sampleModel());
  const sample: Words = { kiln: sampleWords };
  const seen = wordsSeen(before, sample);
  const after = (shapes: Readonly<Record<string, ShapeFacts>>): Facts => {
    const kiln = before.services.kiln as ServiceFacts;
    return { ...before, services: { kiln: { ...kiln, shapes: { ...kiln.shapes, ...shapes } } } };
  };

  it('stay so while the model stays', () => {
    expect(unseenWords(before, sample, seen)).toEqual([]);
  });

  it('are to be looked at when what they are about changes, at the shape and at the members that have it', () => {
    const longer = after({ KilnName: { type: 'string', length: { max: 99 } } });
    expect(unseenWords(longer, sample, seen)).toEqual(['kiln FireKilnRequest.kilnName', 'kiln KilnName']);
  });

  it('are to be looked at when they are new', () => {
    const more: Words = { kiln: { ...sampleWords, shapes: { ...sampleWords.shapes, Marks: 'Marks.' } } };
    expect(unseenWords(before, more, seen)).toEqual(['kiln Marks']);
  });
});

it('has words for no pattern that the models have not', () => {
  const known = Object.values(facts.services).flatMap(({ shapes }) =>
    Object.values(shapes).map((shape) => (shape.type === 'string' ? shape.pattern : undefined)),
  );
  expect(Object.keys(model('patterns') as Patterns).filter((pattern) => !known.includes(pattern))).toEqual([]);
});
