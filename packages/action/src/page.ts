/**
 * The plan as one page of Markdown, for the comment on a pull request and for the job summary: verdict, changes with what
 * cannot be taken back first, how new jobs spread, edits, findings, and what was compared with what. Pure.
 */
import { type Change, type Edit, type Plan, planVerdict, shortDigest } from '@iot-rollouts/reconcile';
import { type Diagnostic, isRuleId, markdownCode, markdownText, rulePage } from '@iot-rollouts/validation';
import { type Curve, mermaidChart } from './chart.js';
import { fitSections, type Section } from './fit.js';
import { byImportance } from './importance.js';
import type { LineLink } from './links.js';

export interface PlanPage {
  readonly environment: string | undefined;
  /** Said instead of what the merge would do. */
  readonly headline?: string;
  /** Why there is no plan, where that is not said by what is wrong with the manifests. */
  readonly failure?: string;
  /** Undefined when the manifests have errors of their own, so that nothing can be planned. */
  readonly plan: Plan | undefined;
  /** What the commit is that the plan was compared with: `the last one applied to production`. */
  readonly baseIs?: string;
  /** Why the merge may be compared with another one. */
  readonly doubt?: string;
  /** What is wrong with the manifests and with the plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** Curves of new jobs, by name. */
  readonly curves: ReadonlyMap<string, Curve>;
  readonly link: LineLink;
  /** Where the rest is told, as Markdown: `in the job summary`. */
  readonly elsewhere: string;
}

/** The page in at most so many bytes of UTF-8. */
export function renderPage(page: PlanPage, maxBytes: number): string {
  const shown = page.plan === undefined ? [] : byImportance(page.plan);
  return fitSections(
    [
      fixed(`**${verdict(page)}**\n`),
      changesSection(shown, page),
      forecastsSection(shown, page),
      editsSection(shown, page),
      findingsSection(page),
      fixed(page.failure === undefined ? '' : `\nSee ${page.elsewhere}.\n`),
      fixed(page.plan === undefined ? '' : `\n${basis(page.plan, page)}\n`),
    ],
    maxBytes,
  );
}

/** What must stand whatever the size. */
function fixed(text: string): Section {
  return { head: '', items: [text], tail: '', omitted: () => '', floor: Number.POSITIVE_INFINITY };
}

function verdict({ environment, headline, failure, plan, diagnostics }: PlanPage): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const where = environment === undefined ? '' : `${markdownText(clipped(environment))}: `;
  const counts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((text) => text !== '').join(', ');
  if (failure !== undefined) return `${where}${markdownText(clipped(failure))}`;
  if (plan === undefined) return `${where}Cannot be planned: ${counts}.`;
  return `${where}${markdownText(headline ?? planVerdict(plan))}${counts === '' ? '' : ` ${counts}.`}`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function changesSection(shown: readonly Change[], { link, elsewhere }: PlanPage): Section {
  return {
    head: '\n| | What | Where | Why |\n| --- | --- | --- | --- |\n',
    items: shown.map((change) => {
      const what = `${change.kind} ${markdownCode(clipped(change.name))}`;
      return `| ${actionText(change)} | ${what} | ${place(change, link)} | ${markdownText(clipped(change.reason))} |\n`;
    }),
    tail: '',
    omitted: (count) => `\n${counted(count, 'more change')}: see ${elsewhere}.\n`,
    floor: 16_000,
  };
}

function actionText(change: Change): string {
  if (change.action === 'orphan' && change.prune !== undefined) return `**${change.prune}**`;
  return change.action === 'replace' || change.action === 'cancel' ? `**${change.action}**` : change.action;
}

/** More charts than this make a page that nobody reads to its end. */
const chartsMax = 6;

function forecastsSection(shown: readonly Change[], { curves, elsewhere }: PlanPage): Section {
  let charts = 0;
  const items = shown.flatMap((change) => {
    if (change.kind !== 'Job' || change.action !== 'create' || change.forecast === undefined) return [];
    const sentence = `\n${markdownCode(clipped(change.name))}${targets(change)} ${markdownText(clipped(change.forecast.sentence))}\n`;
    const curve = charts < chartsMax ? curves.get(change.name) : undefined;
    if (curve === undefined) return [sentence];
    charts += 1;
    return [`${sentence}\n${mermaidChart(curve)}`];
  });
  return {
    head: '',
    items,
    tail: '',
    omitted: (count) => `\n${counted(count, 'more forecast')}: see ${elsewhere}.\n`,
    floor: 12_000,
  };
}

/** At most so many targets of a job are named. */
const targetsMax = 5;

/** Which groups a new job goes to, and how many things each has now. */
function targets({ reach }: Extract<Change, { readonly kind: 'Job'; readonly action: 'create' }>): string {
  if (reach === undefined || reach.length === 0) return '';
  const names = reach.slice(0, targetsMax).map(({ target, things }) => {
    const count = things === null || !target.includes('thinggroup/') ? '' : ` (${counted(things, 'thing') || 'empty'})`;
    return `${markdownText(clipped(target, 140))}${count}`;
  });
  const more = reach.length > targetsMax ? ` and ${reach.length - targetsMax} more` : '';
  return ` to ${names.join(', ')}${more}:`;
}

/** Bytes that one change's edits may take. */
const editsMax = 6_000;

function editsSection(shown: readonly Change[], { elsewhere }: PlanPage): Section {
  const items = shown
    .filter(({ edits }) => edits.length > 0)
    .map((change) => {
      const summary = `${change.kind} ${markdownText(clipped(change.name))}: ${counted(change.edits.length, 'edit')}`;
      const list: Section = {
        head: `\n<details><summary>${summary}</summary>\n\n`,
        items: change.edits.map((edit) => `- ${editText(edit)}\n`),
        tail: '',
        omitted: (count) => `- and ${counted(count, 'more edit')}\n`,
        floor: 0,
      };
      return `${fitSections([list], editsMax)}\n</details>\n`;
    });
  return {
    head: '',
    items,
    tail: '',
    omitted: (count) => `\nEdits of ${counted(count, 'more change')}: see ${elsewhere}.\n`,
    floor: 8_000,
  };
}

function editText({ pointer, before, after, note }: Edit): string {
  const field = markdownCode(clipped(pointer.replace(/^\/spec\//, '').replaceAll('/', '.')));
  const values =
    before === undefined && after === undefined ? '' : `: ${markdownText(`${value(before)} → ${value(after)}`)}`;
  return `${field}${values}. ${markdownText(clipped(note))}`;
}

function value(it: unknown): string {
  return it === undefined ? 'not set' : clipped(JSON.stringify(it), 120);
}

function findingsSection({ diagnostics, link, elsewhere }: PlanPage): Section {
  const worstFirst = [...diagnostics].sort((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'));
  return {
    head: '\n| | Where | Finding |\n| --- | --- | --- |\n',
    items: worstFirst.map(({ severity, rule, file, range, message, help }) => {
      const said = [message, ...(help === undefined ? [] : [help])].map((text) => markdownText(clipped(text)));
      const page = isRuleId(rule) ? ` ([${rule}](${rulePage(rule)}))` : '';
      return `| ${severity} | ${place({ file, ...(range && { range }) }, link)} | ${said.join('<br>')}${page} |\n`;
    }),
    tail: '',
    omitted: (count) => `\n${counted(count, 'more finding')}: see ${elsewhere}.\n`,
    floor: 16_000,
  };
}

function place({ file, range }: Pick<Diagnostic, 'file' | 'range'>, link: LineLink): string {
  if (file === '') return '';
  const text = range === undefined ? file : `${clipped(file)}:${range.start.line}:${range.start.column}`;
  const code = markdownCode(clipped(text));
  const url = link(file, range);
  return url === undefined ? code : `[${code}](${url})`;
}

/** At most so many names of jobs that are not started. */
const namedMax = 10;

/** What needs nothing, what was compared with what, and the plan's digest, by which the merge's plan is recognised. */
function basis(plan: Plan, { baseIs, doubt }: PlanPage): string {
  const { base, head, region, account } = plan.basis;
  const quiet = plan.changes.length - byImportance(plan).length;
  const absent = plan.changes.filter((it) => it.action === 'settled' && 'inAws' in it && it.inAws === false);
  const names = absent.slice(0, namedMax).map(({ name }) => markdownCode(clipped(name, 64)));
  const more = absent.length > namedMax ? ` and ${absent.length - namedMax} more` : '';
  const is = baseIs === undefined ? '' : `, ${markdownText(clipped(baseIs))},`;
  const git =
    base === null
      ? 'with nothing in Git (everything counts as new)'
      : `with commit ${markdownCode(base.slice(0, 7))}${is}`;
  const aws =
    region === null ? '; AWS was not asked' : ` and with AWS (${accountText(account)}${markdownText(region)})`;
  const whyAbsent =
    doubt === undefined
      ? 'Not in AWS, and not new, so not started:'
      : 'Not in AWS, and not new since that commit, but started by the merge if they were never applied:';
  const what = head === null ? 'Compared' : `Commit ${markdownCode(head.slice(0, 7))} compared`;
  return [
    ...(quiet === 0 ? [] : [`${counted(quiet, 'resource')} unchanged or settled.`]),
    ...(absent.length === 0 ? [] : [`${whyAbsent} ${names.join(', ')}${more}.`]),
    // It matters where jobs could be missing: those that are, and all of them where AWS was not asked.
    ...(doubt === undefined || (absent.length === 0 && region !== null) ? [] : [markdownText(clipped(doubt))]),
    `${what} ${git}${aws}. Plan ${markdownCode(shortDigest(plan.digest))}.`,
  ].join(' ');
}

function accountText(account: string | null): string {
  return account === null ? '' : `account ${markdownText(account)}, `;
}

/** Characters of a text that are shown; none is long enough alone to push the others off the page. */
const textMax = 300;

function clipped(text: string, max = textMax): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max).join('')}…`;
}
