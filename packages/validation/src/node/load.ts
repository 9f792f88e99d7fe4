/** Find, read, parse, read documents, check: from globs to manifests and a report. */
import { checkManifests } from '../check.js';
import type { Diagnostic } from '../diagnostic.js';
import { claimsToBeManifest, type DocumentFiles, documentFilesOf, type ReadResult } from '../document-files.js';
import { type Identity, identitiesOf } from '../identities.js';
import type { Manifest } from '../manifest.js';
import { onePerCause } from '../one-cause.js';
import { type ParsedFile, parseFile } from '../parse.js';
import { sortDiagnostics } from '../place.js';
import type { ValidationReport } from '../report.js';
import { type Settings, settingsFile } from '../settings.js';
import { atWantedLevels } from '../severity.js';
import { unreadableFile } from '../unreadable.js';
import { missingIn, withNearest } from './document-reader.js';
import { gitTree } from './git-tree.js';
import { identitiesOfCommit, jobsNamedBefore } from './history.js';
import { loadSettings } from './load-settings.js';
import { joinedFindings } from './share.js';
import { readShares, threadsFor } from './shares.js';
import type { SourceTree } from './source-tree.js';
import { findUnused } from './unused-files.js';
import { workingTree } from './working-tree.js';

/** What a tree holds, and what is wrong with it. */
export interface LoadedManifests {
  readonly report: ValidationReport;
  /** The manifests in which no error was found. */
  readonly manifests: readonly Manifest[];
  /** What the files speak of, manifests with errors included. */
  readonly identities: readonly Identity[];
  /** The files as they were read. */
  readonly parsed: readonly ParsedFile[];
  /** Files that could not be read or parsed whole, so that they may speak of more. */
  readonly incomplete: readonly string[];
  /** Globs that no file matches. */
  readonly unmatched: readonly string[];
  /** The files that manifests name as their job documents. */
  readonly documentFiles: readonly string[];
  /** What the tree's settings file says, with the defaults for the rest. */
  readonly settings: Settings;
  /** When the check was made, in milliseconds since 1970; absent when times were not compared with it. */
  readonly now?: number;
}

/** What a check of the tree may know beside its files. */
export interface LoadOptions {
  /** When the check is made, in milliseconds since 1970; without it, times are not compared with now. */
  readonly now?: number;
  /** Names of the jobs that stood at the base: they exist already, so AWS is not asked to create them. */
  readonly jobsAtBase?: ReadonlySet<string>;
  /** Files of another commit, which are not parsed again where they are the same. */
  readonly known?: readonly ParsedFile[];
  /** Files that are read beside those that the settings' globs find, and of which is told first what several have in common. */
  readonly named?: readonly string[];
}

/**
 * The manifests of a tree, and what is wrong with its files and its settings.
 *
 * @param globs where manifests stand; without them the settings say.
 */
export async function loadManifests(
  tree: SourceTree,
  globs?: readonly string[],
  { now, jobsAtBase, known = [], named: outright }: LoadOptions = {},
): Promise<LoadedManifests> {
  const { settings, diagnostics: settingsFaults, text: settingsText } = await loadSettings(tree);
  const { paths, unmatched, wanted } = await findFiles(tree, globs ?? settings.manifests, outright);
  const results = await readAll(tree, paths);
  const before = new Map(known.map((file) => [file.file, file]));
  const found: ParsedFile[] = [];
  const unreadable: Diagnostic[] = [];
  const incomplete: string[] = [];
  for (const [path, result] of results) {
    if ('text' in result) {
      const same = before.get(path);
      found.push(same?.source.text === result.text ? same : parseFile(path, result.text));
    } else {
      unreadable.push(unreadableFile(path, result));
      // A file that is not there speaks of nothing; one that cannot be read may speak of anything.
      if (result.problem !== 'missing') incomplete.push(path);
    }
  }
  const documentFiles = documentFilesOf(found);
  const named = new Set(documentFiles);
  const parsed = found.filter((file) => !named.has(file.file) || claimsToBeManifest(file));
  incomplete.push(...parsed.filter(({ complete }) => !complete).map(({ file }) => file));
  const documents: DocumentFiles = await withNearest(tree, await readAll(tree, documentFiles));
  // Where only some manifests are looked at, the others may name what these do not.
  const used = { documentFiles, missing: missingIn(documents), manifestFiles: paths };
  const unused = globs === undefined && incomplete.length === 0 ? await findUnused(tree, used) : [];
  const { value: manifests = [], diagnostics } = checkManifests(parsed, documents, {
    settings,
    ...(now !== undefined && { now }),
    ...(jobsAtBase !== undefined && { jobsAtBase }),
    wanted,
  });
  const sources = new Map(parsed.map(({ file, source }) => [file, source.text]));
  if (settingsText !== undefined) sources.set(settingsFile, settingsText);
  const report: ValidationReport = {
    files: paths.length,
    manifests: parsed.flatMap((file) => file.documents).filter(({ value }) => value !== undefined && value !== null)
      .length,
    diagnostics: sortDiagnostics([
      ...settingsFaults,
      ...unreadable.filter((diagnostic) => !isDocument(diagnostic, named)),
      ...diagnostics,
      ...atWantedLevels(unused, settings),
    ]),
    sources,
  };
  const identities = identitiesOf(parsed);
  const moment = now === undefined ? {} : { now };
  return { report, manifests, identities, parsed, incomplete, unmatched, documentFiles, settings, ...moment };
}

/** What is wrong with a working tree, without its manifests: for a check that ends there. */
export interface CheckedTree {
  readonly report: ValidationReport;
  /** Globs that no file matches. */
  readonly unmatched: readonly string[];
  /** The files that manifests name as their job documents. */
  readonly documentFiles: readonly string[];
}

/** How a working tree is checked. */
export interface CheckTreeOptions {
  /** When the check is made, in milliseconds since 1970; without it, times are not compared with now. */
  readonly now?: number;
  /** How many threads read and judge manifests at once; by default as many as pay on this machine. */
  readonly threads?: number;
  /** Files that are read beside those that the settings' globs find, and of which is told first what several have in common. */
  readonly named?: readonly string[];
}

/**
 * What is wrong with the files of a working tree and its settings: the report of {@link loadManifests}, but with the texts
 * of only those files that it speaks of. It takes less time and memory, because no manifest is kept.
 *
 * @param globs where manifests stand; without them the settings say.
 */
export async function checkTree(
  root: string,
  globs?: readonly string[],
  { now, threads, named }: CheckTreeOptions = {},
): Promise<CheckedTree> {
  const tree = workingTree(root);
  const { settings, diagnostics: settingsFaults, text: settingsText } = await loadSettings(tree);
  const { paths, unmatched, wanted } = await findFiles(tree, globs ?? settings.manifests, named);
  const request = { root, paths, settings, ...(now !== undefined && { now }) };
  const shares = await readShares(request, threads ?? (await threadsFor(paths.length)));
  if (shares === undefined) {
    return loadManifests(tree, globs, { ...(now !== undefined && { now }), ...(named !== undefined && { named }) });
  }
  const { reads, found, documentFiles } = shares;
  const strangers = reads.flatMap(({ strangers }) => strangers).filter(({ file }) => !documentFiles.has(file));
  const complete =
    reads.every(({ incomplete }) => incomplete.length === 0) && strangers.every(({ parsedWhole }) => parsedWhole);
  const missing = reads.flatMap((read) => read.missing);
  const used = { documentFiles: [...documentFiles].sort(), missing, manifestFiles: paths };
  const unused = globs === undefined && complete ? await findUnused(tree, used) : [];
  const { diagnostics, sources } = joinedFindings([
    { diagnostics: settingsFaults, sources: new Map(settingsText === undefined ? [] : [[settingsFile, settingsText]]) },
    ...found,
    { diagnostics: atWantedLevels(unused, settings), sources: new Map() },
  ]);
  const report: ValidationReport = {
    files: paths.length,
    manifests: [...reads, ...strangers].reduce((sum, { manifests }) => sum + manifests, 0),
    diagnostics: onePerCause(
      sortDiagnostics(diagnostics.filter((diagnostic) => !isDocument(diagnostic, documentFiles))),
      wanted,
    ),
    sources,
  };
  return { report, unmatched, documentFiles: [...documentFiles] };
}

/**
 * The manifests of a base commit below `root`, with the identities of the whole commit: a job that stood in any file,
 * wherever today's globs look, was in Git before and must not count as new.
 */
export async function loadBase(
  root: string,
  commit: string,
  globs?: readonly string[],
  options: Pick<LoadOptions, 'named'> = {},
): Promise<LoadedManifests> {
  const loaded = await loadManifests(gitTree(root, commit), globs, options);
  const identities = [...loaded.identities, ...(await identitiesOfCommit(root, commit, loaded.parsed))];
  const unique = new Map(identities.map((identity) => [`${identity.kind}/${identity.name}`, identity]));
  return { ...loaded, identities: [...unique.values()] };
}

/**
 * The base with the jobs that a manifest of the head names and that another had before the base: they are known there too, and no new
 * ones.
 */
export async function withHistory<Loaded extends Pick<LoadedManifests, 'identities'>>(
  root: string,
  base: { readonly commit: string; readonly loaded: Loaded },
  head: Pick<LoadedManifests, 'identities'>,
): Promise<Loaded> {
  const known = new Set(base.loaded.identities.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
  const fresh = head.identities.filter(({ kind, name }) => kind === 'Job' && !known.has(name)).map(({ name }) => name);
  const before = await jobsNamedBefore(root, base.commit, fresh);
  const identities = [...before].map((name) => ({ kind: 'Job' as const, name }));
  return { ...base.loaded, identities: [...base.loaded.identities, ...identities] };
}

/** Whether a file that cannot be read is a job document: the manifests that name it say so. */
function isDocument({ rule, file }: Diagnostic, documentFiles: ReadonlySet<string>): boolean {
  return rule === 'source/unreadable' && documentFiles.has(file);
}

/** The files to read. */
interface FoundFiles {
  readonly paths: readonly string[];
  /** Globs that no file matches. */
  readonly unmatched: readonly string[];
  /** The files that are named. */
  readonly wanted: ReadonlySet<string>;
}

/** @param named read whatever the globs leave out; then globs that find nothing are no mistake. */
async function findFiles(
  tree: SourceTree,
  globs: readonly string[],
  named: readonly string[] | undefined,
): Promise<FoundFiles> {
  const excluded = globs.filter((glob) => glob.startsWith('!'));
  const wanted = new Set(named === undefined ? [] : await tree.find(named));
  const paths = new Set(wanted);
  // Globs that only leave files out find none.
  const unmatched: string[] = excluded.length === globs.length ? [...excluded] : [];
  for (const glob of globs.filter((glob) => !glob.startsWith('!'))) {
    // A glob for every YAML file would find the settings too, which are no manifest.
    const found = (await tree.find([glob, ...excluded])).filter((path) => path !== settingsFile);
    if (found.length === 0) unmatched.push(glob);
    for (const path of found) paths.add(path);
  }
  paths.delete(settingsFile);
  return { paths: [...paths].sort(), unmatched: named === undefined ? unmatched : [], wanted };
}

async function readAll(tree: SourceTree, paths: readonly string[]): Promise<ReadonlyMap<string, ReadResult>> {
  const results = await Promise.all(paths.map(async (path) => [path, await tree.read(path)] as const));
  return new Map(results);
}
