/** Findings -> diagnostics: the one place where a finding gets its range and its severity. */
import type { Diagnostic, NamedDocument, RelatedPlace, SourceRange } from './diagnostic.js';
import { excerpt } from './excerpt.js';
import type { Finding, RelatedFinding, Within } from './finding.js';
import { valueAt } from './json-pointer.js';
import { type Part, rangeOf, rangeWithin } from './locate.js';
import type { ParsedDocument, ParsedFile } from './parse.js';
import { ruleTable } from './rule-table.js';

/** The findings of a document as diagnostics with ranges. */
export function placeFindings(document: ParsedDocument, findings: readonly Finding[]): readonly Diagnostic[] {
  return findings.map((finding) => ({
    rule: finding.rule,
    severity: ruleTable[finding.rule].severity,
    message: finding.message,
    ...(finding.help !== undefined && { help: finding.help }),
    file: document.source.file,
    range: placeOf(document, finding),
    pointer: finding.pointer,
    related: (finding.related ?? []).map((related) => placeRelated(document, related)),
    ...(finding.documentFile !== undefined && { documentFile: namedBy(document, finding.documentFile) }),
  }));
}

function namedBy({ value }: ParsedDocument, path: string): NamedDocument {
  const name = valueAt(value, '/metadata/name');
  const reference = String(valueAt(value, '/spec/documentFile'));
  return { path, reference, ...(typeof name === 'string' && { manifest: excerpt(name) }) };
}

/** The range of what a finding is about; of a part of a text that cannot be told, the range of the text. */
function placeOf(
  document: ParsedDocument,
  { pointer, on, within }: { readonly pointer: string; readonly on?: Part; readonly within?: Within },
): SourceRange {
  const part = within?.();
  const range = part && rangeWithin(document, pointer, part);
  return range ?? rangeOf(document, pointer, on);
}

function placeRelated(document: ParsedDocument, related: RelatedFinding): RelatedPlace {
  const { message } = related;
  if ('source' in related) {
    const { source, start, end } = related;
    return { message, file: source.file, range: source.rangeAt(start, end) };
  }
  const other = related.document ?? document;
  return { message, file: other.source.file, range: placeOf(other, related) };
}

/** The problems of a file's YAML as diagnostics with ranges. */
export function placeProblems({ file, source, problems }: ParsedFile): readonly Diagnostic[] {
  return problems.map(({ rule, start, end, message, help, related }) => ({
    rule,
    severity: ruleTable[rule].severity,
    message,
    ...(help !== undefined && { help }),
    file,
    range: source.rangeAt(start, end),
    related:
      related === undefined
        ? []
        : [{ message: related.message, file, range: source.rangeAt(related.start, related.end) }],
  }));
}

/** The diagnostics by file, line, column and rule, each once: what two aliases share is said once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0) ||
      (a.range?.start.column ?? 0) - (b.range?.start.column ?? 0) ||
      compare(a.rule, b.rule),
  );
  const seen = new Set<string>();
  const faulty = new Set(sorted.filter(({ severity }) => severity === 'error').map(placeKey));
  return sorted.filter((diagnostic) => {
    const { rule, severity, file, range, message } = diagnostic;
    // A doubt about how YAML reads a value adds nothing where the value is refused anyway.
    if (severity === 'warning' && rule.startsWith('yaml/') && faulty.has(placeKey(diagnostic))) return false;
    const identity = JSON.stringify([rule, file, range, message]);
    return seen.size !== seen.add(identity).size;
  });
}

function placeKey({ file, range }: Diagnostic): string {
  return JSON.stringify([file, range?.start]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
