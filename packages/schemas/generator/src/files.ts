/** The generator's files on the disk; nothing else of it reads or writes one. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Facts } from './facts.js';
import type { Patterns } from './pattern-words.js';
import { ModelError, type SmithyModel } from './smithy.js';
import type { ModelFile, Selection } from './update.js';
import type { Words } from './words.js';
import type { WordsSeen } from './words-seen.js';

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');
const factsFile = join(packageRoot, 'model/facts.json');
const wordsSeenFile = join(packageRoot, 'model/words-seen.json');

/** Folder of the generated files. */
export const generatedRoot = join(packageRoot, 'src/generated');

/** What is written by hand, or noted about it. */
interface Inputs {
  readonly selection: Selection;
  readonly words: Words;
  readonly patterns: Patterns;
  readonly seen: WordsSeen;
}

/** The files of `model/` but the facts. */
export function readInputs(): Inputs {
  const read = (name: string): unknown => readJson(join(packageRoot, 'model', name));
  return {
    selection: read('selection.json') as Selection,
    words: read('words.json') as Words,
    patterns: read('patterns.json') as Patterns,
    seen: existsSync(wordsSeenFile) ? (readJson(wordsSeenFile) as WordsSeen) : {},
  };
}

/** The facts file; undefined when there is none yet. */
export function readFacts(): Facts | undefined {
  return existsSync(factsFile) ? (readJson(factsFile) as Facts) : undefined;
}

/** A Smithy model with the name and hash of its file. */
export function readModel(file: string, date: string): ModelFile {
  const text = readText(file);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { source: { file: basename(file), sha256, date }, model: parse(file, text) as SmithyModel };
}

/** What a JSON file holds. */
export function readJson(file: string): unknown {
  return parse(file, readText(file));
}

function readText(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ModelError(`${file}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'a folder, where a JSON file is expected';
  if (code === 'EACCES') return 'may not be read';
  return message;
}

function parse(file: string, text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw new ModelError(`${file}: not JSON (${(error as Error).message})`);
  }
}

function factsText(facts: Facts): string {
  return `${JSON.stringify(facts, null, 1)}\n`;
}

/** Replaces the note of what the words were compared with. */
export function writeWordsSeen(seen: WordsSeen): void {
  replaceFile(wordsSeenFile, `${JSON.stringify(seen, null, 1)}\n`);
}

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Puts the facts and the generated files, by path, in the place of all that were there before. Everything is written
 * beside them first, so that what fails leaves the old ones.
 */
export function replaceFactsAndGenerated(facts: Facts, files: ReadonlyMap<string, string>): void {
  const [nextFacts, nextRoot] = [`${factsFile}.new`, `${generatedRoot}.new`];
  try {
    rmSync(nextRoot, { recursive: true, force: true });
    writeFileSync(nextFacts, factsText(facts));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(nextRoot, path)), { recursive: true });
      writeFileSync(join(nextRoot, path), text);
    }
    rmSync(generatedRoot, { recursive: true, force: true });
    renameSync(nextRoot, generatedRoot);
    renameSync(nextFacts, factsFile);
  } finally {
    for (const left of [nextFacts, nextRoot]) rmSync(left, { recursive: true, force: true });
  }
}

/** Paths of the generated files that are there, with `/` on every system. */
export function generatedPaths(): readonly string[] {
  if (!existsSync(generatedRoot)) return [];
  return readdirSync(generatedRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(generatedRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** The text of a generated file; undefined when it is not there. */
export function readGenerated(path: string): string | undefined {
  const file = join(generatedRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
