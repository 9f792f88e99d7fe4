/** Links from a page to the lines of a commit. Pure. */
import type { SourceRange } from '@iot-rollouts/validation';
import type { RunContext } from './github/context.js';

/** The address of a file's lines; undefined where there is none to give. */
export type LineLink = (file: string, range?: SourceRange) => string | undefined;

/** Longer than any path that people choose; an address is not cut, since half of one leads nowhere. */
const pathMax = 300;

/** Links to the files as they stand in a commit of the run's repository. */
export function lineLinks(context: RunContext | undefined, commit: string | undefined): LineLink {
  if (context === undefined || commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return () => undefined;
  const { serverUrl, owner, repo } = context;
  const root = `${serverUrl}/${segment(owner)}/${segment(repo)}/blob/${commit}`;
  return (file, range) => {
    if (file === '' || file.length > pathMax) return undefined;
    const path = file.split('/').map(segment).join('/');
    const { start, end } = range ?? {};
    const lines = start === undefined || end === undefined ? '' : `#L${start.line}${lastLine(start.line, end.line)}`;
    return `${root}/${path}${lines}`;
  };
}

function lastLine(first: number, last: number): string {
  return last === first ? '' : `-L${last}`;
}

/** One segment of a path, in which nothing can end a Markdown link. */
function segment(text: string): string {
  const encoded = encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD'));
  return encoded.replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
