/** Which files hold job documents, and what reading them gave. */
import type { ParsedFile } from './parse.js';

/** What reading a file gave: its text, or the reason why there is none. */
export type ReadResult =
  | { readonly text: string }
  | {
      readonly problem: ReadProblem;
      readonly detail?: string;
      /** Of a document that is missing: the name of a file beside its place that was perhaps meant. */
      readonly near?: string;
    };

/** Why a file has no text. */
export type ReadProblem = 'missing' | 'outside-repository' | 'not-a-file' | 'too-large' | 'not-utf8' | 'unreadable';

/** Contents of document files, by path relative to the repository root. */
export type DocumentFiles = ReadonlyMap<string, ReadResult>;

/** The paths of all files that `spec.documentFile` names, relative to the repository root, sorted. */
export function documentFilesOf(files: readonly ParsedFile[]): readonly string[] {
  const paths = new Set<string>();
  for (const { file, documents } of files) {
    for (const { value } of documents) {
      const { spec } = Object(value) as { readonly spec?: unknown };
      const { documentFile } = Object(spec) as { readonly documentFile?: unknown };
      if (typeof documentFile !== 'string' || documentFile === '') continue;
      const path = resolveFrom(file, documentFile);
      if (path !== undefined) paths.add(path);
    }
  }
  return [...paths].sort();
}

/**
 * Whether a file says of itself that it is a manifest. One that does not, and that a manifest names as its job document, is
 * that document and nothing else, though the globs of manifests find it too.
 */
export function claimsToBeManifest({ documents }: ParsedFile): boolean {
  return documents.some(({ value }) => {
    const fields = Object(value) as object;
    return Object.hasOwn(fields, 'apiVersion') || Object.hasOwn(fields, 'kind');
  });
}

/**
 * The path, relative to the repository root, of what a manifest calls `reference`; undefined when it leads out of the
 * repository. A reference starts from the manifest's folder.
 */
export function resolveFrom(manifestFile: string, reference: string): string | undefined {
  if (/^(?:[/\\]|[a-zA-Z]:)/.test(reference)) return undefined;
  const plain = plainReference.exec(reference);
  if (plain !== null) return besides(manifestFile, plain[1] !== undefined, plain[2] as string);
  const path = manifestFile.split('/').slice(0, -1);
  for (const segment of reference.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') path.push(segment);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join('/');
}

/** A file in a folder beside the manifest's own or in that one, which most references are: `../documents/ota.json`. */
const plainReference = /^(\.\.\/)?((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/;

function besides(manifestFile: string, up: boolean, path: string): string | undefined {
  let folderEnd = manifestFile.lastIndexOf('/');
  if (up && folderEnd < 0) return undefined;
  if (up) folderEnd = manifestFile.lastIndexOf('/', folderEnd - 1);
  return manifestFile.slice(0, folderEnd + 1) + path;
}
