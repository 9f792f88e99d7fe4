/** Which globs of the settings are not taken: whoever proposes a change writes them, and matching one must not take ages. */

/** The longest glob, in characters. */
const lengthMax = 200;
/** How many groups of alternatives a glob has at most. */
const groupsMax = 4;
/** How many of its wildcards may be free to give way to each other; matching takes a path's length to that power. */
const freeMax = 3;

/** Why a glob is not taken, in words that follow its name; undefined when it is. */
export function globFault(glob: string): string | undefined {
  if (/^!?(?:[/\\]|[a-zA-Z]:)|(?:^!?|[/\\{,])\.\.(?:[/\\},]|$)/.test(glob)) {
    return 'leads out of the repository; a glob starts from its root';
  }
  if (glob.length > lengthMax) return `has ${glob.length} characters; a glob has at most ${lengthMax}`;
  if (/[(|]|\]\+/.test(glob)) return 'has a form that is not taken; a glob is made of *, **, ?, [a-z] and {a,b}';
  const groups = glob.split('{').length - 1;
  if (groups > groupsMax) return `has ${groups} groups { }; a glob has at most ${groupsMax}`;
  return freedom(glob) > freeMax ? 'has too many wildcards; write several globs' : undefined;
}

/** Wildcards beyond the first of each segment, and of those that stand for folders. */
function freedom(glob: string): number {
  let free = 0;
  let folders = 0;
  for (const segment of glob.split('/')) {
    if (segment === '**') folders += 1;
    else free += Math.max(0, (segment.match(/\*+/g)?.length ?? 0) - 1);
  }
  return free + Math.max(0, folders - 1);
}
