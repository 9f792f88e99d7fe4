/** Diagnostics as Markdown, for a job summary or a comment. */
import type { Diagnostic } from '../diagnostic.js';
import { countErrors, type ValidationReport } from '../report.js';
import { rulePage } from '../rule-page.js';
import { isRuleId } from '../severity.js';
import { count } from './count.js';
import { markdownCode, markdownText } from './markdown-text.js';

/** How many diagnostics a reader sees at once. */
const openMax = 20;
/** How many more are folded away; those behind them are only counted, since a summary may not be of any size. */
const foldedMax = 200;
/** How many characters of a message are shown. */
const messageMax = 300;

/** How many errors and warnings there are, in a line. */
export function markdownCounts(report: Pick<ValidationReport, 'files' | 'diagnostics'>): string {
  const errors = countErrors(report);
  const warnings = report.diagnostics.length - errors;
  return `**${count(errors, 'error')}, ${count(warnings, 'warning')}** in ${count(report.files, 'file')}.\n`;
}

/** The counts, and a table of the diagnostics: errors first, a long rest folded. */
export function renderMarkdown(report: Pick<ValidationReport, 'files' | 'diagnostics'>): string {
  const { diagnostics } = report;
  const lines = [markdownCounts(report).trimEnd()];
  const worstFirst = [...ofSeverity(diagnostics, 'error'), ...ofSeverity(diagnostics, 'warning')];
  const folded = worstFirst.slice(openMax, openMax + foldedMax);
  lines.push(...table(worstFirst.slice(0, openMax)));
  if (folded.length > 0) {
    lines.push('', `<details><summary>${folded.length} more</summary>`, ...table(folded), '', '</details>');
  }
  const rest = worstFirst.length - openMax - folded.length;
  if (rest > 0) lines.push('', `${rest} more are not listed here.`);
  return `${lines.join('\n')}\n`;
}

function ofSeverity(diagnostics: readonly Diagnostic[], wanted: Diagnostic['severity']): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === wanted);
}

function table(diagnostics: readonly Diagnostic[]): readonly string[] {
  if (diagnostics.length === 0) return [];
  return ['', '| | Where | What |', '| --- | --- | --- |', ...diagnostics.map(row)];
}

function row({ severity, rule, file, range, message, help }: Diagnostic): string {
  const place = range === undefined ? file : `${file}:${range.start.line}:${range.start.column}`;
  const said = [message, ...(help === undefined ? [] : [help])].map((text) => markdownText(shortened(text)));
  const link = isRuleId(rule) ? ` ([${rule}](${rulePage(rule)}))` : '';
  return `| ${severity} | ${place === '' ? '' : markdownCode(shortened(place))} | ${said.join('<br>')}${link} |`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= messageMax ? text : `${characters.slice(0, messageMax).join('')}…`;
}
