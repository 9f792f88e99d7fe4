import type { Change, Edit, Plan } from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, mermaidChart } from '../src/chart.js';
import { commentTextMax } from '../src/github/sticky-comment.js';
import { byImportance } from '../src/importance.js';
import { lineLinks } from '../src/links.js';
import { type PlanPage, renderPage } from '../src/page.js';

const commit = 'c'.repeat(40);
const context = {
  owner: 'example',
  repo: 'firmware',
  apiUrl: 'https://api.github.com',
  serverUrl: 'https://github.com',
  runUrl: 'https://github.com/example/firmware/actions/runs/7',
  runId: 7,
};

/** Text that means something to Markdown, HTML, the runner or GitHub, or is long. */
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  fc.constantFrom(
    '<!-- iot-rollouts:plan: -->',
    '-->',
    '::error::x',
    '@everyone',
    '](https://example.com)',
    '|',
    '```',
  ),
  fc.string({ unit: 'grapheme', minLength: 400, maxLength: 800 }),
  fc.integer({ min: 200, max: 20_000 }).map((length) => '@a#1<'.repeat(length)),
);

const range = fc
  .record({ line: fc.integer({ min: 1, max: 9999 }), column: fc.integer({ min: 1, max: 99 }) })
  .map(({ line, column }) => ({ start: { line, column }, end: { line, column: column + 1 } }));

const edit: fc.Arbitrary<Edit> = fc.record({
  pointer: hostile.map((text) => `/spec/${text}`),
  before: fc.option(hostile, { nil: undefined }),
  after: hostile,
  effect: fc.constantFrom('in-place', 'cannot-change'),
  note: hostile,
});

/** A change as a renderer sees it: what would be sent to AWS is of no interest here. */
const change = fc
  .record({
    kind: fc.constantFrom('Job', 'JobTemplate'),
    action: fc.constantFrom('create', 'update', 'replace', 'none', 'settled', 'drift', 'conflict', 'orphan'),
    name: hostile,
    file: hostile,
    range: fc.option(range, { nil: undefined }),
    reason: hostile,
    edits: fc.array(edit, { maxLength: 12 }),
    prune: fc.option(fc.constantFrom('cancel', 'delete'), { nil: undefined }),
    forecast: fc.option(
      hostile.map((sentence) => ({ sentence, numbers: {} })),
      { nil: undefined },
    ),
  })
  // Actions and their steps are drawn apart from each other, so that their types do not pair up.
  .map((it) => it as unknown as Change);

const diagnostic: fc.Arbitrary<Diagnostic> = fc
  .record({ severity: fc.constantFrom('error', 'warning'), message: hostile, help: hostile, file: hostile, range })
  .map((it) => ({ ...it, rule: 'plan/conflict', related: [] }) as Diagnostic);

const plan: fc.Arbitrary<Plan> = fc
  .record({
    changes: fc.array(change, { maxLength: 60 }),
    source: hostile,
    account: fc.constantFrom(null, '123456789012'),
  })
  .map(({ changes, source, account }) => ({
    formatVersion: 1,
    basis: { source, base: commit, head: commit, region: 'eu-west-1', account },
    options: {},
    digest: 'd'.repeat(64),
    changes,
    diagnostics: [],
  }));

const curve: Curve = {
  minutes: 90,
  devices: Array.from({ length: 25 }, (_, k) => k * 4000),
  exposure: 1200,
  hasWindows: true,
};

const page: fc.Arbitrary<PlanPage> = fc
  .record({
    plan: fc.option(plan, { nil: undefined }),
    diagnostics: fc.array(diagnostic, { maxLength: 60 }),
    environment: fc.option(hostile, { nil: undefined }),
  })
  .map(({ plan, diagnostics, environment }) => ({
    plan,
    diagnostics,
    environment,
    curves: new Map((plan?.changes ?? []).map(({ name }) => [name, curve])),
    link: lineLinks(context, commit),
    elsewhere: `[the job summary](${context.runUrl})`,
  }));

describe('the page', () => {
  it('is shorter than a comment may be, whatever the plan', () => {
    fc.assert(
      fc.property(page, (it) => {
        const text = renderPage(it, commentTextMax);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(commentTextMax);
        expect(text).toMatch(/^\*\*/);
        if (it.plan !== undefined) expect(text).toContain('Plan <code>dddddddddddd</code>.');
      }),
      { numRuns: 60 },
    );
  });

  it('shows the most important changes: what is left out comes after what is shown', () => {
    fc.assert(
      fc.property(page, (it) => {
        if (it.plan === undefined) return;
        const [whole, cut] = [10_000_000, commentTextMax].map((max) => rowsOf(renderPage(it, max)));
        expect(whole).toHaveLength(byImportance(it.plan).length);
        expect(whole?.slice(0, cut?.length)).toEqual(cut);
        if (whole?.length !== 0) expect(cut?.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('holds no HTML, mention, link or fence but its own', () => {
    fc.assert(
      fc.property(page, (it) => {
        const own =
          /<\/?(?:code|details|summary)>|<br>|\]\(https:\/\/github\.com\/[\w./%#&;=:-]*\)|^```mermaid\n[^`]*^```$/gm;
        expect(renderPage(it, commentTextMax).replaceAll(own, '')).not.toMatch(/[<>`]|\]\(|@\w|^::/m);
      }),
      { numRuns: 60 },
    );
  });

  it('shows what is taken away first, then what starts, then what cannot be', () => {
    const changes = [
      { action: 'settled', edits: [{}] },
      { action: 'drift' },
      { action: 'update' },
      { action: 'none' },
      { action: 'conflict' },
      { action: 'create' },
      { action: 'replace', kind: 'JobTemplate' },
      { action: 'orphan' },
      { action: 'orphan', prune: 'cancel' },
      // Only what the order is decided by.
    ].map((it) => ({ kind: 'Job', edits: [], ...it }) as unknown as Change);
    const shown = byImportance({ changes } as unknown as Plan);
    expect(shown.map((it) => ('prune' in it ? it.prune : it.action))).toEqual([
      'replace',
      'cancel',
      'create',
      'conflict',
      'update',
      'drift',
      'orphan',
      'settled',
    ]);
  });
});

describe('the chart', () => {
  it('is a Mermaid chart with as many points as it has times', () => {
    expect(mermaidChart(curve).split('\n')).toEqual([
      '```mermaid',
      expect.stringContaining('%%{init:'),
      'xychart-beta',
      '  title "Devices notified; a bad image reaches 1,200 (red)"',
      '  x-axis "minutes of open windows" 0 --> 90',
      '  y-axis "devices" 0 --> 96000',
      expect.stringMatching(/^ {2}line \[0, 4000(, \d+){23}\]$/),
      expect.stringMatching(/^ {2}line \[1200(, 1200){24}\]$/),
      '```',
      '',
    ]);
  });
});

/** The rows of the first table. */
function rowsOf(text: string): readonly string[] {
  const table = /\| \| What \|[^\n]*\n[^\n]*\n((?:\|[^\n]*\n)*)/.exec(text)?.[1] ?? '';
  return table.split('\n').slice(0, -1);
}
