/**
 * The generator's command line, and the only file of it that touches the disk.
 *
 *     main.js                      writes src/generated from model/facts.json
 *     main.js --check              fails when src/generated is not what model/facts.json gives
 *     main.js update MODEL…        reads official Smithy JSON files, one a service, into model/facts.json, then generates;
 *                                  the facts state the day, which is today unless given by --date YYYY-MM-DD
 *     main.js diff OLD NEW         prints what changed between two facts files or Smithy files, in Markdown;
 *                                  with --detailed-exit-code it ends with 2 when something did
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { diffFacts } from './diff.js';
import { renderDiff } from './diff-markdown.js';
import { emitFiles } from './emit.js';
import type { Facts } from './facts.js';
import { ModelError, type SmithyModel } from './smithy.js';
import { commonServices, factsOfModel, type ModelFile, type Selection, updateFacts } from './update.js';
import type { Words } from './words.js';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');
const factsFile = join(packageRoot, 'model/facts.json');
const wordsFile = join(packageRoot, 'model/words.json');
const selectionFile = join(packageRoot, 'model/selection.json');
const generatedRoot = join(packageRoot, 'src/generated');

const usage = `usage: npm run generate [-- --check]
       npm run model:update -- [--date YYYY-MM-DD] MODEL...
       npm run model:diff -- [--detailed-exit-code] OLD NEW`;

function main(args: readonly string[]): number {
  const { command, files, ...options } = commandLine(args);
  const [old, now] = files;
  if (command === undefined && files.length === 0) return options.check ? check() : write();
  if (command === 'update' && files.length > 0) return update(files, options.date ?? today());
  if (command === 'diff' && old !== undefined && now !== undefined && files.length === 2) {
    return diff(old, now, options['detailed-exit-code']);
  }
  console.error(usage);
  return 3;
}

function commandLine(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      date: { type: 'string' },
      'detailed-exit-code': { type: 'boolean', default: false },
    },
  });
  const [command, ...files] = positionals;
  return { ...values, command, files };
}

function today(): string {
  return new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function update(files: readonly string[], date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new ModelError(`--date ${date}: not of the form YYYY-MM-DD`);
  const previous = existsSync(factsFile) ? (readJson(factsFile) as Facts) : undefined;
  const models = files.map((file) => readModel(file, date));
  const facts = updateFacts(previous, models, readJson(selectionFile) as Selection);
  writeFileSync(factsFile, `${JSON.stringify(facts, null, 1)}\n`);
  return write();
}

function diff(oldFile: string, nowFile: string, detailedExitCode: boolean): number {
  const [old, now] = commonServices(readFacts(oldFile), readFacts(nowFile));
  const diffs = diffFacts(old, now);
  process.stdout.write(renderDiff(diffs));
  return detailedExitCode && diffs.some(({ changes }) => changes.length > 0) ? 2 : 0;
}

/** The facts in a facts file, or those of a Smithy file. */
function readFacts(file: string): Facts {
  const content = readJson(file) as Facts | SmithyModel;
  if ('formatVersion' in content) return content;
  return factsOfModel(readModel(file, today()), readJson(selectionFile) as Selection);
}

function readModel(file: string, date: string): ModelFile {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return { source: { file: basename(file), sha256, date }, model: readJson(file) as SmithyModel };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ModelError(`${file}: not JSON (${error.message})`);
  }
}

function expectedFiles(): ReadonlyMap<string, string> {
  return emitFiles(readJson(factsFile) as Facts, readJson(wordsFile) as Words);
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
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!(error instanceof ModelError) && !/^ENOENT$|^ERR_PARSE_ARGS/.test(code)) throw error;
  console.error(message);
  process.exitCode = 3;
}
