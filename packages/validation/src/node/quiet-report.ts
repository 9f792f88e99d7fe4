/**
 * The check of a repository in which nothing is wrong, without the parts that tell what is: most checks find nothing, and
 * half of their time went into loading what they did not need. Whatever could have something to say ends it.
 */
import { claimsToBeManifest, type DocumentFiles, documentFilesOf } from '../document-files.js';
import { findFaults } from '../find-faults.js';
import type { ParsedDocument, ParsedFile } from '../parse.js';
import { readManifests } from '../read-manifests.js';
import type { ValidationReport } from '../report.js';
import { settingsFile } from '../settings.js';
import { type SourceText, sourceText } from '../source-text.js';
import { suppressionBeginning } from '../suppression-beginning.js';
import { foldersOf, unusedPaths } from '../unused-documents.js';
import { readOrdinary } from '../yaml/ordinary.js';
import { type FileReader, fileReader } from './file-reader.js';
import { filesIn } from './search.js';

/** Thrown where somebody asks where something stands, which only a finding does; no Error, because nobody wants its stack. */
const placeWanted = Symbol('place wanted');

/**
 * The report of a working tree whose manifests are written in the ordinary form of YAML and have no fault: what `checkTree`
 * would report. Undefined where `checkTree` is to be asked.
 *
 * @param paths the manifests that the default globs find: {@link fewManifests}.
 * @param now when the check is made, in milliseconds since 1970.
 */
export function quietReport(root: string, paths: readonly string[], now: number): ValidationReport | undefined {
  const read = fileReader(root);
  const settings = read(settingsFile);
  if (!('problem' in settings) || settings.problem !== 'missing') return undefined;
  const files = readPlain(paths, read);
  // What does not say that it is a manifest may be a document, or is a fault.
  if (files === undefined || !files.every(claimsToBeManifest)) return undefined;
  const documentFiles = documentFilesOf(files);
  const documents: DocumentFiles = new Map(documentFiles.map((path) => [path, read(path)]));
  const manifests = soundManifests(files, documents, now);
  if (manifests === undefined) return undefined;
  const used = new Set([...documentFiles, ...paths]);
  for (const folder of foldersOf(documentFiles)) {
    if (unusedPaths(filesIn(root, folder), used).length > 0) return undefined;
  }
  return { files: paths.length, manifests, diagnostics: [], sources: new Map() };
}

/** The files as they are parsed when nothing is wrong with them; undefined when something may be. */
function readPlain(paths: readonly string[], read: FileReader): readonly ParsedFile[] | undefined {
  const files: ParsedFile[] = [];
  for (const file of paths) {
    const result = read(file);
    if (!('text' in result) || result.text.includes(suppressionBeginning)) return undefined;
    const values = readOrdinary(result.text);
    if (values === undefined) return undefined;
    const source = sourceText(file, result.text);
    const documents = values.map((value, index) => new PlacelessDocument(source, index, value));
    files.push({ file, source, documents, problems: [], complete: true });
  }
  return files;
}

class PlacelessDocument implements ParsedDocument {
  readonly source: SourceText;
  readonly index: number;
  readonly value: unknown;

  constructor(source: SourceText, index: number, value: unknown) {
    this.source = source;
    this.index = index;
    this.value = value;
  }

  get root(): never {
    throw placeWanted;
  }
}

/** How many manifests the files hold; undefined when one has a fault. */
function soundManifests(files: readonly ParsedFile[], documents: DocumentFiles, now: number): number | undefined {
  try {
    const read = readManifests(files);
    const faults = findFaults(read, documents, { now });
    return faults.some((found) => found.length > 0) ? undefined : read.documents.length;
  } catch (error) {
    if (error === placeWanted) return undefined;
    throw error;
  }
}
