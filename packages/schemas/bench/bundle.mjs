/** What it costs to import the schema of one operation's input: the minified bundle of every one of them. */
import { fileURLToPath } from 'node:url';
import * as iot from '@iot-rollouts/schemas/iot';
import * as data from '@iot-rollouts/schemas/iot-jobs-data';
import { rolldown } from 'rolldown';

/** The row of the table: the largest of the bundles. */
export async function bundleRow() {
  const inputs = [
    ['@iot-rollouts/schemas/iot', iot],
    ['@iot-rollouts/schemas/iot-jobs-data', data],
  ].flatMap(([module, plane]) => inputNames(plane).map((name) => ({ module, name })));
  const sizes = [];
  for (const { module, name } of inputs) sizes.push({ name, kB: (await bundleBytes(module, name)) / 1000 });
  sizes.sort((a, b) => b.kB - a.kB);
  const createJob = sizes.find(({ name }) => name === 'CreateJobRequest');
  return {
    name: 'largest bundle of one operation’s input, in kB',
    measured: sizes[0].kB,
    limit: 10,
    detail: `${sizes[0].name} of ${sizes.length} inputs, minified; CreateJobRequest ${createJob.kB.toFixed(2)} kB`,
  };
}

/** The names under which a service exports the inputs of its operations. */
function inputNames(plane) {
  const inputs = new Set(Object.values(plane.operations).map(({ input }) => input));
  return Object.keys(plane).filter((name) => inputs.has(plane[name]));
}

async function bundleBytes(module, name) {
  const entry = fileURLToPath(new URL('entry.mjs', import.meta.url)); // Only a name, to resolve the import from.
  const virtual = {
    name: 'entry',
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? `export { ${name} } from '${module}';` : undefined),
  };
  const bundle = await rolldown({ input: entry, plugins: [virtual], platform: 'neutral' });
  // As esbuild and Terser do by themselves: marks for bundlers are of no use in what is bundled.
  const { output } = await bundle.generate({ minify: true, comments: false });
  await bundle.close();
  return Buffer.byteLength(output[0].code);
}
