/** Reading the files that manifests name as their job documents. */
import type { DocumentFiles, ReadResult } from '../document-files.js';
import { nearestAmong } from '../nearest-document.js';
import { folderOf, foldersOf } from '../unused-documents.js';
import type { FileReader } from './file-reader.js';
import type { SourceTree } from './source-tree.js';

/**
 * A reader that says of a missing file which one beside it was perhaps meant.
 *
 * @param list a folder's files; asked only where a file is missing, once for each folder.
 */
export function documentReader(read: FileReader, list: (folder: string) => readonly string[]): FileReader {
  const nearestIn = new Map<string, ReturnType<typeof nearestAmong>>();
  return (path) => {
    const result = read(path);
    if (!isMissing(result)) return result;
    const folder = folderOf(path);
    const nearest = nearestIn.get(folder) ?? nearestAmong(list(folder));
    nearestIn.set(folder, nearest);
    const near = nearest(path);
    return near === undefined ? result : { ...result, near };
  };
}

/** What reading files of a tree gave, with what was perhaps meant by those that are missing. */
export async function withNearest(tree: SourceTree, files: DocumentFiles): Promise<DocumentFiles> {
  const missing = missingIn(files);
  if (missing.length === 0) return files;
  const folders = foldersOf(missing);
  const listed = await Promise.all(folders.map((folder) => tree.list(folder)));
  const listings = new Map(folders.map((folder, index) => [folder, listed[index] as readonly string[]]));
  const read = documentReader(
    (path) => files.get(path) as ReadResult,
    (folder) => listings.get(folder) as readonly string[],
  );
  return new Map([...files.keys()].map((path) => [path, read(path)]));
}

/** The files that do not exist. */
export function missingIn(files: DocumentFiles): readonly string[] {
  return [...files].flatMap(([path, result]) => (isMissing(result) ? [path] : []));
}

function isMissing(result: ReadResult): boolean {
  return 'problem' in result && result.problem === 'missing';
}
