/** Diagnostics as GitHub workflow commands, which the runner turns into annotations. */
import type { Diagnostic, Severity } from '../diagnostic.js';
import type { ValidationReport } from '../report.js';
import { printable } from './untrusted.js';

/** GitHub shows at most this many annotations of each severity for a step and drops the rest in silence. */
const annotationsMax = 10;

/** One workflow command a line: `::error file=…,line=…::message`. */
export function renderGithub({ diagnostics }: Pick<ValidationReport, 'diagnostics'>): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  const shown = [...errors.slice(0, annotationsMax), ...warnings.slice(0, annotationsMax)];
  const lines = shown.map(command);
  const rest: string[] = [];
  if (errors.length > annotationsMax) rest.push(`${errors.length - annotationsMax} more errors`);
  if (warnings.length > annotationsMax) rest.push(`${warnings.length - annotationsMax} more warnings`);
  if (rest.length > 0) lines.push(`::notice title=iot-rollouts::${rest.join(' and ')} are not shown as annotations`);
  return lines.map((line) => `${line}\n`).join('');
}

function command({ rule, severity, message, help, file, range }: Diagnostic): string {
  // A finding of no file in particular, such as missing credentials, is shown for the whole run.
  const properties: [string, string | number][] = file === '' ? [] : [['file', file]];
  if (range !== undefined) {
    const { start, end } = range;
    properties.push(['line', start.line], ['col', start.column], ['endLine', end.line], ['endColumn', end.column]);
  }
  properties.push(['title', rule]);
  const text = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  const said = help === undefined ? printable(message) : `${printable(message)}\n${printable(help)}`;
  const name: Severity = severity;
  return `::${name} ${text}::${escapeData(said)}`;
}

/** The escapes of the runner's own toolkit: without them a line break in a manifest could begin a new command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
