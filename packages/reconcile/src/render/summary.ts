/** What a plan comes to, in words that the terminal, the job summary and the comment share. */
import { type Action, type Change, type Edit, type Plan, writes } from '../plan/plan.js';

/** Signs that stand before a change, as in a diff. */
export const actionSigns: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  cancel: '-',
  replace: '±',
  none: '=',
  settled: '=',
  drift: '?',
  conflict: '!',
  orphan: '-',
};

/** One line: what the merge will do. */
export function planVerdict(plan: Plan): string {
  const writing = plan.changes.filter(writes);
  const conflicts = plan.changes.filter((change) => change.action === 'conflict').length;
  const parts = [
    part(writing, 'JobTemplate', ['create'], 'create'),
    part(writing, 'JobTemplate', ['replace'], 'replace'),
    part(writing, 'JobTemplate', ['update'], 'update'),
    part(writing, 'JobTemplate', ['orphan'], 'delete'),
    part(writing, 'Job', ['create'], 'start'),
    part(writing, 'Job', ['update'], 'update'),
    part(writing, 'Job', ['cancel', 'orphan'], 'cancel'),
  ].filter((text) => text !== undefined);
  const todo = parts.length === 0 ? 'Nothing to do' : `Will ${sentenceList(parts)}`;
  return conflicts === 0 ? `${todo}.` : `${todo}; ${plural(conflicts, 'change')} cannot be made.`;
}

/** Changes worth showing one by one: what writes first, then what needs a person; the rest is only counted. */
export function shownChanges(plan: Plan): readonly Change[] {
  const order: readonly Action[] = ['conflict', 'cancel', 'replace', 'orphan', 'create', 'update', 'drift', 'settled'];
  return plan.changes
    .filter((change) => change.action !== 'none' && (change.action !== 'settled' || change.edits.length > 0))
    .map((change, index) => ({ change, index }))
    .sort((a, b) => order.indexOf(a.change.action) - order.indexOf(b.change.action) || a.index - b.index)
    .map(({ change }) => change);
}

/** At most so many names of jobs that are not started. */
const namedJobs = 10;

/** How many resources need nothing, in words, and which jobs are in Git and not in AWS; empty when there are none. */
export function quietText(plan: Plan): string {
  const quiet = plan.changes.length - shownChanges(plan).length;
  if (quiet === 0) return '';
  const absent = plan.changes.filter((change) => change.action === 'settled' && change.inAws === false);
  const names = absent.slice(0, namedJobs).map(({ name }) => name);
  const rest = absent.length > namedJobs ? ` and ${absent.length - namedJobs} more` : '';
  const notStarted = absent.length === 0 ? '' : ` Not in AWS, and not new, so not started: ${names.join(', ')}${rest}.`;
  return `${plural(quiet, 'resource')} unchanged or settled.${notStarted}`;
}

/** What the plan was compared with, and the beginning of its digest. */
export function basisText(plan: Plan): string {
  return `${comparedWith(plan)} Plan ${shortDigest(plan.digest)}.`;
}

/** Twelve characters of a digest, enough for two people to compare. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

function comparedWith({ basis }: Plan): string {
  const base =
    basis.base === null ? 'with nothing in Git (everything counts as new)' : `with commit ${shortCommit(basis.base)}`;
  if (basis.region === null) return `Compared ${base}; AWS was not asked.`;
  const account = basis.account === null ? '' : `account ${basis.account}, `;
  return `Compared ${base} and with AWS (${account}${basis.region}).`;
}

/** The targets of a new job, and how many things each has. */
export function targetsText({ create, reach }: Extract<Change, { kind: 'Job'; action: 'create' }>): string {
  const names = create.targetArns.map((arn, index) => {
    const things = reach?.[index]?.things ?? undefined;
    const isGroup = /[:/]?thinggroup\//.test(arn);
    return things === undefined || !isGroup ? arn : `${arn} (${plural(things, 'thing')})`;
  });
  return `${plural(names.length, 'target')}: ${names.join(', ')}`;
}

/** An edit as `field: before → after`. */
export function editText(edit: Edit): string {
  const field = edit.pointer.replace(/^\/spec\//, '').replaceAll('/', '.');
  if (edit.before === undefined && edit.after === undefined) return field;
  return `${field}: ${valueText(edit.before)} → ${valueText(edit.after)}`;
}

/** Seven characters of a commit, as Git shows it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** `1 job`, `2 jobs`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function part(
  changes: readonly Change[],
  kind: Change['kind'],
  actions: readonly Action[],
  verb: string,
): string | undefined {
  const count = changes.filter((change) => change.kind === kind && actions.includes(change.action)).length;
  return count === 0 ? undefined : `${verb} ${plural(count, kind === 'Job' ? 'job' : 'template')}`;
}

function sentenceList(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const valueTextMax = 120;

function valueText(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = JSON.stringify(value);
  return text.length <= valueTextMax ? text : `${text.slice(0, valueTextMax)}…`;
}
