/**
 * Diagnostics as SARIF 2.1.0, which code scanning reads.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Diagnostic, RelatedPlace, SourceRange } from '../diagnostic.js';
import type { ValidationReport } from '../report.js';
import { rulePage } from '../rule-page.js';
import { ruleTable } from '../rule-table.js';
import { familyOf, isRuleId } from '../severity.js';
import { bounded, omittedText } from './bound.js';
import { fingerprints } from './fingerprint.js';
import { lineReader } from './frame.js';
import { printable } from './untrusted.js';

/** Code scanning refuses a run with more results. */
const resultsMax = 25_000;

/** The report as a SARIF log with one run; the rules that found something are described in it. */
export function renderSarif(report: Pick<ValidationReport, 'diagnostics' | 'sources'>): string {
  const { sources } = report;
  const { shown: diagnostics, omitted } = bounded(report.diagnostics, resultsMax);
  const rest = omittedText(omitted, resultsMax);
  const rules = [...new Set(diagnostics.map(({ rule }) => rule))].sort();
  const ruleIndexes = new Map(rules.map((rule, index) => [rule, index]));
  const lineAt = lineReader(sources);
  const fingerprint = fingerprints();
  const results = diagnostics.map((diagnostic) => {
    const { rule, file, range } = diagnostic;
    const line = range === undefined ? diagnostic.message : (lineAt(file, range.start.line) ?? diagnostic.message);
    return result(diagnostic, ruleIndexes.get(rule) as number, fingerprint(rule, file, line));
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'iot-rollouts',
            informationUri: 'https://github.com/iot-rollouts/iot-rollouts',
            rules: rules.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [root]: { description: { text: 'The folder that the check was made in.' } } },
        results,
        ...(rest !== undefined && {
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: [{ level: 'warning', message: { text: rest } }],
            },
          ],
        }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What file names are relative to; code scanning knows it by this name. */
const root = '%SRCROOT%';

function descriptor(rule: string): object {
  if (!isRuleId(rule)) return { id: rule };
  const { title, why, source, severity } = ruleTable[rule];
  const page = rulePage(rule);
  return {
    id: rule,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: {
      text: `${why}\nSource: ${source}. More: ${page}`,
      markdown: `${why}\n\nSource: ${source}. [Examples, and how to silence it](${page}).`,
    },
    helpUri: page,
    defaultConfiguration: { level: severity },
    properties: { tags: [familyOf(rule)] },
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number, fingerprint: string): object {
  const { rule, severity, message, help, file, range, related } = diagnostic;
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: messageText(help === undefined ? message : `${message}\n${help}`) },
    ...(file !== '' && { locations: [{ physicalLocation: physicalLocation(file, range) }] }),
    ...(related.length > 0 && { relatedLocations: related.map(relatedLocation) }),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

function relatedLocation({ message, file, range }: RelatedPlace, index: number): object {
  return {
    id: index + 1,
    message: { text: messageText(message) },
    physicalLocation: physicalLocation(file, range),
  };
}

function physicalLocation(file: string, range: SourceRange | undefined): object {
  return {
    artifactLocation: { uri: uriOf(file), uriBaseId: root },
    ...(range !== undefined && {
      region: {
        startLine: range.start.line,
        startColumn: range.start.column,
        endLine: range.end.line,
        endColumn: range.end.column,
      },
    }),
  };
}

/** A path as a relative reference: every segment percent-encoded, so that no name can end it or begin another part. */
function uriOf(file: string): string {
  const segments = file.replaceAll(/\p{Cs}/gu, '\uFFFD').split('/');
  return segments.map((segment) => encodeURIComponent(segment)).join('/');
}

/** Untrusted text as a message, in which `[text](target)` would be a link and line breaks are the only control characters. */
function messageText(text: string): string {
  const lines = text.split('\n').map((line) => printable(line));
  return lines.join('\n').replaceAll('](', '] (');
}
