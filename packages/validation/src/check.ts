/** Parsed files -> manifests and diagnostics: header, shape, rules of one manifest, rules across manifests. */
import { buildManifest } from './build-manifest.js';
import type { Checked, Diagnostic } from './diagnostic.js';
import type { DocumentFiles } from './document-files.js';
import { findFaults } from './find-faults.js';
import type { Manifest } from './manifest.js';
import { onePerCause } from './one-cause.js';
import type { ParsedDocument, ParsedFile } from './parse.js';
import { placeFindings, placeProblems, sortDiagnostics } from './place.js';
import { type ReadManifests, readManifests } from './read-manifests.js';
import type { RepositoryFacts } from './repository-facts.js';
import { ruleTable } from './rule-table.js';
import { defaultSettings, type Settings } from './settings.js';
import { atWantedLevels } from './severity.js';
import type { Subject } from './subject.js';
import { silencerOf } from './suppression.js';
import { templateFrom } from './template-from.js';

/** What a check may know beside the files. */
export interface CheckOptions {
  readonly settings?: Settings;
  /** When the check is made, in milliseconds since 1970; without it, times are not compared with now. */
  readonly now?: number;
  /** Names of the jobs that stood at the base: they exist already, so AWS is not asked to create them. */
  readonly jobsAtBase?: ReadonlySet<string>;
  /** Files of which is told first what several have in common. */
  readonly wanted?: ReadonlySet<string>;
}

/** Every manifest that has no error in it, and everything that is wrong with the files. */
export function checkManifests(
  files: readonly ParsedFile[],
  documents: DocumentFiles,
  options: CheckOptions = {},
): Checked<readonly Manifest[]> {
  const { sound, diagnostics } = judgeManifests(readManifests(files), documents, options);
  const value = sound.map((subject) => buildManifest(subject, documents));
  return { value, diagnostics: onePerCause(diagnostics, options.wanted) };
}

/** What is said about manifests. */
export interface Judged {
  /** Those without an error. */
  readonly sound: readonly Subject[];
  /** Where other manifests may name the same document files, not yet by {@link onePerCause}. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What is wrong with manifests that have been read.
 *
 * @param elsewhere what the repository's other files contribute, where these are only some of them. No identity of theirs
 * may be among these: such pairs are found only where both are read.
 */
export function judgeManifests(
  read: ReadManifests,
  documents: DocumentFiles,
  options: CheckOptions,
  elsewhere: readonly RepositoryFacts[] = [],
): Judged {
  const { settings = defaultSettings } = options;
  const silencer = silencerOf(read.files.map(({ source }) => source));
  const judged = (placed: readonly Diagnostic[]) => atWantedLevels(silencer.audible(placed), settings);
  const diagnostics: Diagnostic[] = [...judged(read.files.flatMap(placeProblems))];
  const templates = elsewhere.flatMap((facts) => facts.templates.map(templateFrom));
  const faults = findFaults(read, documents, options, { facts: elsewhere, templates });
  const broken = brokenDocuments(read.files);
  const sound: Subject[] = [];
  for (const [index, { document, subject }] of read.documents.entries()) {
    const findings = faults[index] ?? [];
    const placed = findings.length === 0 ? [] : judged(placeFindings(document, findings));
    diagnostics.push(...placed);
    const faulty = placed.some(({ severity }) => severity === 'error');
    if (subject !== undefined && !faulty && !broken.has(document)) sound.push(subject);
  }
  diagnostics.push(...atWantedLevels(silencer.complaints(), settings));
  return { sound, diagnostics: sortDiagnostics(diagnostics) };
}

/** Documents whose YAML has an error of its own, such as a duplicate key: they have a value, but nobody should send it. */
function brokenDocuments(files: readonly ParsedFile[]): ReadonlySet<ParsedDocument> {
  const broken = new Set<ParsedDocument>();
  for (const { documents, problems } of files) {
    for (const problem of problems) {
      if (ruleTable[problem.rule].severity === 'warning') continue;
      const inside = documents.findLast(({ root }) => root !== undefined && root.start <= problem.start);
      if (inside !== undefined) broken.add(inside);
    }
  }
  return broken;
}
