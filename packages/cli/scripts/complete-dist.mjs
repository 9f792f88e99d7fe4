// What the bundle needs beside its code: the pages about rules, which `iot-rollouts explain` prints, and the word that its
// files are CommonJS, whose loader starts sooner than that of ES modules.
import { cpSync, writeFileSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
cpSync(new URL('../../../docs/rules/', import.meta.url), new URL('rules/', dist), { recursive: true });
writeFileSync(new URL('package.json', dist), `${JSON.stringify({ type: 'commonjs' })}\n`);
