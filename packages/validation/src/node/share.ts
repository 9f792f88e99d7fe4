/**
 * A thread's share of a tree's manifests: it reads them, judges at once what stands alone, and keeps only what other
 * manifests have a say in. What goes in and out is plain data, so a share may be in a thread of its own.
 */
import { judgeManifests } from '../check.js';
import type { Diagnostic } from '../diagnostic.js';
import { claimsToBeManifest, documentFilesOf, type ReadResult } from '../document-files.js';
import { type ParsedFile, parseFile } from '../parse.js';
import { type ReadDocument, type ReadManifests, readManifests } from '../read-manifests.js';
import { factsOf, type RepositoryFacts } from '../repository-facts.js';
import type { Settings } from '../settings.js';
import { unreadableFile } from '../unreadable.js';
import { documentReader, missingIn } from './document-reader.js';
import { fileReader } from './file-reader.js';
import { filesIn } from './search.js';

/** What a share is taken from. */
export interface ShareRequest {
  readonly root: string;
  /** The manifests' paths, sorted. */
  readonly paths: readonly string[];
  /** How many of the paths have been taken; shared by all threads, each of which takes some more when it is ready. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  readonly settings: Settings;
  /** When the check is made, in milliseconds since 1970. */
  readonly now?: number;
}

/** What was found in some files. */
export interface ShareFindings {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that diagnostics speak of. */
  readonly sources: ReadonlyMap<string, string>;
}

/** What is known of a share when all of its files have been read. */
export interface ShareRead {
  /** What was found in manifests that stand alone, and files that could not be read. */
  readonly found: ShareFindings;
  readonly facts: RepositoryFacts;
  /** How many documents have content. */
  readonly manifests: number;
  /** Files that could not be read or parsed whole. */
  readonly incomplete: readonly string[];
  readonly documentFiles: readonly string[];
  /** The document files that do not exist. */
  readonly missing: readonly string[];
  readonly strangers: readonly Stranger[];
  /** Whether manifests wait for what the other shares know. */
  readonly waits: boolean;
}

/** A file that does not say that it is a manifest. When another share's manifest names it as its document, it is none. */
export interface Stranger {
  readonly file: string;
  /** How many of its documents have content. */
  readonly manifests: number;
  readonly parsedWhole: boolean;
  /** Whether it has no content at all, so that it cannot speak of anything. */
  readonly empty: boolean;
}

/** What the other shares know. */
export interface OtherShares {
  readonly elsewhere: readonly RepositoryFacts[];
  /** Every file that a manifest names as its job document, those of this share too. */
  readonly documentFiles: ReadonlySet<string>;
}

/** A share whose files have been read. */
export interface Share {
  readonly read: ShareRead;
  /** What is found in the manifests that waited. */
  readonly judgeRest: (others: OtherShares) => ShareFindings;
}

/**
 * How many files are taken at a time: few enough that threads end together and that what is read is soon forgotten, and enough
 * that each rule, which is asked about all of them before the next one, is worth having at hand.
 */
const takenAtOnce = 128;

/** Takes files until none is left. */
export function readShare(request: ShareRequest): Share {
  const { paths, taken, settings, now } = request;
  const options = { settings, ...(now !== undefined && { now }) };
  const read = fileReader(request.root);
  const readDocument = documentReader(read, (folder) => filesIn(request.root, folder));
  const documents = new Map<string, ReadResult>();
  const found: ShareFindings[] = [];
  const facts: RepositoryFacts[] = [];
  const kept: ReadManifests[] = [];
  const strangers: ParsedFile[] = [];
  const incomplete: string[] = [];
  let manifests = 0;
  for (let from = Atomics.add(taken, 0, takenAtOnce); from < paths.length; from = Atomics.add(taken, 0, takenAtOnce)) {
    const { parsed, unreadable } = readFiles(paths.slice(from, from + takenAtOnce), read);
    for (const path of documentFilesOf(parsed)) if (!documents.has(path)) documents.set(path, readDocument(path));
    strangers.push(...parsed.filter((file) => !claimsToBeManifest(file)));
    const claimants = parsed.filter(claimsToBeManifest);
    const all = readManifests(claimants);
    const { alone, rest } = separate(all);
    const { diagnostics } = judgeManifests(alone, documents, options);
    found.push(withSources([...unreadable.diagnostics, ...diagnostics], claimants));
    if (rest.documents.length > 0) kept.push(rest);
    // A copy: a name that is a piece of its file's text would keep the whole text in memory.
    facts.push(paths.length > takenAtOnce ? structuredClone(factsOf(all)) : factsOf(all));
    manifests += all.documents.length;
    incomplete.push(...unreadable.incomplete, ...claimants.filter(({ complete }) => !complete).map(({ file }) => file));
  }
  const rest = joined(kept);
  const known = joinedFacts(facts);
  return {
    read: {
      found: joinedFindings(found),
      facts: known,
      manifests,
      incomplete,
      documentFiles: [...documents.keys()],
      missing: missingIn(documents),
      strangers: strangers.map(strangerOf),
      waits: rest.documents.length > 0 || strangers.length > 0,
    },
    judgeRest: ({ elsewhere, documentFiles }) => {
      const unnamed = readManifests(strangers.filter(({ file }) => !documentFiles.has(file)));
      const read = joined([rest, unnamed, { files: [], documents: [], complete: known.complete }]);
      const { diagnostics } = judgeManifests(read, documents, options, elsewhere);
      const templates = elsewhere.flatMap((facts) => facts.templates.map(({ file, text }) => ({ file, text })));
      return withSources(diagnostics, [...read.files, ...templates]);
    },
  };
}

function strangerOf(file: ParsedFile): Stranger {
  const { documents, complete } = readManifests([file]);
  const manifests = documents.length;
  return { file: file.file, manifests, parsedWhole: file.complete, empty: complete && manifests === 0 };
}

interface ReadFiles {
  readonly parsed: readonly ParsedFile[];
  readonly unreadable: { readonly diagnostics: readonly Diagnostic[]; readonly incomplete: readonly string[] };
}

function readFiles(paths: readonly string[], read: (path: string) => ReadResult): ReadFiles {
  const parsed: ParsedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const incomplete: string[] = [];
  for (const path of paths) {
    const result = read(path);
    if ('text' in result) {
      parsed.push(parseFile(path, result.text));
      continue;
    }
    diagnostics.push(unreadableFile(path, result));
    // A file that is not there speaks of nothing; one that cannot be read may speak of anything.
    if (result.problem !== 'missing') incomplete.push(path);
  }
  return { parsed, unreadable: { diagnostics, incomplete } };
}

/** The files whose jobs start from no template that the repository may have, and those that others have a say in. */
function separate(read: ReadManifests): {
  readonly alone: ReadManifests;
  readonly rest: ReadManifests;
} {
  const { files, documents } = read;
  const dependent = new Set(documents.filter(dependsOnOthers).map(({ document }) => document.source));
  if (dependent.size === 0) return { alone: read, rest: { files: [], documents: [], complete: true } };
  const part = (isAlone: boolean): ReadManifests => ({
    files: files.filter(({ source }) => dependent.has(source) !== isAlone),
    documents: documents.filter(({ document }) => dependent.has(document.source) !== isAlone),
    complete: true,
  });
  return { alone: part(true), rest: part(false) };
}

function dependsOnOthers({ subject }: ReadDocument): boolean {
  return (
    subject !== undefined &&
    (subject.kind === 'JobTemplate' || subject.written.has('template') || subject.written.has('jobTemplateArn'))
  );
}

function withSources(
  diagnostics: readonly Diagnostic[],
  texts: readonly (ParsedFile | { readonly file: string; readonly text: string })[],
): ShareFindings {
  if (diagnostics.length === 0) return { diagnostics, sources: new Map() };
  const wanted = new Set(diagnostics.flatMap(({ file, related }) => [file, ...related.map((place) => place.file)]));
  const sources = new Map<string, string>();
  for (const text of texts)
    if (wanted.has(text.file)) sources.set(text.file, 'text' in text ? text.text : text.source.text);
  return { diagnostics, sources };
}

function joined(parts: readonly ReadManifests[]): ReadManifests {
  return {
    files: parts.flatMap(({ files }) => files),
    documents: parts.flatMap(({ documents }) => documents),
    complete: parts.every(({ complete }) => complete),
  };
}

function joinedFacts(parts: readonly RepositoryFacts[]): RepositoryFacts {
  return {
    complete: parts.every(({ complete }) => complete),
    identities: parts.flatMap(({ identities }) => identities),
    usedTemplates: [...new Set(parts.flatMap(({ usedTemplates }) => usedTemplates))],
    templates: parts.flatMap(({ templates }) => templates),
  };
}

/** What several shares found. */
export function joinedFindings(parts: readonly ShareFindings[]): ShareFindings {
  return {
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    sources: new Map(parts.flatMap(({ sources }) => [...sources])),
  };
}
