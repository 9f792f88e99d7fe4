/**
 * Makes the exact tree of a release tag in a folder: what a runner needs to run the Action, and what a person reads.
 * The sources stay behind: a runner downloads the whole tag for every job.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { licensesFile } from './release-licenses.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const repository = 'https://github.com/iot-rollouts/iot-rollouts';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist/release') } } });
stage(resolve(process.env.INIT_CWD ?? '.', values.out));

function stage(out) {
  const isOther = existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, 'action.yml'));
  if (isOther) throw new Error(`${out} holds something else; name a new folder with --out`);
  rmSync(out, { recursive: true, force: true });
  const { runs } = load(readFileSync(join(root, 'action.yml'), 'utf8'));
  const bundle = dirname(runs.main);
  for (const needed of [runs.main, join(bundle, licensesFile)]) {
    if (!existsSync(join(root, needed))) throw new Error(`${needed} is missing; run npm run build first`);
  }
  for (const file of ['action.yml', 'LICENSE', bundle]) {
    cpSync(join(root, file), join(out, file), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  writeFile(join(out, 'README.md'), withAbsoluteLinks(readFileSync(join(root, 'README.md'), 'utf8')));
  writeFile(join(out, dirname(bundle), 'package.json'), packageJson(join(root, dirname(bundle), 'package.json')));
  const files = readdirSync(out, { recursive: true })
    .map((path) => join(out, path))
    .filter((path) => statSync(path).isFile());
  for (const file of files.sort()) console.log(`${String(statSync(file).size).padStart(9)}  ${relative(out, file)}`);
}

/** Node reads the bundle as ESM because the package.json above it says so; what builds and tests it is left out. */
function packageJson(file) {
  const { name, version, license, type, engines } = JSON.parse(readFileSync(file, 'utf8'));
  return `${JSON.stringify({ name, version, private: true, license, type, engines }, null, 2)}\n`;
}

/** Files that the README points to are on the main branch only. */
function withAbsoluteLinks(markdown) {
  return markdown.replace(/\]\((?![a-z]+:|#)([^)]+)\)/g, (_, path) => {
    return `](${repository}/${path.endsWith('/') ? 'tree' : 'blob'}/main/${path.replace(/\/$/, '')})`;
  });
}

function writeFile(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
