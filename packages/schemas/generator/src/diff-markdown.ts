/** The changes of a model as Markdown, for a terminal or a pull request. Pure. */
import { isChanged, type ModelChange, type ServiceDiff } from './diff.js';
import type { Direction } from './direction.js';

const travels: Readonly<Record<Direction, string>> = {
  request: 'requests',
  answer: 'answers',
  both: 'requests and answers',
};

/**
 * The text that says what changed: a summary, then for each service that changed a table of what breaks a program that
 * was right before, one of what does not, and the operations that came or went outside of the selection.
 */
export function renderDiff(diffs: readonly ServiceDiff[]): string {
  const changed = diffs.filter(isChanged);
  const all = changed.flatMap(({ changes }) => changes);
  if (changed.length === 0) return `${unchanged}\n`;
  const breaking = all.filter((change) => change.breaking).length;
  return [
    all.length === 0
      ? unchanged
      : `${count(all.length, 'change')} in the model, ${breaking === 0 ? 'none' : breaking} breaking.`,
    ...changed.map(renderService),
    ...(all.length === 0 ? [] : [legend]),
  ]
    .join('\n\n')
    .concat('\n');
}

const unchanged = 'Nothing changed in what the schemas are made of.';

const legend =
  'Breaking: a request that was accepted may be refused, an answer may hold what it could not hold before, or a name, a type or a place on the wire is another.';

function renderService({ service, changes, notSelected: { gained, lost } }: ServiceDiff): string {
  const [breaking, other] = [changes.filter((it) => it.breaking), changes.filter((it) => !it.breaking)];
  return [
    `## ${code(service)}`,
    ...(breaking.length > 0 ? ['### Breaking', table(breaking)] : []),
    ...(other.length > 0 ? ['### Not breaking', table(other)] : []),
    ...(gained.length + lost.length > 0 ? ['### Operations that are not selected'] : []),
    ...(gained.length > 0 ? [`New: ${gained.map(code).join(', ')}.`] : []),
    ...(lost.length > 0 ? [`Gone: ${lost.map(code).join(', ')}.`] : []),
  ].join('\n\n');
}

function table(changes: readonly ModelChange[]): string {
  return ['| where | what | was | is now | concerns |', '| --- | --- | --- | --- | --- |', ...changes.map(row)].join(
    '\n',
  );
}

function row({ path, what, was, now, direction }: ModelChange): string {
  const cells = [code(path), what, was === undefined ? '–' : code(was), now === undefined ? '–' : code(now)];
  return `| ${[...cells, travels[direction]].join(' | ')} |`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A code span of a table cell that shows the text as it is: its fence is longer than any run of backticks within. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|').replace(/\s/g, ' ')}${pad}${fence}`;
}
