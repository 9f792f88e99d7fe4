import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  renderGithub,
  renderJson,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '../src/index.js';

function diagnostic(part: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'shape/type',
    severity: 'error',
    message: 'a must be a string',
    file: 'rollouts/a.yaml',
    range: { start: { line: 2, column: 4 }, end: { line: 2, column: 6 } },
    pointer: '/a',
    related: [],
    ...part,
  };
}

function report(diagnostics: readonly Diagnostic[], text = 'x: 1\na: 10\n'): ValidationReport {
  return { files: 2, manifests: 3, diagnostics, sources: new Map([['rollouts/a.yaml', text]]) };
}

describe('the GitHub renderer', () => {
  it('writes one command with the place, the rule as title, and the help on a second line', () => {
    expect(renderGithub(report([diagnostic({ help: 'Write "10".' })]))).toBe(
      '::error file=rollouts/a.yaml,line=2,col=4,endLine=2,endColumn=6,title=shape/type::a must be a string%0AWrite "10".\n',
    );
  });

  it('lets no text of a manifest begin a command or add a property', () => {
    const harmful = '\r\n::error::pwned%0A::set-output name=a::b\u0007\u2028';
    const output = renderGithub(
      report([diagnostic({ message: harmful, help: harmful, file: `a,line=1::${harmful}.yaml` })]),
    );
    expect(output.split(/[\r\n\u2028]/).filter((line) => line !== '')).toHaveLength(1);
    const [, properties = '', data = ''] = /^::error (.*?)::(.*)$/s.exec(output.trimEnd()) ?? [];
    expect(properties.split(',').map((property) => property.split('=')[0])).toEqual([
      'file',
      'line',
      'col',
      'endLine',
      'endColumn',
      'title',
    ]);
    expect(data).toContain('pwned%250A');
  });

  it('annotates at most ten errors and ten warnings and counts the rest in one notice', () => {
    const many = Array.from({ length: 12 }, () => [diagnostic(), diagnostic({ severity: 'warning' })]).flat();
    const lines = renderGithub(report(many)).trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10);
    expect(lines.at(-1)).toBe(
      '::notice title=iot-rollouts::2 more errors and 2 more warnings are not shown as annotations',
    );
  });

  it('says nothing about a clean repository', () => {
    expect(renderGithub(report([]))).toBe('');
  });
});

describe('the terminal renderer', () => {
  it('shows the line with carets under the fault, the help, the related place and a summary', () => {
    const related = [
      { message: 'the first', file: 'b.yaml', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } } },
    ];
    expect(
      renderPretty(report([diagnostic({ help: 'Write "10".', related })]), { color: false }),
    ).toMatchInlineSnapshot(`
      "rollouts/a.yaml:2:4: error: a must be a string (shape/type)
       2 | a: 10
         |    ^^
         = Write "10".
         = b.yaml:1:1: the first

      2 files, 3 manifests: 1 error
      "
    `);
  });

  it('shows related places with a frame of their own', () => {
    const range = { start: { line: 1, column: 4 }, end: { line: 1, column: 5 } };
    const related = [{ message: 'the first', file: 'rollouts/a.yaml', range }];
    const [title, ...frame] = renderPretty(report([diagnostic({ related })]), { color: false }).split('\n');
    expect(title).toBe('rollouts/a.yaml:2:4: error: a must be a string (shape/type)');
    expect(frame.slice(0, 5)).toEqual([
      ' 2 | a: 10',
      '   |    ^^',
      '   = rollouts/a.yaml:1:4: the first',
      ' 1 | x: 1',
      '   |    -',
    ]);
  });

  it('colours only when it is asked to', () => {
    expect(renderPretty(report([diagnostic()]), { color: true })).toContain('\u001B[1;31merror\u001B[0m');
    expect(renderPretty(report([diagnostic()]), { color: false })).not.toContain('\u001B');
  });

  it('lets no control character, escape sequence or bidirectional control through', () => {
    const harmful = 'a\u001B[2J\u009B31m\u202Eevil\u2066\u200F\u0000\r\u2028';
    const shown = renderPretty(report([diagnostic({ message: harmful, help: harmful, file: harmful })], harmful), {
      color: false,
    });
    expect(shown).toContain('evil');
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  it('shows a window of a very long line, with the carets below the fault', () => {
    const text = `${' '.repeat(5000)}FAULT${' '.repeat(5000)}`;
    const range = { start: { line: 1, column: 5001 }, end: { line: 1, column: 5006 } };
    const [, line = '', carets = ''] = renderPretty(report([diagnostic({ range })], text), { color: false }).split(
      '\n',
    );
    expect(line.length).toBeLessThan(200);
    expect(carets.indexOf('^^^^^')).toBe(line.indexOf('FAULT'));
  });

  it('keeps carets below the fault after wide characters and tabs', () => {
    const range = { start: { line: 1, column: 6 }, end: { line: 1, column: 9 } };
    const [, line = '', carets = ''] = renderPretty(report([diagnostic({ range })], '\t温度: bad'), {
      color: false,
    }).split('\n');
    // Two wide characters take four columns where the string has two units.
    expect(carets.indexOf('^^^')).toBe(line.indexOf('bad') + 2);
  });

  it('counts in the singular and the plural', () => {
    const warning = diagnostic({ severity: 'warning' });
    const text = renderPretty({ ...report([diagnostic(), warning, warning]), files: 1 }, { color: false });
    expect(text.trimEnd().split('\n').at(-1)).toBe('1 file, 3 manifests: 1 error, 2 warnings');
  });
});

describe('the JSON renderer', () => {
  it('prints the documented form and nothing else', () => {
    const { range: _, ...nowhere } = diagnostic({ severity: 'warning' });
    const printed = JSON.parse(renderJson(report([diagnostic(), nowhere])));
    expect(printed).toEqual({
      formatVersion: 1,
      files: 2,
      manifests: 3,
      errors: 1,
      warnings: 1,
      diagnostics: [diagnostic(), nowhere],
    });
    expect(Object.keys(printed)).toEqual(['formatVersion', 'files', 'manifests', 'errors', 'warnings', 'diagnostics']);
  });
});

describe('the SARIF renderer', () => {
  const results = (text: string, line: number, file = 'rollouts/a b#.yaml') => {
    const range = { start: { line, column: 1 }, end: { line, column: 2 } };
    const sources = new Map([[file, text]]);
    const log = JSON.parse(
      renderSarif({ diagnostics: [diagnostic({ file, range }), diagnostic({ file, range })], sources }),
    );
    return log.runs[0].results;
  };

  it('encodes the path and says what it is relative to', () => {
    const { artifactLocation } = results('a', 1)[0].locations[0].physicalLocation;
    expect(artifactLocation).toEqual({ uri: 'rollouts/a%20b%23.yaml', uriBaseId: '%SRCROOT%' });
  });

  it('keeps the fingerprints of findings whose line moves, and changes them with the line', () => {
    const prints = (text: string, line: number) =>
      results(text, line).map(
        (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0],
      );
    const [first, second] = prints('a: 10\n', 1);
    expect(first).toMatch(/^[0-9a-f]{16}:1$/);
    expect(second).toBe(String(first).replace(/1$/, '2'));
    expect(prints('x: 1\n\n  a:  10\n', 3)).toEqual([first, second]);
    expect(prints('a: 11\n', 1)).not.toContain(first);
  });

  it('describes each rule once, with its page', () => {
    const { rules } = JSON.parse(renderSarif(report([diagnostic(), diagnostic()]))).runs[0].tool.driver;
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ id: 'shape/type', defaultConfiguration: { level: 'error' } });
    expect(rules[0].helpUri).toMatch(/\/docs\/rules\/shape\/type\.md$/);
  });
});

describe('the Markdown renderer', () => {
  it('lists errors first, with the rule and what to write', () => {
    const warning = diagnostic({ severity: 'warning', help: 'Write "10".' });
    expect(renderMarkdown(report([warning, diagnostic()]))).toMatchInlineSnapshot(`
      "**1 error, 1 warning** in 2 files.

      | | Where | What |
      | --- | --- | --- |
      | error | <code>rollouts/a.yaml&#58;2&#58;4</code> | a must be a string ([shape/type](https://github.com/iot-rollouts/iot-rollouts/blob/main/docs/rules/shape/type.md)) |
      | warning | <code>rollouts/a.yaml&#58;2&#58;4</code> | a must be a string<br>Write &#34;10&#34;. ([shape/type](https://github.com/iot-rollouts/iot-rollouts/blob/main/docs/rules/shape/type.md)) |
      "
    `);
  });

  it('folds what is behind the first twenty, and counts what is behind two hundred more', () => {
    const markdown = renderMarkdown(report(Array.from({ length: 230 }, () => diagnostic())));
    const [open = '', folded = ''] = markdown.split('<details>');
    expect(open.match(/^\| error/gm)).toHaveLength(20);
    expect(folded.match(/^\| error/gm)).toHaveLength(200);
    expect(markdown).toContain('<summary>200 more</summary>');
    expect(markdown).toContain('10 more are not listed here.');
  });

  it('stays small however long a message is', () => {
    const message = '|'.repeat(100_000);
    expect(
      renderMarkdown(report(Array.from({ length: 300 }, () => diagnostic({ message, help: message })))).length,
    ).toBeLessThan(1024 * 1024);
  });
});

describe('a report of very many findings', () => {
  const many = (file: string, count: number, severity: Diagnostic['severity'] = 'warning') =>
    Array.from({ length: count }, (_, index) => diagnostic({ file, severity, message: `${severity} ${index}` }));

  it('shows the first hundred of a file, errors before warnings, and says how many more there are', () => {
    const found = report([...many('a.yaml', 150), ...many('a.yaml', 60, 'error'), ...many('b.yaml', 2)]);
    const text = renderPretty(found, { color: false });
    expect(text.match(/: error:/g)).toHaveLength(60);
    expect(text.match(/: warning:/g)).toHaveLength(40 + 2);
    expect(text).toContain('110 more warnings are not shown: at most 100 of a file are, and 1000 in all\n');
    expect(text).toContain('60 errors, 152 warnings');
    expect(JSON.parse(renderJson(found))).toMatchObject({ errors: 60, warnings: 152, omitted: 110 });
    expect(JSON.parse(renderJson(found)).diagnostics).toHaveLength(102);
    const [run] = JSON.parse(renderSarif(found)).runs;
    expect(run.results).toHaveLength(102);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('110 more warnings are not shown');
  });

  it('shows a person a thousand in all', () => {
    const files = Array.from({ length: 30 }, (_, index) => many(`${index}.yaml`, 50)).flat();
    const text = renderPretty(report([...files, diagnostic({ file: 'z.yaml' })]), { color: false });
    expect(text.match(/: warning:/g)).toHaveLength(999);
    expect(text.match(/: error:/g)).toHaveLength(1);
    expect(text).toContain('501 more warnings are not shown');
  });
});
