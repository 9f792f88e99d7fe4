import { describe, expect, it } from 'vitest';
import { checkManifests, parseFile } from '../src/index.js';

/** A job whose timeout is out of range in the line behind `comments`; `before` stands in its document. */
function jobWith(comments: string, before = '{}'): string {
  return `apiVersion: iot-rollouts/v1
kind: Job
metadata: { name: a }
spec:
  targets: [thing/lab]
  document: ${before}
  timeoutConfig:
${comments}    inProgressTimeoutInMinutes: 20000
`;
}

/** Rules and lines of what is said, without what the manifest's other parts give rise to. */
function said(text: string): readonly string[] {
  const { diagnostics } = checkManifests([parseFile('a.yaml', text)], new Map());
  return diagnostics
    .filter(({ rule }) => /^(timeout|suppression|yaml)\//.test(rule))
    .map(({ rule, range }) => `${rule}:${range?.start.line}`);
}

const comment = '# iot-rollouts-disable-next-line timeout/range agreed with the lab\n';

describe('a comment that silences', () => {
  it('takes away the finding of its rule in the next line, so that the manifest is built', () => {
    expect(said(jobWith(''))).toEqual(['timeout/range:8']);
    const text = jobWith(`    ${comment}`);
    expect(said(text)).toEqual([]);
    expect(checkManifests([parseFile('a.yaml', text)], new Map()).value).toHaveLength(1);
  });

  it('counts in any indentation and with any line ends', () => {
    expect(said(jobWith(comment))).toEqual([]);
    expect(said(jobWith(`\t ${comment}`).replaceAll('\n', '\r\n'))).toEqual([]);
    expect(said(jobWith(`    #${comment.slice(2)}`))).toEqual([]);
  });

  it('can be stacked: each speaks of the line below the stack', () => {
    const other = '# iot-rollouts-disable-next-line yaml/leading-zero the device counts so\n';
    const text = jobWith(`    ${other}    ${comment}`).replace('20000', '020000');
    expect(said(jobWith(`    ${comment}`).replace('20000', '020000'))).toEqual(['yaml/leading-zero:9']);
    expect(said(text)).toEqual([]);
    expect(said(jobWith(`    ${comment}    ${other}`).replace('20000', '020000'))).toEqual([]);
  });

  it('reaches no other line, and is then reported as unused', () => {
    expect(said(jobWith(`    ${comment}\n`))).toEqual(['suppression/unused:8', 'timeout/range:10']);
    expect(said(jobWith(`    ${comment}    ${comment}`))).toEqual(['suppression/unused:9']);
  });

  it('is none inside a text', () => {
    expect(said(jobWith('', `|\n    ${comment}    {}`))).toEqual(['timeout/range:10']);
    expect(said(jobWith('', `"{}\n    ${comment}    "`))).toEqual(['timeout/range:10']);
  });

  it('speaks of the whole text that is opened in the next line, because in a text it would be part of it', () => {
    const plain = '# iot-rollouts-disable-next-line document/plain-http only in the lab\n';
    const document = (opening: string) =>
      `  document: ${opening}\n    {\n      "a": "http://example.com/a",\n\n      "b": "http://example.com/b"\n    }\n\n`;
    const job = (before: string, opening: string) =>
      jobWith('').replace('  document: {}\n', `${before}${document(opening)}`);
    const about = (text: string) =>
      checkManifests([parseFile('a.yaml', text)], new Map())
        .diagnostics.filter(({ rule }) => /^(document|suppression)\//.test(rule))
        .map(({ rule, range }) => `${rule}:${range?.start.line}`);
    expect(about(job('', '|'))).toEqual(['document/plain-http:8', 'document/plain-http:10']);
    for (const opening of ['|', '>', '|2-', '&text |+ # {}']) {
      const text = job(`  ${plain}`, opening);
      expect(about(text)).toEqual([]);
      expect(about(text.replaceAll('\n', '\r\n'))).toEqual([]);
    }
    expect(about(job(`\n${plain}\n`, '|'))).toEqual([
      'suppression/unused:7',
      'document/plain-http:11',
      'document/plain-http:13',
    ]);
    // What comes behind the text is no part of it.
    const timeout = job(`  ${comment}`, '|')
      .replace('  timeoutConfig:\n    in', '  timeoutConfig: { in')
      .replace('20000', '20000 }');
    expect(said(timeout)).toEqual(['suppression/unused:6', 'timeout/range:14']);
  });

  it('is none behind a value or in other words, and is told so', () => {
    expect(said(jobWith('').replace('timeoutConfig:', `timeoutConfig: ${comment.trim()}`))).toEqual([
      'suppression/form:7',
      'timeout/range:8',
    ]);
    for (const word of ['lines ', 'line: ']) {
      expect(said(jobWith(`    ${comment.replace('line ', word)}`))).toEqual(['suppression/form:8', 'timeout/range:9']);
    }
    const other = comment.replace('next-line', 'line');
    expect(said(jobWith('').replace('20000', `20000 ${other.trim()}`))).toEqual([
      'timeout/range:8',
      'suppression/form:8',
    ]);
  });

  it('is not meant where a text or another comment speaks of one', () => {
    expect(said(jobWith('', `{ a: "# iot-rollouts-disable-line x" }`))).toEqual(['timeout/range:8']);
    expect(said(jobWith('    # see iot-rollouts-disable-line\n'))).toEqual(['timeout/range:9']);
  });

  it('that names no rule, or a misspelt one, or gives no reason, is told so', () => {
    const words = '    # iot-rollouts-disable-next-line';
    expect(said(jobWith(`${words}\n`))).toEqual(['suppression/unknown-rule:8', 'timeout/range:9']);
    expect(said(jobWith(`${words} timeout/rang x\n`))).toEqual(['suppression/unknown-rule:8', 'timeout/range:9']);
    expect(said(jobWith(`${words} constructor x\n`))).toEqual(['suppression/unknown-rule:8', 'timeout/range:9']);
    expect(said(jobWith(`${words} timeout/range\n`))).toEqual(['suppression/no-reason:8']);
  });

  it('hides nothing that keeps a manifest from being understood', () => {
    const text = jobWith('    # iot-rollouts-disable-next-line shape/type because\n').replace('20000', 'long');
    const { value, diagnostics } = checkManifests([parseFile('a.yaml', text)], new Map());
    expect(diagnostics.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['shape/type', 'suppression/fixed-rule']),
    );
    expect(value).toEqual([]);
  });

  it('is read in time that grows with the text, in any number of lines with any line ends', () => {
    const many = `    ${comment}`.repeat(15_000);
    expect(said(jobWith(many))).toHaveLength(14_999);
    expect(said(jobWith(many).replaceAll('\n', '\r'))).toHaveLength(14_999);
  });

  it('is read once in a line of very many', () => {
    const line = `# iot-rollouts-disable-next-line ${'iot-rollouts-disable-next-line '.repeat(30_000)}\n`;
    expect(said(jobWith(line))).toEqual(['suppression/unknown-rule:8', 'timeout/range:9']);
  });
});
