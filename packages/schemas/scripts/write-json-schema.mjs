/**
 * Writes the JSON Schema files that the package ships, from the built schemas: for each service, flavour and draft one
 * file with every shape under its name in `$defs` (`definitions` in draft-07). Part of the build; not committed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemaBundle } from '../dist/index.js';
import * as iot from '../dist/iot.js';
import * as iotJobsData from '../dist/iot-jobs-data.js';

/** Where the files can be read from once the package is published; without a version, so that references stay true. */
const publicFolder = 'https://unpkg.com/@iot-rollouts/schemas/json-schema';

const folder = new URL('../json-schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [service, { pages, ...shapes }] of Object.entries({ iot, 'iot-jobs-data': iotJobsData })) {
  for (const flavour of ['strict', 'lenient']) {
    for (const draft of ['2020-12', 'draft-07']) {
      const file = `${service}.${flavour}.${draft}.json`;
      const bundle = jsonSchemaBundle(shapes, { draft, flavour, pages, id: `${publicFolder}/${file}` });
      writeFileSync(new URL(file, folder), `${JSON.stringify(bundle, null, 1)}\n`);
    }
  }
}
