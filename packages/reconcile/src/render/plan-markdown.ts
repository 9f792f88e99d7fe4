/** A plan and an apply's report as GitHub Markdown, for the job summary. */

import { markdownCode, markdownText } from '@iot-rollouts/validation';
import type { ApplyReport } from '../apply/event.js';
import type { Change, Plan } from '../plan/plan.js';
import { basisText, editText, planVerdict, plural, quietText, shortDigest, shownChanges } from './summary.js';

/** The plan: verdict, table of changes, forecast of every new job, edits folded. */
export function renderPlanMarkdown(plan: Plan): string {
  const shown = shownChanges(plan);
  const lines = [`**${markdownText(planVerdict(plan))}**`, '', markdownText(basisText(plan))];
  if (shown.length > 0) {
    lines.push('', '| | What | Where | Why |', '| --- | --- | --- | --- |', ...shown.map(tableRow));
  }
  const forecasts = shown.flatMap((change) => (change.kind === 'Job' && change.action === 'create' ? [change] : []));
  for (const { name, forecast } of forecasts) {
    if (forecast !== undefined) lines.push('', `**${markdownCode(name)}** ${markdownText(forecast.sentence)}`);
  }
  for (const change of shown.filter(({ edits }) => edits.length > 0)) lines.push('', ...editDetails(change));
  const quiet = quietText(plan);
  if (quiet !== '') lines.push('', markdownText(quiet));
  return `${lines.join('\n')}\n`;
}

/** What an apply did: verdict, then failures first, then the rest. */
export function renderReportMarkdown(report: ApplyReport): string {
  const { done, failed, skipped, notStarted } = report;
  const total = done.length + failed.length + skipped.length + notStarted.length;
  const verdict =
    total === 0
      ? 'Nothing to do.'
      : `${done.length} of ${plural(total, 'change')} made${failed.length > 0 ? `, ${failed.length} failed` : ''}.`;
  const rows = [
    ...failed.map((it) =>
      row(
        'failed',
        it,
        `${it.error.operation}: ${it.error.code}: ${it.error.message}${it.error.requestId ? ` (request ${it.error.requestId})` : ''}`,
      ),
    ),
    ...skipped.map((it) => row('skipped', it, `${it.cause.kind} ${it.cause.name} did not succeed`)),
    ...notStarted.map((it) => row('not started', it, 'interrupted before its turn')),
    ...done.map((it) => row('done', it, [it.arn, it.note].filter(Boolean).join(' '))),
  ];
  const table =
    rows.length === 0 ? [] : ['', '| Result | What | Where | Detail |', '| --- | --- | --- | --- |', ...rows];
  const applied = `Plan ${shortDigest(report.planDigest)}.`;
  return `${[`**${verdict}** ${applied}`, ...table].join('\n')}\n`;
}

function tableRow(change: Change): string {
  const what = `${change.kind} ${markdownCode(change.name)}`;
  const where = `${markdownText(change.file)}${change.range ? `, line ${change.range.start.line}` : ''}`;
  return `| ${actionText(change)} | ${what} | ${where} | ${markdownText(change.reason)} |`;
}

function row(result: string, it: { kind: string; name: string; action: string; file: string }, detail: string): string {
  const action = it.action === 'orphan' ? 'prune' : it.action;
  return `| ${result} | ${action} ${it.kind} ${markdownCode(it.name)} | ${markdownText(it.file)} | ${markdownText(detail)} |`;
}

function actionText(change: Change): string {
  return change.action === 'orphan' && change.prune !== undefined ? change.prune : change.action;
}

function editDetails(change: Change): string[] {
  const items = change.edits.map((edit) => `- ${markdownText(editText(edit))}. ${markdownText(edit.note)}`);
  const summary = `${change.kind} ${markdownText(change.name)}: ${plural(change.edits.length, 'edit')}`;
  return [`<details><summary>${summary}</summary>`, '', ...items, '', '</details>'];
}
