/**
 * Comments that silence one finding: `# iot-rollouts-disable-next-line RULE reason`.
 *
 * Such a comment stands alone on its line and speaks of the next line that is not one itself, so that several can be
 * stacked; where a block scalar begins in that line, it speaks of the block too. What cannot be silenced, is misspelt or
 * silences nothing is said, because nobody would notice otherwise.
 */
import { nearestName } from '@iot-rollouts/schemas';
import { EVENT_ID, type Event, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { Diagnostic } from './diagnostic.js';
import { type RuleId, ruleTable } from './rule-table.js';
import { familyOf, isFixed, isRuleId } from './severity.js';
import type { SourceText } from './source-text.js';
import { suppressionBeginning } from './suppression-beginning.js';

const words = 'iot-rollouts-disable-next-line';

/** One comment. Offsets are of the file's text. */
interface Suppression {
  readonly source: SourceText;
  /** The line that it speaks of. */
  readonly line: number;
  readonly rule: string;
  readonly hasReason: boolean;
  /** From the # to the end of the comment. */
  readonly comment: Span;
  /** The rule's id; without one, the comment. */
  readonly id: Span;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The comments of some files, and which of them have silenced something. */
export interface Silencer {
  /** The diagnostics that no comment silences. */
  readonly audible: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];
  /** What is wrong with the comments, once everything but the base has been asked: the unused ones too. */
  readonly complaints: () => readonly Diagnostic[];
  /** The unused comments for rules about the base, once it has been asked. */
  readonly complaintsAboutBase: () => readonly Diagnostic[];
}

/** The comments in these files; a file that cannot be parsed has none. */
export function silencerOf(sources: Iterable<SourceText>): Silencer {
  const byPlace = new Map<string, Suppression>();
  const blockLines = new Map<string, ReadonlyMap<number, number>>();
  const all: Suppression[] = [];
  const malformed: Diagnostic[] = [];
  for (const source of sources) {
    if (!source.text.includes(suppressionBeginning)) continue;
    const { right, wrong, blocks } = commentsIn(source.text);
    blockLines.set(source.file, linesOfBlocks(source, blocks));
    malformed.push(...wrong.map((comment) => malformedComment(source, comment)));
    for (const suppression of suppressionsIn(source, right)) {
      const key = placeKey(source.file, suppression.line, suppression.rule);
      if (!byPlace.has(key)) byPlace.set(key, suppression);
      all.push(suppression);
    }
  }
  const used = new Set<Suppression>();
  const isSilenced = ({ rule, file, range }: Diagnostic): boolean => {
    if (range === undefined || !isRuleId(rule) || isFixed(rule)) return false;
    const { line } = range.start;
    const above = blockLines.get(file)?.get(line) ?? line;
    const suppression = byPlace.get(placeKey(file, line, rule)) ?? byPlace.get(placeKey(file, above, rule));
    if (suppression !== undefined) used.add(suppression);
    return suppression !== undefined;
  };
  return {
    audible: (diagnostics) =>
      all.length === 0 ? diagnostics : diagnostics.filter((diagnostic) => !isSilenced(diagnostic)),
    complaints: () => [
      ...malformed,
      ...all.flatMap((suppression) => complaintAbout(suppression, used.has(suppression)) ?? []),
    ],
    complaintsAboutBase: () =>
      all.filter((suppression) => isAboutBase(suppression.rule) && !used.has(suppression)).map(unused),
  };
}

function placeKey(file: string, line: number, rule: string): string {
  return `${line} ${rule} ${file}`;
}

/**
 * The lines of block scalars, each with the line that its block is opened in: `document: |`. In a block, a comment would be
 * part of its text, so one above it speaks of all of it.
 */
function linesOfBlocks(source: SourceText, blocks: readonly Span[]): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  for (const { start, end } of blocks) {
    const opening = source.positionAt(start - 1).line;
    const last = source.positionAt(end - 1).line;
    for (let line = opening + 1; line <= last; line += 1) lines.set(line, opening);
  }
  return lines;
}

function suppressionsIn(source: SourceText, comments: readonly Span[]): readonly Suppression[] {
  const suppressions: Suppression[] = [];
  let below = { own: 0, target: 0 };
  // From the last to the first, so that each comment of a stack knows the line below the stack.
  for (const comment of [...comments].reverse()) {
    const own = source.positionAt(comment.start).line;
    below = { own, target: below.own === own + 1 ? below.target : own + 1 };
    suppressions.push(suppressionOf(source, comment, below.target));
  }
  return suppressions.reverse();
}

function suppressionOf(source: SourceText, comment: Span, line: number): Suppression {
  const idStart = comment.start + source.text.slice(comment.start, comment.end).search(/[^#\s]/) + words.length;
  const rest = source.text.slice(idStart, comment.end);
  const [rule = '', ...reason] = rest.trim().split(/\s+/);
  const start = idStart + rest.indexOf(rule);
  const id = rule === '' ? comment : { start, end: start + rule.length };
  return { source, line, rule, hasReason: reason.length > 0, comment, id };
}

/** The comments of a text that silence, and those that were meant to. */
interface Comments {
  readonly right: readonly Span[];
  readonly wrong: readonly WrongComment[];
  /** The contents of block scalars, from their first line on; none where there is no comment. */
  readonly blocks: readonly Span[];
}

/** A comment that begins as one that silences, and is none. */
interface WrongComment extends Span {
  /** Whether something stands before it in its line. */
  readonly trails: boolean;
}

/** Where such comments stand. What looks like one inside a text is part of that text. */
function commentsIn(text: string): Comments {
  const candidates = linesWithWords(text);
  const scalars = candidates.length === 0 ? undefined : scalarsOf(text);
  if (scalars === undefined) return { right: [], wrong: [], blocks: [] };
  const texts = scalars.filter(({ start, end }) => text.slice(start, end).includes('#'));
  let next = 0;
  const right: Span[] = [];
  const wrong: WrongComment[] = [];
  for (const candidate of candidates) {
    while ((texts[next]?.end ?? Number.POSITIVE_INFINITY) <= candidate.start) next += 1;
    if (candidate.start >= (texts[next]?.start ?? Number.POSITIVE_INFINITY)) continue;
    if (candidate.isRight) right.push(candidate);
    else wrong.push(candidate);
  }
  return { right, wrong, blocks: scalars.filter(({ isBlock }) => isBlock) };
}

interface Candidate extends WrongComment {
  readonly isRight: boolean;
}

/** Lines that hold a # and then what such comments begin with, from the # on. */
function linesWithWords(text: string): readonly Candidate[] {
  const lines: Candidate[] = [];
  const lineBreak = /[\r\n]|$/g;
  let searched = 0;
  for (let at = text.indexOf(suppressionBeginning); at >= 0; ) {
    // Looked for from the last line on, so that a long text is read once.
    const lineStart = lineStartBefore(text, at, searched);
    lineBreak.lastIndex = at;
    const lineEnd = lineBreak.exec(text)?.index ?? text.length;
    const before = text.slice(lineStart, at).trimEnd();
    if (before.endsWith('#')) {
      const start = lineStart + before.length - 1;
      const trails = before.trim() !== '#';
      lines.push({ start, end: lineEnd, trails, isRight: !trails && isDirective(text, at) });
    }
    // One look a line: a line of a million such words must not be read a million times.
    searched = lineEnd;
    at = text.indexOf(suppressionBeginning, lineEnd);
  }
  return lines;
}

/** Where the line of a place begins, no earlier than `least`: the place of an earlier line. */
function lineStartBefore(text: string, at: number, least: number): number {
  let start = at;
  while (start > least && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start;
}

function isDirective(text: string, at: number): boolean {
  return text.startsWith(words, at) && /^(?:\s|$)/.test(text.charAt(at + words.length));
}

interface Scalar extends Span {
  readonly isBlock: boolean;
}

/** The scalars of a text in order; undefined where the text is no YAML. */
function scalarsOf(text: string): readonly Scalar[] | undefined {
  return eventsOf(text)?.flatMap((event): readonly Scalar[] => {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0) return [];
    const { valueStart: start, valueEnd: end, style } = event;
    return [{ start, end, isBlock: style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK }];
  });
}

function eventsOf(text: string): readonly Event[] | undefined {
  try {
    return parseEvents(text, {});
  } catch {
    return undefined; // That it is no YAML is said elsewhere.
  }
}

function complaintAbout(suppression: Suppression, isUsed: boolean): Diagnostic | undefined {
  const { rule, hasReason, comment, id } = suppression;
  if (!isRuleId(rule)) return unknownRule(suppression);
  if (isFixed(rule)) {
    const message = `${rule} cannot be silenced: what it finds keeps a manifest from being understood`;
    return diagnosticAt(
      suppression,
      id,
      'suppression/fixed-rule',
      message,
      'Remove the comment, and mend what it hides.',
    );
  }
  // Findings against the base are made only where there is a base.
  if (!isUsed && !isAboutBase(rule)) return unused(suppression);
  if (hasReason) return undefined;
  const message = `no reason is given for silencing ${rule}`;
  const help = `Write why, after the rule: # ${words} ${rule} REASON.`;
  return diagnosticAt(suppression, comment, 'suppression/no-reason', message, help);
}

function isAboutBase(rule: string): boolean {
  return isRuleId(rule) && familyOf(rule) === 'base';
}

function unused(suppression: Suppression): Diagnostic {
  const message = `${suppression.rule} finds nothing in line ${suppression.line}`;
  return diagnosticAt(suppression, suppression.comment, 'suppression/unused', message, 'Remove the comment.');
}

function malformedComment(source: SourceText, comment: WrongComment): Diagnostic {
  const written =
    new RegExp(`${suppressionBeginning}[\\w-]*`).exec(source.text.slice(comment.start, comment.end))?.[0] ??
    suppressionBeginning;
  const message = comment.trails
    ? 'this comment silences nothing: it stands behind something else'
    : `${written} silences nothing: the words are ${words}`;
  const help = `In a line of its own above what is found, write # ${words} RULE REASON.`;
  return diagnosticAt({ source }, comment, 'suppression/form', message, help);
}

function unknownRule(suppression: Suppression): Diagnostic {
  const { rule, id } = suppression;
  if (rule === '') {
    const help = `Write # ${words} RULE REASON.`;
    return diagnosticAt(suppression, id, 'suppression/unknown-rule', 'the comment names no rule', help);
  }
  const near = nearestName(rule, Object.keys(ruleTable));
  const message = `there is no rule ${rule}${near === undefined ? '' : `; did you mean ${near}?`}`;
  const help = near === undefined ? 'iot-rollouts explain lists every rule.' : `Write ${near}.`;
  return diagnosticAt(suppression, id, 'suppression/unknown-rule', message, help);
}

function diagnosticAt(
  { source }: Pick<Suppression, 'source'>,
  span: Span,
  rule: RuleId,
  message: string,
  help: string,
): Diagnostic {
  const { severity } = ruleTable[rule];
  return { rule, severity, message, help, file: source.file, range: source.rangeAt(span.start, span.end), related: [] };
}
