// Ships the pages about rules with the bundle: `iot-rollouts explain` prints them.
import { cpSync } from 'node:fs';

const pages = new URL('../../../docs/rules/', import.meta.url);
cpSync(pages, new URL('../dist/rules/', import.meta.url), { recursive: true });
