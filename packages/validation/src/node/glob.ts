/** Glob patterns over paths with forward slashes. */
import picomatch from 'picomatch';

/** A list of globs taken apart: what is named outright, what is searched for, and what is left out. */
export interface Globs {
  /** Paths without wildcards. */
  readonly literals: readonly string[];
  /** Folders that searching starts from, none inside another; `''` is the root. */
  readonly bases: readonly string[];
  /** Whether a path matches a glob with wildcards and none that leaves it out. */
  readonly matches: (path: string) => boolean;
  /** Whether folders whose name begins with a dot are searched. */
  readonly dotFolders: boolean;
}

/** The globs ready for searching. */
export function readGlobs(globs: readonly string[]): Globs {
  const normal = globs.map((glob) => (glob.startsWith('!') ? `!${tidy(glob.slice(1))}` : tidy(glob)));
  const excluded = normal.filter((glob) => glob.startsWith('!')).map((glob) => picomatch(glob.slice(1)));
  const isExcluded = (path: string) => excluded.some((matches) => matches(path));
  const included = normal.filter((glob) => !glob.startsWith('!'));
  const patterns = included.filter((glob) => picomatch.scan(glob).isGlob);
  const matchers = patterns.map((glob) => picomatch(glob));
  const bases = patterns.map((glob) => picomatch.scan(glob).base.replace(/^\.?\/*$/, ''));
  return {
    literals: included.filter((glob) => !patterns.includes(glob) && !isExcluded(glob)),
    bases: bases.filter((base, index) => bases.findIndex((other) => contains(other, base)) === index),
    matches: (path) => matchers.some((matches) => matches(path)) && !isExcluded(path),
    dotFolders: patterns.some((glob) => /(^|\/)\./.test(glob)),
  };
}

function tidy(glob: string): string {
  return glob.replace(/^(?:\.\/+)+/, '').replaceAll(/\/{2,}/g, '/');
}

function contains(folder: string, path: string): boolean {
  return folder === '' || folder === path || path.startsWith(`${folder}/`);
}
