/** Plans and reports as people see them. `UPDATE=1` rewrites the golden files; read the difference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { markdownCode, markdownText } from '@iot-rollouts/validation';
import { describe, expect, test } from 'vitest';
import { type ApplyEvent, type ApplyReport, emptyReport, foldReport } from '../src/apply/event.js';
import type { Change, Plan } from '../src/plan/plan.js';
import { renderPlanMarkdown, renderReportMarkdown } from '../src/render/plan-markdown.js';
import { renderEventPretty, renderPlanPretty, renderReportPretty } from '../src/render/plan-pretty.js';
import { renderStatusPretty } from '../src/render/status-pretty.js';
import { planVerdict } from '../src/render/summary.js';
import { jobStatus } from '../src/status.js';
import { held, plan } from './support/in-memory.js';
import { file, job, template } from './support/manifests.js';

const noColor = { color: false };

/** One plan with every action in it. */
function everyAction(): Plan {
  const timeout = { timeoutConfig: { inProgressTimeoutInMinutes: 5 } };
  const started = [job('edited'), job('drifted'), job('equal'), job('retargeted'), job('stopped'), job('foreign')];
  const ended = [job('ended', { description: 'Before' })];
  const removed = [job('removed')];
  const templates = [
    template('changed'),
    template('equal-template'),
    template('retagged'),
    template('removed-template'),
  ];
  const base = file(...templates, job('long-gone'), ...started, ...ended, ...removed).replaceAll(
    job('drifted'),
    job('drifted', timeout),
  );
  const head = file(
    template('changed', { jobExecutionsRolloutConfig: { maximumPerMinute: 10 } }),
    template('equal-template'),
    template('retagged', { tags: { team: 'climate' } }),
    template('new-template'),
    job('long-gone'),
    job('edited', timeout),
    job('drifted', timeout),
    job('equal'),
    job('retargeted', { targets: ['thing/lab-2'] }),
    job('stopped', { cancel: { reasonCode: 'BAD_IMAGE', force: true } }),
    job('foreign'),
    job('ended', { description: 'After' }),
    job('new-job', { template: 'new-template', targets: ['thinggroup/eu', 'thing/lab-1'] }),
  );
  const aws = [
    ...held(file(...templates, ...started.slice(0, -1), ...removed)),
    ...held(job('foreign'), { source: 'acme/other' }),
    ...held(file(...ended), { status: 'COMPLETED' }),
  ];
  return plan({ head, base, aws, options: { prune: ['cancel'] } });
}

function golden(name: string, text: string): void {
  const path = new URL(`golden/${name}`, import.meta.url);
  if (process.env.UPDATE === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe('a plan with every action', () => {
  test('has every action', () => {
    const actions = new Set(everyAction().changes.map(({ action }) => action));
    expect([...actions].sort()).toEqual(
      ['cancel', 'conflict', 'create', 'drift', 'none', 'orphan', 'replace', 'settled', 'update'].sort(),
    );
  });
  test('for the terminal', () => golden('plan.txt', renderPlanPretty(everyAction(), noColor)));
  test('as Markdown', () => golden('plan.md', renderPlanMarkdown(everyAction())));
});

describe('a plan that does nothing', () => {
  const equal = plan({ head: job('equal'), aws: held(job('equal')) });
  test('says so, in both forms', () => {
    expect(planVerdict(equal)).toBe('Nothing to do.');
    expect(renderPlanPretty(equal, noColor)).toContain('1 resource unchanged or settled.');
    expect(renderPlanMarkdown(equal)).not.toContain('|');
  });
});

const subject = { kind: 'Job', name: 'fw-1', action: 'create', file: 'rollouts/fleet.yaml' } as const;
const range = { start: { line: 3, column: 19 }, end: { line: 3, column: 25 } };
const error = { operation: 'CreateJob', code: 'LimitExceededException', message: 'Too many.', requestId: 'r-1' };
const events: readonly ApplyEvent[] = [
  { type: 'started', ...subject },
  { type: 'succeeded', ...subject, arn: 'arn:aws:iot:eu-west-1:123456789012:job/fw-1' },
  { type: 'succeeded', ...subject, name: 'fw-2', arn: 'arn', note: 'was created by an earlier call' },
  { type: 'failed', ...subject, name: 'fw-3', range, error },
  { type: 'skipped', ...subject, name: 'fw-4', cause: { kind: 'JobTemplate', name: 'standard' } },
  { type: 'not-started', ...subject, name: 'fw-5' },
  { type: 'succeeded', ...subject, name: 'fw-6', action: 'orphan', arn: '' },
];

function reportOf(list: readonly ApplyEvent[]): ApplyReport {
  return list.reduce(foldReport, emptyReport(everyAction()));
}

describe('what an apply did', () => {
  test('event by event for the terminal', () => {
    const lines = events.map((event) => renderEventPretty(event, noColor));
    golden('events.txt', `${[...lines, renderReportPretty(reportOf(events), noColor)].join('\n')}\n`);
  });
  test('as Markdown, failures first', () => golden('report.md', renderReportMarkdown(reportOf(events))));
  test('nothing, in both forms', () => {
    expect(renderReportPretty(reportOf([]), noColor)).toBe('Nothing to do.');
    expect(renderReportMarkdown(reportOf([]))).toMatch(/^\*\*Nothing to do\.\*\* Plan [0-9a-f]{12}\.\n$/);
  });
});

/** What a stranger might write into a name, a target or a message, or AWS might answer. */
const hostile = [
  '| cell | cell |',
  '`code` **bold** _it_ ~~no~~',
  '<img src=x onerror=alert(1)> </details> <script>',
  '@octocat #1 @org/team',
  '<!-- iot-rollouts -->',
  'line\n::error::pwned\r\n::warning file=x::y',
  '\u001b[2J\u001b[31mred\u0007',
  '\u202Egnihton\u2066 \u200F\u061C',
  '[click](javascript:x) ![i](http://evil) www.evil.example https://evil.example',
  '\u2028# heading\u2029- item\u0085x',
  '&#64;octocat &lt;b&gt; \\| \\`',
];

/** A plan and events whose every free text is the hostile one. */
function poisoned(text: string): { readonly changes: Plan; readonly list: readonly ApplyEvent[] } {
  const edit = {
    pointer: `/spec/tags/${text}`,
    before: text,
    after: { [text]: text },
    effect: 'in-place',
    note: text,
  } as const;
  const changes = everyAction().changes.map((change): Change => {
    const forecast = change.kind === 'Job' && change.action === 'create' ? change.forecast : undefined;
    const told = { ...change, name: text, file: text, reason: `It: ${text}`, edits: [edit] };
    return (forecast === undefined ? told : { ...told, forecast: { ...forecast, sentence: text } }) as Change;
  });
  const fault = { operation: text, code: text, message: text, requestId: text };
  const bad = { ...subject, name: text, file: text };
  return {
    changes: { ...everyAction(), changes },
    list: [
      { type: 'failed', ...bad, error: fault },
      { type: 'skipped', ...bad, cause: { kind: 'Job', name: text } },
      { type: 'succeeded', ...bad, arn: text, note: text },
    ],
  };
}

/** The structure of Markdown that we write ourselves: what is left when all text is taken out. */
function structure(markdown: string): readonly string[] {
  return markdown.match(/[<>|`\n]|\*\*/g) ?? [];
}

describe.each(hostile)('text cannot break out: %j', (text) => {
  test('of Markdown: structure is as with harmless text, and no character of markup is left', () => {
    const harmless = poisoned('word');
    const { changes, list } = poisoned(text);
    expect(structure(renderPlanMarkdown(changes))).toEqual(structure(renderPlanMarkdown(harmless.changes)));
    expect(structure(renderReportMarkdown(reportOf(list)))).toEqual(
      structure(renderReportMarkdown(reportOf(harmless.list))),
    );
    for (const rendered of [markdownText(text), markdownCode(text).slice(6, -7)]) {
      expect(rendered.replace(/&#\d+;/g, '')).not.toMatch(/[<>|`*_[\](){}~@#:!\\"'$&]/);
      expect(rendered).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      expect(rendered).not.toMatch(/&#(?:64|35);\w/);
      expect(rendered).not.toMatch(/www\./);
    }
  });

  test('of the terminal: no line is added, no line is a command, no control is left', () => {
    const harmless = poisoned('word');
    const { changes, list } = poisoned(text);
    const status = (comment: string) =>
      jobStatus(`job ${comment}`, { jobArn: 'a', jobId: 'fw', status: 'CANCELED', comment });
    const render = (it: ReturnType<typeof poisoned>, comment: string) =>
      [
        renderPlanPretty(it.changes, noColor),
        ...it.list.map((event) => renderEventPretty(event, noColor)),
        renderStatusPretty([status(comment)], noColor),
      ].join('\n');
    const output = render({ changes, list }, text);
    expect(output.split('\n')).toHaveLength(render(harmless, 'word').split('\n').length);
    // A runner reads a command behind leading white space too.
    expect(output).not.toMatch(/^\s*::/m);
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });
});

test('a comment of whoever cancelled a job is no command of a GitHub runner', () => {
  const status = jobStatus('fw-1', { jobArn: 'a', jobId: 'fw-1', status: 'CANCELED', comment: '::add-mask::x' });
  expect(renderStatusPretty([status], noColor)).not.toMatch(/^\s*::/m);
});
