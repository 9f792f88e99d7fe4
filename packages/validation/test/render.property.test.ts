import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  renderGithub,
  renderJson,
  renderMarkdown,
  renderPretty,
  renderSarif,
  ruleTable,
  type SourceRange,
  type ValidationReport,
} from '../src/index.js';

/** Texts as a stranger would write them: pieces that mean something to a terminal, a runner, Markdown or a URI. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        '::error::',
        '::set-output name=a::',
        '\r\n',
        '\n',
        '%0A',
        '%',
        ',',
        ':',
        '|',
        '`',
        '<script>',
        '[a](http://b)',
        '@someone',
        '#1',
        '\u001B[2J',
        '\u202E',
        '\u2066',
        '\u2028',
        '\u0000',
        '\uD800',
        '\u0085',
        '-->',
        '</details>',
        '../',
        '?',
        '{0}',
        '##[error]',
        '😀',
        '温',
      ),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

const position = fc.record({ line: fc.integer({ min: 1, max: 4 }), column: fc.integer({ min: 1, max: 300 }) });
const range: fc.Arbitrary<SourceRange> = fc
  .tuple(position, position)
  .map(([a, b]) =>
    a.line < b.line || (a.line === b.line && a.column <= b.column) ? { start: a, end: b } : { start: b, end: a },
  );

const file = fc.oneof(fc.constantFrom('rollouts/a.yaml', ''), hostile);

const diagnostic: fc.Arbitrary<Diagnostic> = fc.record(
  {
    rule: fc.oneof(
      fc.constantFrom(...Object.keys(ruleTable)),
      hostile.map((text) => `x/${text}`),
    ),
    severity: fc.constantFrom('error' as const, 'warning' as const),
    message: hostile,
    help: hostile,
    file,
    range,
    related: fc.array(fc.record({ message: hostile, file, range }, { requiredKeys: ['message', 'file'] }), {
      maxLength: 3,
    }),
  },
  { requiredKeys: ['rule', 'severity', 'message', 'file', 'related'] },
);

const report: fc.Arbitrary<ValidationReport> = fc.record({
  files: fc.nat(5),
  manifests: fc.nat(5),
  diagnostics: fc.array(diagnostic, { maxLength: 30 }),
  sources: hostile.map((text) => new Map([['rollouts/a.yaml', `${text}\n${text.repeat(40)}`]])),
});

const holds = (check: (report: ValidationReport) => void) => fc.assert(fc.property(report, check), { numRuns: 300 });

/** What a terminal or a log may act on, or show otherwise than it is. */
const control = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('whatever stands in manifests,', () => {
  it('the terminal gets no control character but its line breaks and, when asked, our colours', () => {
    holds((it) => {
      expect(renderPretty(it, { color: false }).replaceAll('\n', '')).not.toMatch(control);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
      const coloured = renderPretty(it, { color: true }).replaceAll(/\u001B\[(?:0|1|2|32|1;31|1;33)m/g, '');
      expect(coloured).toBe(renderPretty(it, { color: false }));
    });
  });

  it('every line for the runner is one whole command of ours', () => {
    holds((it) => {
      const lines = renderGithub(it).split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) {
        const [, properties = '', data = ''] =
          /^::(?:error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)*)::([^\r\n]*)$/.exec(line) ?? [];
        expect(properties).not.toBe('');
        const names = properties.split(',').map((property) => property.split('=')[0]);
        expect(new Set(names).size).toBe(names.length);
        expect(data.replaceAll(/%(?:25|0A|0D)/g, '')).not.toContain('%');
        expect(line).not.toMatch(control);
      }
      expect(lines.filter((line) => line.startsWith('::error')).length).toBeLessThanOrEqual(10);
      expect(lines.filter((line) => line.startsWith('::warning')).length).toBeLessThanOrEqual(10);
      const firstWarning = lines.findIndex((line) => line.startsWith('::warning'));
      if (firstWarning >= 0) expect(lines.slice(firstWarning).some((line) => line.startsWith('::error'))).toBe(false);
    });
  });

  it('Markdown has as many table rows as findings, and no markup of others', () => {
    holds((it) => {
      const markdown = renderMarkdown(it);
      expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      const rows = markdown.split('\n').filter((line) => /^\| (?:error|warning) \|/.test(line));
      expect(rows).toHaveLength(it.diagnostics.length);
      for (const row of rows) expect(row.split('|')).toHaveLength(5);
      const ours = /<br>|<\/?code>|<details><summary>\d+ more<\/summary>|<\/details>/g;
      expect(markdown.replaceAll(ours, '')).not.toMatch(/[<>`@]/);
      const severities = rows.map((row) => row.slice(2, 7));
      expect(severities).toEqual([...severities].sort());
    });
  });

  it('JSON can be read back, and holds every finding', () => {
    holds((it) => {
      expect(JSON.parse(renderJson(it)).diagnostics).toHaveLength(it.diagnostics.length);
    });
  });

  it('SARIF is valid by the official schema, with every finding at its place', () => {
    holds((it) => {
      const log = JSON.parse(renderSarif(it));
      expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
      const [run] = log.runs;
      expect(run.results).toHaveLength(it.diagnostics.length);
      run.results.forEach((result: SarifResult, index: number) => {
        const { file: path, rule } = it.diagnostics[index] as Diagnostic;
        expect(run.tool.driver.rules[result.ruleIndex].id).toBe(rule);
        const uri = result.locations?.[0]?.physicalLocation.artifactLocation.uri;
        if (path !== '') expect(decodeURIComponent(uri ?? '')).toBe(path.replaceAll(/\p{Cs}/gu, '\uFFFD'));
        expect(uri ?? '').toMatch(/^(?:[\w.!~*'()/-]|%[0-9A-F]{2})*$/);
      });
    });
  });
});

interface SarifResult {
  readonly ruleIndex: number;
  readonly locations?: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
  }[];
}

const isSarif = sarifValidator();

/** The official schema, as Microsoft's own matcher carries it; of a draft that Ajv reads once its name is taken away. */
function sarifValidator() {
  const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  const formats = {
    uri: /^[a-z][a-z0-9+.-]*:[^\s]*$/i,
    'uri-reference': /^[^\s<>"{}|\\^`]*$/,
    'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  };
  return new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema);
}
