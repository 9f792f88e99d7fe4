/**
 * Packs the packages that npm gets: `release-packages.mjs --out DIR v1.2.3`. Beside the tarballs, packages.txt names them
 * in the order of publishing, each after what it depends on. Every package must carry the version of the tag.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
try {
  if (values.out === undefined) throw new Error('name a folder with --out');
  pack(resolve(values.out), positionals[0]?.replace(/^v/, ''));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function pack(out, version) {
  const packages = readdirSync(join(root, 'packages')).map((folder) => readPackage(join(root, 'packages', folder)));
  const other = packages.filter((it) => version !== undefined && it.version !== version);
  if (other.length > 0) {
    const names = other.map((it) => `${it.name} ${it.version}`).join(', ');
    throw new Error(`the tag says ${version}, but ${names}; run npm run version, merge it, and tag that commit`);
  }
  mkdirSync(out, { recursive: true });
  const lines = inOrder(packages.filter((it) => !it.private)).map((it) => {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
    const [packed] = JSON.parse(execFileSync('npm', args, { cwd: it.folder, encoding: 'utf8' }));
    return `${packed.filename} ${it.name}@${it.version}`;
  });
  writeFileSync(join(out, 'packages.txt'), `${lines.join('\n')}\n`);
  console.log(lines.join('\n'));
}

function readPackage(folder) {
  return { folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/** Each package after those it depends on, so that what is published can be installed at once. */
function inOrder(packages) {
  const ordered = [];
  const visit = (name) => {
    const found = packages.find((it) => it.name === name);
    if (found === undefined || ordered.includes(found)) return;
    for (const dependency of Object.keys(found.dependencies ?? {})) visit(dependency);
    ordered.push(found);
  };
  for (const { name } of packages) visit(name);
  return ordered;
}
