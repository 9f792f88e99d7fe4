/** Where files come from: the working tree or a commit. Paths are relative to its root, with forward slashes. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { ReadResult } from '../document-files.js';

export type { ReadProblem, ReadResult } from '../document-files.js';

/** A place to find and read files in. */
export interface SourceTree {
  /**
   * The files that match, sorted. A glob without wildcards names one file and is returned whether or not it exists, so
   * that reading it can say what is wrong. Globs that begin with `!` take files away.
   */
  readonly find: (globs: readonly string[]) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<ReadResult>;
  /** The files directly in a folder, `''` being the root; empty when there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /**
   * A file's path with no link among its folders, whether or not it exists, and then, if it is a link itself, the paths that
   * it leads to one after the other; those that lie in the tree.
   */
  readonly trail: (path: string) => Promise<readonly string[]>;
}

/** The largest file that is read, in bytes. */
export const fileBytesMax = 1024 * 1024;

/** How the stand-in of a file begins that Git LFS keeps elsewhere. */
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/** The text of a file's bytes, which must be UTF-8; a byte order mark is no part of it. */
export function decode(bytes: Buffer): ReadResult {
  if (!isUtf8(bytes)) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return isUtf16 ? { problem: 'not-utf8', detail: 'it is UTF-16; save it as UTF-8' } : { problem: 'not-utf8' };
  }
  const written = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString();
  const text = written.startsWith('\uFEFF') ? written.slice(1) : written;
  // A pointer of Git LFS stands for content that is elsewhere: it must not pass for a file that says nothing.
  if (text.startsWith(lfsPointer)) return { problem: 'unreadable', detail: 'it is a Git LFS pointer; git lfs pull' };
  return { text };
}

/** What is said of a file that is larger than any that is read. */
export function tooLarge(bytes: number): ReadResult {
  return { problem: 'too-large', detail: `${bytes} bytes; at most ${fileBytesMax} are read` };
}
