/** Diagnostics for a person at a terminal: the line, carets under the fault, and what to write instead. */
import type { Diagnostic, SourceRange } from '../diagnostic.js';
import { countErrors, type ValidationReport } from '../report.js';
import { lineStarts } from '../source-text.js';
import { printable } from './untrusted.js';

/** How the text is written. */
export interface PrettyOptions {
  /** Whether to write ANSI colours. */
  readonly color: boolean;
}

/** The report as text, diagnostics first and a summary line last. */
export function renderPretty(report: ValidationReport, { color }: PrettyOptions): string {
  const paint = color ? ansi : plain;
  const lines = linesByFile(report.sources);
  const blocks = report.diagnostics.map((diagnostic) => block(diagnostic, lines(diagnostic.file), paint));
  return [...blocks, summary(report, paint)].map((text) => `${text}\n`).join('\n');
}

type Paint = Readonly<Record<'error' | 'warning' | 'strong' | 'faint' | 'good', (text: string) => string>>;

const plain: Paint = {
  error: (text) => text,
  warning: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
  good: (text) => text,
};

const ansi: Paint = {
  error: (text) => `\u001B[1;31m${text}\u001B[0m`,
  warning: (text) => `\u001B[1;33m${text}\u001B[0m`,
  strong: (text) => `\u001B[1m${text}\u001B[0m`,
  faint: (text) => `\u001B[2m${text}\u001B[0m`,
  good: (text) => `\u001B[32m${text}\u001B[0m`,
};

function block(diagnostic: Diagnostic, lineAt: (line: number) => string, paint: Paint): string {
  const { severity, message, help, rule, file, range, related } = diagnostic;
  const title = `${placeOf(file, range)}: ${paint[severity](severity)}: ${paint.strong(printable(message))} ${paint.faint(`(${rule})`)}`;
  const lines = [title];
  let margin = '';
  if (range !== undefined) {
    margin = ' '.repeat(String(range.start.line).length);
    const frame = frameOf(lineAt(range.start.line), range);
    lines.push(` ${paint.faint(`${range.start.line} |`)} ${frame.line}`);
    lines.push(` ${paint.faint(`${margin} |`)} ${paint[severity](frame.carets)}`);
  }
  if (help !== undefined) lines.push(` ${margin} ${paint.faint('=')} ${printable(help)}`);
  for (const other of related) {
    lines.push(` ${margin} ${paint.faint('=')} ${placeOf(other.file, other.range)}: ${printable(other.message)}`);
  }
  return lines.join('\n');
}

function placeOf(file: string, range: SourceRange | undefined): string {
  const name = printable(file);
  return range === undefined ? name : `${name}:${range.start.line}:${range.start.column}`;
}

/** How many characters of a line are shown; a JSON file may be one line of a million. */
const frameWidth = 120;
/** How many characters are shown before the fault in a line that is too long. */
const frameLead = 40;

function frameOf(line: string, { start, end }: SourceRange): { readonly line: string; readonly carets: string } {
  const from = line.length <= frameWidth ? 0 : Math.max(0, start.column - 1 - frameLead);
  const shown = printable(line.slice(from, from + frameWidth));
  const first = start.column - 1 - from;
  const last = end.line === start.line ? end.column - 1 - from : shown.length;
  const before = blank(shown.slice(0, first));
  const under = blank(shown.slice(first, Math.max(first + 1, Math.min(last, shown.length))));
  const more = from > 0 ? '…' : '';
  const rest = from + frameWidth < line.length ? '…' : '';
  return { line: `${more}${shown}${rest}`, carets: `${more && ' '}${before}${'^'.repeat(Math.max(1, under.length))}` };
}

/** As many spaces as a terminal needs columns for the text. */
function blank(text: string): string {
  return text
    .replace(/\p{Mn}/gu, '')
    .replace(
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/gu,
      '  ',
    )
    .replace(/[^ ]/gu, ' ');
}

function summary(report: ValidationReport, paint: Paint): string {
  const errors = countErrors(report);
  const warnings = report.diagnostics.length - errors;
  const looked = `${count(report.files, 'file')}, ${count(report.manifests, 'manifest')}`;
  if (errors + warnings === 0) return `${looked}: ${paint.good('no problems')}`;
  const found = [
    errors > 0 ? paint.error(count(errors, 'error')) : '',
    warnings > 0 ? paint.warning(count(warnings, 'warning')) : '',
  ];
  return `${looked}: ${found.filter((text) => text !== '').join(', ')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function linesByFile(sources: ReadonlyMap<string, string>): (file: string) => (line: number) => string {
  const starts = new Map<string, readonly number[]>();
  return (file) => (line) => {
    const text = sources.get(file) ?? '';
    let lines = starts.get(file);
    if (lines === undefined) {
      lines = lineStarts(text);
      starts.set(file, lines);
    }
    const start = lines[line - 1] ?? text.length;
    return text.slice(start, lines[line] ?? text.length).replace(/[\r\n]+$/, '');
  };
}
