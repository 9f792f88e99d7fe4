/** The sample model: an invented service that uses every shape type and every trait the generator understands. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emitFiles } from '../../generator/src/emit.js';
import { extractFacts } from '../../generator/src/extract.js';
import type { Facts } from '../../generator/src/facts.js';
import type { Patterns } from '../../generator/src/pattern-words.js';
import type { SmithyModel, SmithyShape } from '../../generator/src/smithy.js';
import type { ServiceWords } from '../../generator/src/words.js';

export const namespace = 'example.kiln#';

/** The operations that are read; `WatchKiln` is in the model too and uses what the generator does not understand. */
export const selection = ['FireKiln', 'CoolKiln', 'ListFirings', 'CountFirings', 'GetGlaze'];

/** What the selected operations do not reach. */
export const unselected = [
  'Firing',
  'WatchKiln',
  'WatchKilnRequest',
  'WatchKilnResponse',
  'Heat',
  'Film',
  'Plan',
  'Step',
];

/** A fresh copy of the sample model. */
export function sampleModel(): SmithyModel {
  const path = fileURLToPath(new URL('../sample-model.json', import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as SmithyModel;
}

/** The sample model with some of its shapes replaced, by local name. */
export function sampleModelWith(shapes: Readonly<Record<string, SmithyShape>>): SmithyModel {
  const model = sampleModel();
  const replaced = Object.entries(shapes).map(([name, shape]) => [namespace + name, shape]);
  return { ...model, shapes: { ...model.shapes, ...Object.fromEntries(replaced) } };
}

/** The facts of the selected operations of a model, as the facts file holds them. */
export function factsOf(model: SmithyModel, operations: readonly string[] = selection): Facts {
  const source = { file: 'sample-model.json', sha256: 'ca11ab1e', date: '2026-11-21' };
  return { formatVersion: 1, services: { kiln: extractFacts(model, source, operations) } };
}

/** What the sample model means, in words: the first operation's are those that its shapes are explained by. */
export const sampleWords: ServiceWords = {
  page: 'https://docs.example.com/kiln/API_{name}.html',
  operations: { FireKiln: 'Fires a kiln.', ListFirings: 'Lists firings, page by page.' },
  shapes: {
    KilnName: "A kiln's name.",
    'FireKilnRequest.kilnName': 'The kiln to fire; */ ends no comment.',
    CurvePoint: 'How hot the kiln is at a time.',
    'FiringSummary.state': 'How far it is.',
    Curve: 'The points that the kiln passes.',
    FireKilnResponse: 'What became of the firing.',
  },
};

/** What the sample's patterns demand, in words. */
export const samplePatterns: Patterns = {
  '^\\p{Upper}[\\p{Upper}\\p{Digit}-]*$': {
    form: 'begin with an upper-case letter; then upper-case letters, digits and -',
  },
  '^[a-z0-9]+|\\$latest$': { form: 'begin with a lower-case letter or a digit, or end with $latest' },
  '^\\S{36,64}$': { no: 'white space' },
  '^[^\\p{C}]+$': { no: 'control characters' },
  '^[\\p{Graph}]+$': { only: 'printable ASCII characters' },
  '^[\\p{L}\\p{N} _-]*$': { only: 'letters, digits, spaces, _ and -' },
  '^[a-z]+$': { only: 'lower-case letters' },
  'a|bc$': { form: 'have an a, or end with bc' },
};

/** The files that the sample model gives, without words unless there are some; its patterns have theirs. */
export function sampleFiles(
  facts: Facts,
  words: Partial<ServiceWords> = {},
  patterns: Patterns = patternsIn(facts),
): ReadonlyMap<string, string> {
  return emitFiles(facts, { kiln: { page: '', operations: {}, shapes: {}, ...words } }, patterns);
}

/** Words for every pattern in the facts: those of the sample, and any for a pattern that a test brings. */
function patternsIn(facts: Facts): Patterns {
  const found = Object.values(facts.services).flatMap(({ shapes }) =>
    Object.values(shapes).flatMap((shape) => (shape.type === 'string' && shape.pattern ? [shape.pattern] : [])),
  );
  return Object.fromEntries(found.map((it) => [it, samplePatterns[it] ?? { form: 'be as the pattern says' }]));
}
