/** A plan and an apply's events for the terminal. */
import { printable } from '@iot-rollouts/validation';
import pc from 'picocolors';
import type { ApplyEvent, ApplyReport } from '../apply/event.js';
import { type Change, type Edit, type Plan, writes } from '../plan/plan.js';
import { actionSigns, basisText, editText, planVerdict, quietText, shownChanges, targetsText } from './summary.js';

export interface PrettyOptions {
  readonly color: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** The plan as an operator reads it in ten seconds: verdict first, then what writes, then what needs a person. */
export function renderPlanPretty(plan: Plan, { color }: PrettyOptions): string {
  const colors = pc.createColors(color);
  const lines = [colors.bold(planVerdict(plan)), colors.dim(printable(basisText(plan))), ''];
  for (const change of shownChanges(plan)) lines.push(...changeLines(change, colors), '');
  const quiet = quietText(plan);
  if (quiet !== '') lines.push(colors.dim(printable(quiet)), '');
  return lines.join('\n');
}

/** One line for an event; undefined for events that need none. */
export function renderEventPretty(event: ApplyEvent, { color }: PrettyOptions): string {
  const colors = pc.createColors(color);
  const subject = `${event.action === 'orphan' ? pruneVerb(event.kind) : event.action} ${event.kind} ${printable(event.name)}`;
  switch (event.type) {
    case 'started':
      return colors.dim(`…  ${subject}`);
    case 'succeeded':
      return [`${colors.green('✓')}  ${subject}`, colors.dim(printable(event.note ?? event.arn))].join(' ').trimEnd();
    case 'failed': {
      const { operation, code, message, requestId } = event.error;
      const request = requestId === undefined ? '' : ` (request ${requestId})`;
      return `${colors.red('✗')}  ${subject}\n   ${placeText(event)}: ${printable(`${operation}: ${code}: ${message}${request}`)}`;
    }
    case 'skipped':
      return `${colors.yellow('-')}  ${subject}: skipped, because ${event.cause.kind} ${printable(event.cause.name)} did not succeed`;
    case 'not-started':
      return `${colors.yellow('-')}  ${subject}: not started, the apply was interrupted`;
  }
}

/** The last line of an apply. */
export function renderReportPretty(report: ApplyReport, { color }: PrettyOptions): string {
  const colors = pc.createColors(color);
  const counts = [
    [report.done.length, 'done'],
    [report.failed.length, 'failed'],
    [report.skipped.length, 'skipped'],
    [report.notStarted.length, 'not started'],
  ] as const;
  const present = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  if (present.length === 0) return colors.bold('Nothing to do.');
  const text = `${present.join(', ')}.`;
  return report.failed.length > 0 ? colors.bold(colors.red(text)) : colors.bold(text);
}

/** What pruning does to a resource of a kind. */
function pruneVerb(kind: Change['kind']): string {
  return kind === 'Job' ? 'cancel' : 'delete';
}

function changeLines(change: Change, colors: Colors): string[] {
  const sign = actionSigns[change.action];
  const paint = change.action === 'conflict' ? colors.red : writes(change) ? colors.green : colors.yellow;
  const title = `${paint(sign)} ${change.kind} ${colors.bold(printable(change.name))}`;
  const lines = [`${title}  ${paint(actionText(change))}  ${colors.dim(placeText(change))}`];
  lines.push(`    ${printable(change.reason)}`);
  if (change.kind === 'Job' && change.action === 'create') {
    lines.push(`    ${printable(targetsText(change))}`);
    if (change.forecast !== undefined)
      lines.push(`    ${colors.cyan('Forecast:')} ${printable(change.forecast.sentence)}`);
  }
  for (const edit of change.edits) lines.push(editLine(edit, colors));
  return lines;
}

function editLine(edit: Edit, colors: Colors): string {
  const paint = edit.effect === 'cannot-change' ? colors.red : colors.yellow;
  return `    ${paint('~')} ${printable(editText(edit))}  ${colors.dim(printable(edit.note))}`;
}

function actionText(change: Change): string {
  return change.action === 'orphan' && change.prune !== undefined ? change.prune : change.action;
}

function placeText({ file, range }: Pick<Change, 'file' | 'range'>): string {
  return printable(range === undefined ? file : `${file}:${range.start.line}:${range.start.column}`);
}
