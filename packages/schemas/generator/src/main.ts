/**
 * The generator's command line: what it is asked, and what it says.
 *
 *     main.js                      writes src/generated from model/facts.json
 *     main.js --check              fails when src/generated is not what model/facts.json gives, when a pattern has no words,
 *                                  or when the model changed under words that nobody has looked at since
 *     main.js --words-seen         notes that the words were compared with the facts
 *     main.js update MODEL…        reads official Smithy JSON files, one a service, into model/facts.json, then generates;
 *                                  the facts state the day, which is today unless given by --date YYYY-MM-DD
 *     main.js diff OLD NEW         prints what changed between two facts files or Smithy files, in Markdown;
 *                                  with --detailed-exit-code it ends with 2 when something did
 *
 * Writing ends with a list of what a person is to do about the words. Everything is computed before anything is written, so that what fails leaves the files as they were.
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { diffFacts, isChanged } from './diff.js';
import { renderDiff } from './diff-markdown.js';
import { emitFiles } from './emit.js';
import type { Facts } from './facts.js';
import {
  generatedPaths,
  generatedRoot,
  readFacts,
  readGenerated,
  readInputs,
  readJson,
  readModel,
  replaceFactsAndGenerated,
  writeWordsSeen,
} from './files.js';
import { patternsToWord } from './pattern-words.js';
import { ModelError, type SmithyModel } from './smithy.js';
import { commonServices, factsOfModel, updateFacts } from './update.js';
import { namesToWord } from './words.js';
import { unseenWords, wordsSeen } from './words-seen.js';

const usage = `usage: npm run generate [-- --check | --words-seen]
       npm run model:update -- [--date YYYY-MM-DD] MODEL...
       npm run model:diff -- [--detailed-exit-code] OLD NEW`;

function main(args: readonly string[]): number {
  const { command, files, ...options } = commandLine(args);
  const [old, now] = files;
  if (command === undefined && files.length === 0) {
    if (options['words-seen']) return markWordsSeen();
    return options.check ? check() : write(knownFacts());
  }
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
      'words-seen': { type: 'boolean', default: false },
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
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date)) {
    throw new ModelError(`--date ${date}: not a day of the form YYYY-MM-DD`);
  }
  const models = files.map((file) => readModel(file, date));
  return write(updateFacts(readFacts(), models, readInputs().selection));
}

function diff(oldFile: string, nowFile: string, detailedExitCode: boolean): number {
  const [old, now] = commonServices(factsIn(oldFile), factsIn(nowFile));
  const diffs = diffFacts(old, now);
  process.stdout.write(renderDiff(diffs));
  return detailedExitCode && diffs.some(isChanged) ? 2 : 0;
}

/** The facts in a facts file, or those of a Smithy file. */
function factsIn(file: string): Facts {
  const content = readJson(file) as Facts | SmithyModel;
  if (typeof content === 'object' && content !== null && 'formatVersion' in content) {
    if (content.formatVersion === 1 && typeof content.services === 'object') return content;
    throw new ModelError(`${file}: not a facts file of format 1`);
  }
  return factsOfModel(readModel(file, today()), readInputs().selection);
}

function knownFacts(): Facts {
  const facts = readFacts();
  if (facts === undefined) throw new ModelError('model/facts.json is not there; run: npm run model:update -- MODEL...');
  return facts;
}

function write(facts: Facts): number {
  const { words, patterns, seen } = readInputs();
  const files = emitFiles(facts, words, patterns);
  replaceFactsAndGenerated(facts, files);
  console.log(`wrote ${files.size} files under ${relative(process.cwd(), generatedRoot)}`);
  const advice = [
    ...patternsToWord(facts, patterns),
    ...namesToWord(facts, words),
    ...unseenWords(facts, words, seen).map(unseen),
  ];
  for (const line of advice) console.log(line);
  return 0;
}

function check(): number {
  const facts = knownFacts();
  const { words, patterns, seen } = readInputs();
  const files = emitFiles(facts, words, patterns);
  const stale = [...files].filter(([path, text]) => readGenerated(path) !== text).map(([path]) => path);
  const extra = generatedPaths().filter((path) => !files.has(path));
  const complaints = [
    ...[...stale, ...extra].map(
      (path) => `src/generated/${path} is not what model/facts.json gives; run: npm run generate`,
    ),
    ...patternsToWord(facts, patterns),
    ...unseenWords(facts, words, seen).map(unseen),
  ];
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0 ? 0 : 1;
}

function unseen(entry: string): string {
  return `look at the words of ${entry}: what they are about has changed; then run: npm run generate -- --words-seen`;
}

function markWordsSeen(): number {
  writeWordsSeen(wordsSeen(knownFacts(), readInputs().words));
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!(error instanceof ModelError) && !code.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(message);
  process.exitCode = 3;
}
