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
}

/** The largest file that is read, in bytes. */
export const fileBytesMax = 1024 * 1024;

/** The text of a file's bytes, which must be UTF-8. */
export function decode(bytes: Uint8Array): ReadResult {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'not-utf8' };
  }
}

/** What is said of a file that is larger than any that is read. */
export function tooLarge(bytes: number): ReadResult {
  return { problem: 'too-large', detail: `${bytes} bytes; at most ${fileBytesMax} are read` };
}
