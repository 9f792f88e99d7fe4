/** Where files come from: the working tree or a commit. Paths are relative to its root, with forward slashes. */
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
}

/** The largest file that is read, in bytes. */
export const fileBytesMax = 1024 * 1024;

/** How the stand-in of a file begins that Git LFS keeps elsewhere. */
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/** The text of a file's bytes, which must be UTF-8. */
export function decode(bytes: Uint8Array): ReadResult {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // A pointer of Git LFS stands for content that is elsewhere: it must not pass for a file that says nothing.
    if (text.startsWith(lfsPointer)) return { problem: 'unreadable', detail: 'it is a Git LFS pointer; git lfs pull' };
    return { text };
  } catch {
    return { problem: 'not-utf8' };
  }
}

/** What is said of a file that is larger than any that is read. */
export function tooLarge(bytes: number): ReadResult {
  return { problem: 'too-large', detail: `${bytes} bytes; at most ${fileBytesMax} are read` };
}
