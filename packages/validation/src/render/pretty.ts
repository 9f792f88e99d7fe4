/** Diagnostics for a person at a terminal: the line, carets under the fault, and what to write instead. */
import type { Diagnostic, SourceRange } from '../diagnostic.js';
import { countErrors, type ValidationReport } from '../report.js';
import { bounded, omittedText } from './bound.js';
import { count } from './count.js';
import { frameOf, lineReader } from './frame.js';
import { printable } from './untrusted.js';

/** How many diagnostics anybody reads. */
const shownMax = 1000;

/** How the text is written. */
export interface PrettyOptions {
  /** Whether to write ANSI colours. */
  readonly color: boolean;
}

/** The report as text, diagnostics first and a summary line last. */
export function renderPretty(report: ValidationReport, { color }: PrettyOptions): string {
  const paint = color ? ansi : plain;
  const lineAt = lineReader(report.sources);
  const { shown, omitted } = bounded(report.diagnostics, shownMax);
  const blocks = shown.map((diagnostic) => block(diagnostic, lineAt, paint));
  const rest = omittedText(omitted, shownMax);
  return [...blocks, ...(rest === undefined ? [] : [rest]), summary(report, paint)]
    .map((text) => `${text}\n`)
    .join('\n');
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

type LineReader = ReturnType<typeof lineReader>;

function block(diagnostic: Diagnostic, lineAt: LineReader, paint: Paint): string {
  const { severity, message, help, rule, file, range, related } = diagnostic;
  const title = `${placeOf(file, range)}: ${paint[severity](severity)}: ${paint.strong(printable(message))} ${paint.faint(`(${printable(rule)})`)}`;
  const numbers = [range, ...related.map((other) => other.range)].map((it) => String(it?.start.line ?? '').length);
  const gutter = gutterOf(Math.max(...numbers), paint);
  const lines = [title, ...framed(file, range, '^', lineAt, gutter, paint[severity])];
  if (help !== undefined) lines.push(gutter.note(printable(help)));
  for (const other of related) {
    lines.push(gutter.note(`${placeOf(other.file, other.range)}: ${printable(other.message)}`));
    lines.push(...framed(other.file, other.range, '-', lineAt, gutter, paint.faint));
  }
  return lines.join('\n');
}

/** What stands left of lines, as wide as the widest line number of the block. */
interface Gutter {
  readonly numbered: (line: number, text: string) => string;
  readonly marked: (text: string) => string;
  readonly note: (text: string) => string;
}

function gutterOf(width: number, paint: Paint): Gutter {
  const left = (sign: string, head = '') => ` ${paint.faint(`${head.padStart(width)} ${sign}`)} `;
  return {
    numbered: (line, text) => left('|', String(line)) + text,
    marked: (text) => left('|') + text,
    note: (text) => left('=') + text,
  };
}

function framed(
  file: string,
  range: SourceRange | undefined,
  mark: '^' | '-',
  lineAt: LineReader,
  gutter: Gutter,
  paintMarks: (text: string) => string,
): readonly string[] {
  const line = range === undefined ? undefined : lineAt(file, range.start.line);
  if (range === undefined || line === undefined) return [];
  const frame = frameOf(line, range, mark);
  return [gutter.numbered(range.start.line, frame.line), gutter.marked(paintMarks(frame.marks))];
}

function placeOf(file: string, range: SourceRange | undefined): string {
  const name = printable(file);
  return range === undefined ? name : `${name}:${range.start.line}:${range.start.column}`;
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
