/**
 * A rolldown plugin that writes THIRD-PARTY-LICENSES.txt beside a bundle: every package whose code is in it, with its
 * version and its licence's text. What was shaken out is not named.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Where the licences stand, relative to the bundle. */
export const licensesFile = 'THIRD-PARTY-LICENSES.txt';

/** The plugin. */
export function thirdPartyLicenses() {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const folders = new Set();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          if (renderedLength > 0) folders.add(packageFolder(id));
        }
      }
      this.emitFile({ type: 'asset', fileName: licensesFile, source: licensesText([...folders].map(readPackage)) });
    },
  };
}

/** The folder of the package that a module is from. */
function packageFolder(id) {
  // The bundler's own few lines that join chunks.
  if (id.includes('rolldown/runtime')) return packageFolder(createRequire(import.meta.url).resolve('rolldown'));
  const path = id.replace(/^\0/, '').replace(/\?.*$/, '');
  for (
    let folder = dirname(path);
    folder.startsWith(root) || folder.includes('node_modules');
    folder = dirname(folder)
  ) {
    // A package.json without a name only says how the files beside it are read.
    if (existsSync(join(folder, 'package.json')) && nameIn(folder) !== undefined) return folder;
  }
  throw new Error(`${id} is in the bundle and belongs to no package: nobody can tell its licence`);
}

function nameIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name;
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const isOurs = !folder.includes(`${sep}node_modules${sep}`);
  const read = (pattern) =>
    readdirSync(folder)
      .filter((file) => pattern.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const notices = read(/^notice/i);
  // Our own packages are under the LICENSE that goes with the bundle.
  if (isOurs) return { name, version, license, isOurs, texts: notices };
  const texts = [...read(/^(licen[cs]e|copying)/i), ...notices];
  if (texts.length > 0) return { name, version, license, isOurs, texts };
  // Apache's text is the same for everybody; others name their holder, whom we cannot guess.
  if (license !== 'Apache-2.0') throw new Error(`${name} is in the bundle and has no licence file (${license})`);
  return { name, version, license, isOurs, texts: [readFileSync(join(root, 'LICENSE'), 'utf8').trim()] };
}

/** The file's text: each licence once, below the packages that are under it. */
function licensesText(packages) {
  const byText = new Map();
  for (const { name, version, license, isOurs, texts } of packages) {
    if (isOurs && texts.length === 0) continue;
    const text = texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...byText]
    .map(([text, names]) => ({ text, names: names.sort() }))
    .sort((a, b) => (a.names[0] < b.names[0] ? -1 : 1))
    .map(({ text, names }) => `${'='.repeat(80)}\n${names.join('\n')}\n${'-'.repeat(80)}\n${text}\n`);
  return `This bundle contains code of the packages below, under their licences.\n\n${sections.join('\n')}`;
}
