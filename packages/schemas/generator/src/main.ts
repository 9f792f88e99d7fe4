/**
 * The generator's command line, and the only file of it that touches the disk.
 *
 *     main.js extract IOT_MODEL JOBS_DATA_MODEL   reads official Smithy JSON files, writes model/facts.json, then generates
 *     main.js                                     writes src/generated from model/facts.json
 *     main.js --check                             fails when src/generated is not what model/facts.json gives
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitFiles } from './emit.js';
import { extractFacts } from './extract.js';
import type { Facts, ServiceFacts } from './facts.js';
import { ModelError, type SmithyModel } from './smithy.js';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');
const factsFile = join(packageRoot, 'model/facts.json');
const selectionFile = join(packageRoot, 'model/selection.json');
const generatedRoot = join(packageRoot, 'src/generated');

function main(args: readonly string[]): number {
  if (args[0] === 'extract') {
    writeFileSync(factsFile, `${JSON.stringify(extract(args.slice(1)), null, 1)}\n`);
    return write();
  }
  if (args.length === 0) return write();
  if (args.length === 1 && args[0] === '--check') return check();
  console.error('usage: npm run generate [-- --check | extract IOT_MODEL JOBS_DATA_MODEL]');
  return 3;
}

function extract(files: readonly string[]): Facts {
  const selection = JSON.parse(readFileSync(selectionFile, 'utf8')) as Record<string, string[]>;
  const keys = Object.keys(selection);
  if (files.length !== keys.length)
    throw new ModelError(`expected ${keys.length} model files, in the order ${keys.join(', ')}`);
  const services: Record<string, ServiceFacts> = {};
  keys.forEach((key, index) => {
    const file = files[index] as string;
    const bytes = readFileSync(file);
    const source = { file: basename(file), sha256: createHash('sha256').update(bytes).digest('hex') };
    services[key] = extractFacts(parseModel(file, bytes), source, selection[key] as string[]);
  });
  return { formatVersion: 1, services };
}

function parseModel(file: string, bytes: Buffer): SmithyModel {
  try {
    return JSON.parse(bytes.toString('utf8')) as SmithyModel;
  } catch (error) {
    throw new ModelError(`${file}: not JSON (${(error as Error).message})`);
  }
}

function expectedFiles(): ReadonlyMap<string, string> {
  return emitFiles(JSON.parse(readFileSync(factsFile, 'utf8')) as Facts);
}

function write(): number {
  rmSync(generatedRoot, { recursive: true, force: true });
  const files = expectedFiles();
  for (const [path, text] of files) {
    mkdirSync(dirname(join(generatedRoot, path)), { recursive: true });
    writeFileSync(join(generatedRoot, path), text);
  }
  console.log(`wrote ${files.size} files under ${relative(process.cwd(), generatedRoot)}`);
  return 0;
}

function check(): number {
  const files = expectedFiles();
  const stale = [...files]
    .filter(([path, text]) => readIfThere(join(generatedRoot, path)) !== text)
    .map(([path]) => path);
  const extra = generatedFiles().filter((path) => !files.has(path));
  for (const path of [...stale, ...extra]) {
    console.error(`src/generated/${path} is not what model/facts.json gives; run: npm run generate`);
  }
  return stale.length + extra.length === 0 ? 0 : 1;
}

/** Paths of the files that are there, with `/` on every system. */
function generatedFiles(): readonly string[] {
  if (!existsSync(generatedRoot)) return [];
  return readdirSync(generatedRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(generatedRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ModelError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  console.error((error as Error).message);
  process.exitCode = 3;
}
