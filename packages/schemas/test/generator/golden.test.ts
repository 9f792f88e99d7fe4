import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SmithyModel } from '../../generator/src/smithy.js';
import { harmlessTraits, readTraits } from '../../generator/src/traits.js';
import { factsOf, namespace, sampleFiles, sampleModel, sampleWords, selection, unselected } from './sample.js';

const sampleFolder = fileURLToPath(new URL('../sample', import.meta.url));

/** The text that the golden file holds; with `UPDATE=1` the file is written first. */
function golden(path: string, actual: string): string {
  const file = join(sampleFolder, path);
  if (process.env.UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  return readFileSync(file, 'utf8');
}

/** Every trait name and shape type that occurs anywhere in a model. */
function vocabulary(model: SmithyModel): { readonly traits: Set<string>; readonly types: Set<string> } {
  const traits = new Set<string>();
  const types = new Set<string>();
  for (const shape of Object.values(model.shapes)) {
    types.add(shape.type);
    const members = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
    for (const bearer of [shape, ...members]) for (const name of Object.keys(bearer?.traits ?? {})) traits.add(name);
  }
  return { traits, types };
}

/** The sample without prose, and without the shapes that the selection does not reach. */
function cutModel(): SmithyModel {
  const shapes = Object.entries(sampleModel().shapes).filter(
    ([id]) => !unselected.includes(id.slice(namespace.length)),
  );
  const text = JSON.stringify({ smithy: '2.0', shapes: Object.fromEntries(shapes) }, (name, value: unknown) =>
    harmlessTraits.has(name) || name === 'resources' ? undefined : value,
  );
  return JSON.parse(text) as SmithyModel;
}

describe('the sample model', () => {
  it('gives the committed facts', () => {
    const actual = `${JSON.stringify(factsOf(sampleModel()), null, 1)}\n`;
    expect(actual).toBe(golden('generated/facts.json', actual));
  });

  it('gives the committed TypeScript files, and no others', () => {
    const files = sampleFiles(factsOf(sampleModel()), sampleWords);
    for (const [path, text] of files) expect(text, path).toBe(golden(`generated/${path}`, text));
    expect(
      [
        'model-info.ts',
        'pattern-words.ts',
        ...readdirSync(join(sampleFolder, 'generated/kiln')).map((name) => `kiln/${name}`),
      ].sort(),
    ).toEqual([...files.keys()].sort());
  });

  it('uses every trait that the generator understands, so that each is seen in the committed output', () => {
    const { traits } = vocabulary(sampleModel());
    expect([...readTraits, ...harmlessTraits].filter((trait) => !traits.has(trait))).toEqual([]);
  });

  it('gives the same facts with prose and unreached shapes as without: the full official file is accepted', () => {
    const cut = vocabulary(cutModel());
    const full = vocabulary(sampleModel());
    expect([...full.types].filter((type) => !cut.types.has(type)).sort()).toEqual(['intEnum', 'resource', 'union']);
    expect([...full.traits].filter((trait) => !cut.traits.has(trait)).sort()).toEqual(
      [
        ...harmlessTraits,
        'smithy.api#auth',
        'smithy.api#endpoint',
        'smithy.api#requiresLength',
        'smithy.api#streaming',
      ].sort(),
    );
    const { kiln } = factsOf(sampleModel()).services;
    expect(kiln?.otherOperations).toEqual(['WatchKiln']);
    expect({ ...kiln, otherOperations: [] }).toEqual(factsOf(cutModel()).services.kiln);
  });

  it('finds an operation by its name, though only a resource lists it', () => {
    const service = sampleModel().shapes[`${namespace}Pottery`];
    expect(JSON.stringify(service)).not.toContain('ListFirings');
    expect(factsOf(sampleModel(), ['ListFirings']).services.kiln?.operations.ListFirings?.uri).toBe('/firings');
  });

  it('does not depend on the order of the shapes or of the selection', () => {
    const { shapes, ...rest } = sampleModel();
    const reversed = { ...rest, shapes: Object.fromEntries(Object.entries(shapes).reverse()) };
    const texts = [...sampleFiles(factsOf(reversed, selection.toReversed()), sampleWords)];
    expect(texts).toEqual([...sampleFiles(factsOf(sampleModel()), sampleWords)]);
  });
});
