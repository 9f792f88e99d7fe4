/** Files as they stand in a commit; the working tree is not touched. */
import { GitError, gitFailure, isCommitId, runGit } from './git.js';
import { readGlobs } from './glob.js';
import { isSkippedFolder } from './search.js';
import { decode, fileBytesMax, type ReadResult, type SourceTree, tooLarge } from './source-tree.js';

interface TreeEntry {
  readonly kind: 'file' | 'link' | 'other';
  readonly id: string;
  readonly bytes: number;
}

/** How many links in a row are followed. */
const linksMax = 10;

/** The files of a commit, given by its full id; see `resolveCommit`. */
export function gitTree(root: string, commit: string): SourceTree {
  if (!isCommitId(commit)) throw new GitError(`${JSON.stringify(commit)} is no full commit id`);
  let listing: Promise<ReadonlyMap<string, TreeEntry>> | undefined;
  const entries = () => {
    listing ??= listTree(root, commit);
    return listing;
  };
  const readBlob = blobReader(root);
  return {
    find: async (patterns) => {
      const globs = readGlobs(patterns);
      const paths = [...(await entries()).keys()].filter((path) => {
        const folders = path.split('/').slice(0, -1);
        return globs.matches(path) && !folders.some((folder) => isSkippedFolder(folder, globs));
      });
      return [...new Set([...globs.literals, ...paths])].sort();
    },
    read: async (path) => {
      const { found } = await followLinks(await entries(), path, readBlob);
      if ('problem' in found) return found;
      if (found.bytes > fileBytesMax) return tooLarge(found.bytes);
      return decode(await readBlob(found.id));
    },
    list: async (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = [...(await entries())].filter(
        ([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
      );
      return below.flatMap(([path, { kind }]) => (kind === 'other' ? [] : [path]));
    },
    trail: async (path) => (await followLinks(await entries(), path, readBlob)).trail,
  };
}

async function listTree(root: string, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  const { code, stdout, stderr } = await runGit(root, ['ls-tree', '-r', '-z', '-l', commit]);
  if (code !== 0) throw gitFailure(root, stderr);
  const entries = new Map<string, TreeEntry>();
  for (const line of stdout.toString().split('\0')) {
    const parsed = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line);
    if (parsed === null) continue;
    const [, mode, type, id = '', bytes, path = ''] = parsed;
    const kind = type !== 'blob' ? 'other' : mode === '120000' ? 'link' : 'file';
    entries.set(path, { kind, id, bytes: Number(bytes) || 0 });
  }
  return entries;
}

type ReadBlob = (id: string) => Promise<Buffer>;

/** What a path names when the links on its way are followed. */
interface Followed {
  /** The entry, or why there is none; no link may lead out of the tree. */
  readonly found: TreeEntry | Extract<ReadResult, { problem: unknown }>;
  /** See {@link SourceTree.trail}. */
  readonly trail: readonly string[];
}

async function followLinks(
  entries: ReadonlyMap<string, TreeEntry>,
  path: string,
  readBlob: ReadBlob,
): Promise<Followed> {
  const trail: string[] = [];
  let way = path;
  for (let links = 0; links <= linksMax; links += 1) {
    const segments = way.split('/');
    const upTo = segments.findIndex((_, index) => entries.get(segments.slice(0, index + 1).join('/'))?.kind === 'link');
    if (upTo < 0 || upTo === segments.length - 1) trail.push(way);
    if (upTo < 0) return { found: entries.get(way) ?? absent(entries, way), trail };
    const link = entries.get(segments.slice(0, upTo + 1).join('/')) as TreeEntry;
    const target = (await readBlob(link.id)).toString();
    const joined = joinInside(segments.slice(0, upTo), target, segments.slice(upTo + 1));
    if (joined === undefined) return { found: { problem: 'outside-repository' }, trail };
    way = joined;
  }
  return { found: { problem: 'unreadable', detail: 'its links lead in a circle' }, trail };
}

function absent(entries: ReadonlyMap<string, TreeEntry>, path: string): { readonly problem: 'missing' | 'not-a-file' } {
  const isFolder = [...entries.keys()].some((other) => other.startsWith(`${path}/`));
  return { problem: isFolder ? 'not-a-file' : 'missing' };
}

function joinInside(folder: readonly string[], target: string, rest: readonly string[]): string | undefined {
  if (target.startsWith('/')) return undefined;
  const path = [...folder];
  for (const segment of [...target.split('/'), ...rest]) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') path.push(segment);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join('/');
}

/** Reads blobs by id. What is asked for at the same time is read by one git process. */
function blobReader(root: string): ReadBlob {
  let waiting: { id: string; resolve: (bytes: Buffer) => void; reject: (error: unknown) => void }[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    try {
      const blobs = await readBlobs(
        root,
        batch.map(({ id }) => id),
      );
      batch.forEach(({ resolve }, index) => {
        resolve(blobs[index] as Buffer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ id, resolve, reject });
    });
}

async function readBlobs(root: string, ids: readonly string[]): Promise<readonly Buffer[]> {
  const { code, stdout, stderr } = await runGit(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  if (code !== 0) throw gitFailure(root, stderr);
  const blobs: Buffer[] = [];
  let offset = 0;
  for (const id of ids) {
    const lineEnd = stdout.indexOf('\n', offset);
    const header = stdout.toString('latin1', offset, lineEnd);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
    if (lineEnd < 0 || size === undefined) {
      const help = 'A partial clone may lack it: git fetch --refetch, or clone without --filter.';
      throw new GitError(`Git has no content for the object ${id}`, help);
    }
    blobs.push(stdout.subarray(lineEnd + 1, lineEnd + 1 + Number(size)));
    offset = lineEnd + 1 + Number(size) + 1;
  }
  return blobs;
}
