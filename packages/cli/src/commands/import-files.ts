/** The files of an import: where they may go, what is there already, and how they are judged before they are written. */
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type ImportedFile, type ImportedManifest, withSuppressions } from '@iot-rollouts/reconcile';
import { type Diagnostic, isFixed, isRuleId } from '@iot-rollouts/validation';
import { type LoadedManifests, loadManifests, type SourceTree } from '@iot-rollouts/validation/node';
import { CannotRun } from '../host.js';

/** The folder of `--out`, relative to the root and with forward slashes; throws for one that lies outside. */
export async function folderInside(root: string, written: string): Promise<string> {
  const folder = relative(root, resolve(root, written)).replaceAll(sep, '/');
  const real = await realpath(root);
  const isInside = (path: string): boolean => path === real || path.startsWith(`${real}${sep}`);
  // A link in the path may lead out of the repository.
  if (/^\.\.(\/|$)/.test(folder) || !isInside(await realpathOfNearest(resolve(root, written)))) {
    throw new CannotRun(`--out must be a folder of this repository, not ${written}`, 'For instance --out rollouts');
  }
  return folder;
}

/** Where the nearest folder of a path that exists really lies. */
async function realpathOfNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : realpathOfNearest(dirname(path));
  }
}

/** The files of these folders, as paths from the root in lower case. */
export async function filesIn(tree: SourceTree, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(
    folders.map(async (folder) => (await tree.list(folder)).map((path) => path.toLowerCase())),
  );
  return new Set(lists.flat());
}

/** Imported manifests as they will be written, and what the repository holds then. */
export interface JudgedImport {
  readonly imported: readonly ImportedManifest[];
  readonly loaded: LoadedManifests;
}

/**
 * Judges the manifests as if they were written. What AWS has taken and our rules refuse gets a comment that silences the
 * rule in its line; what cannot be silenced remains in the report.
 *
 * @param now milliseconds since 1970. To the pull request that adds it, a job is new whose start has long passed.
 */
export async function judgeImport(
  tree: SourceTree,
  globs: readonly string[],
  imported: readonly ImportedManifest[],
  now: number,
): Promise<JudgedImport> {
  const loaded = await loadWith(tree, globs, imported, now);
  const errors = errorsIn(loaded, imported);
  if (errors.length === 0) return { imported, loaded };
  const mended = imported.map((it): ImportedManifest => {
    const findings = errors.flatMap(({ file, rule, range }) =>
      file === it.manifest.path && range !== undefined && isRuleId(rule) && !isFixed(rule)
        ? [{ rule, line: range.start.line }]
        : [],
    );
    return { ...it, manifest: { ...it.manifest, text: withSuppressions(it.manifest.text, findings) } };
  });
  return { imported: mended, loaded: await loadWith(tree, globs, mended, now) };
}

/** The errors in imported manifests. */
export function errorsIn({ report }: LoadedManifests, imported: readonly ImportedManifest[]): readonly Diagnostic[] {
  const paths = new Set(imported.map(({ manifest }) => manifest.path));
  return report.diagnostics.filter(({ severity, file }) => severity === 'error' && paths.has(file));
}

function loadWith(
  tree: SourceTree,
  globs: readonly string[],
  imported: readonly ImportedManifest[],
  now: number,
): Promise<LoadedManifests> {
  const files = new Map(filesOf(imported).map(({ path, text }) => [path, text]));
  const overlaid: SourceTree = {
    ...tree,
    find: async (patterns) => {
      const [first = ''] = patterns;
      return files.has(first) ? [first] : tree.find(patterns);
    },
    read: async (path) => {
      const text = files.get(path);
      return text === undefined ? tree.read(path) : { text };
    },
  };
  return loadManifests(overlaid, [...globs, ...imported.map(({ manifest }) => manifest.path)], {
    now,
    jobsAtBase: new Set(),
  });
}

/** Every file of an import, each document before the manifest that names it. */
export function filesOf(imported: readonly ImportedManifest[]): readonly ImportedFile[] {
  return imported.flatMap(({ manifest, document }) => [...(document ? [document] : []), manifest]);
}

/** Writes files that do not exist yet; one that has come into being since is an error, never overwritten. */
export async function writeNew(root: string, files: readonly ImportedFile[]): Promise<void> {
  for (const { path, text } of files) {
    try {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, { flag: 'wx' });
    } catch (error) {
      throw new CannotRun(`${path} could not be written: ${(error as Error).message}`);
    }
  }
}
