/** Globs of the form that the default has, `rollouts/**\/*.{yaml,yml,json}`, which need no library. */
import type { Globs } from './glob.js';

const form = /^((?:\w[\w-]*\/)+)\*\*\/\*\.\{(\w+(?:,\w+)+)\}$/;

/** The glob ready for searching; undefined when it is of any other form. */
export function readPlainGlob(glob: string): Globs | undefined {
  const [, folder, endings] = form.exec(glob) ?? [];
  if (folder === undefined || endings === undefined) return undefined;
  // Names that begin with a dot are hidden, folders as well as files. Where a name has line breaks, picomatch's dots show.
  const path = new RegExp(`^${folder}(?:(?!\\.)(?:(?!/).)+/)*(?!\\.)(?=.)[^/]*\\.(?:${endings.replaceAll(',', '|')})$`);
  return {
    literals: [],
    bases: [folder.slice(0, -1)],
    matches: (candidate) => path.test(candidate),
    dotFolders: false,
  };
}
