/**
 * Comments that silence one finding: `# iot-rollouts-disable-next-line RULE reason`.
 *
 * Such a comment stands alone on its line and speaks of the next line that is not one itself, so that several can be
 * stacked. What cannot be silenced, is misspelt or silences nothing is said, because nobody would notice otherwise.
 */
import { nearestName } from '@iot-rollouts/schemas';
import { EVENT_ID, type Event, parseEvents } from 'js-yaml';
import type { Diagnostic } from './diagnostic.js';
import { type RuleId, ruleTable } from './rule-table.js';
import { familyOf, isFixed, isRuleId } from './severity.js';
import type { SourceText } from './source-text.js';

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
  /** What is wrong with the comments, once everything has been asked: the unused ones too. */
  readonly complaints: () => readonly Diagnostic[];
}

/** The comments in these files; a file that cannot be parsed has none. */
export function silencerOf(sources: Iterable<SourceText>): Silencer {
  const byPlace = new Map<string, Suppression>();
  const all: Suppression[] = [];
  for (const source of sources) {
    if (!source.text.includes(words)) continue;
    for (const suppression of suppressionsIn(source)) {
      const key = placeKey(source.file, suppression.line, suppression.rule);
      if (!byPlace.has(key)) byPlace.set(key, suppression);
      all.push(suppression);
    }
  }
  const used = new Set<Suppression>();
  const isSilenced = ({ rule, file, range }: Diagnostic): boolean => {
    if (range === undefined || !isRuleId(rule) || isFixed(rule)) return false;
    const suppression = byPlace.get(placeKey(file, range.start.line, rule));
    if (suppression !== undefined) used.add(suppression);
    return suppression !== undefined;
  };
  return {
    audible: (diagnostics) =>
      all.length === 0 ? diagnostics : diagnostics.filter((diagnostic) => !isSilenced(diagnostic)),
    complaints: () => all.flatMap((suppression) => complaintAbout(suppression, used.has(suppression)) ?? []),
  };
}

function placeKey(file: string, line: number, rule: string): string {
  return `${line} ${rule} ${file}`;
}

function suppressionsIn(source: SourceText): readonly Suppression[] {
  const suppressions: Suppression[] = [];
  let below = { own: 0, target: 0 };
  // From the last to the first, so that each comment of a stack knows the line below the stack.
  for (const comment of [...commentsIn(source.text)].reverse()) {
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

/** Where such comments stand. What looks like one inside a text is part of that text. */
function commentsIn(text: string): readonly Span[] {
  const candidates = linesWithWords(text);
  if (candidates.length === 0) return [];
  const texts = textsOfManyLines(text);
  if (texts === undefined) return [];
  let next = 0;
  return candidates.filter(({ start }) => {
    while ((texts[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return start < (texts[next]?.start ?? Number.POSITIVE_INFINITY);
  });
}

/** Lines that hold nothing but a # and then the words, from the # on. */
function linesWithWords(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let at = text.indexOf(words); at >= 0; ) {
    const lineStart = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
    const lineEnd = at + text.slice(at).search(/[\r\n]|$/);
    const before = text.slice(lineStart, at);
    const after = text[at + words.length] ?? '';
    if (before.trim() === '#' && (after === '' || /\s/.test(after))) {
      lines.push({ start: lineStart + before.indexOf('#'), end: lineEnd });
    }
    // One look a line: a line of a million such words must not be read a million times.
    at = text.indexOf(words, lineEnd);
  }
  return lines;
}

/** The scalars that go over several lines, in order; undefined where the text is no YAML. */
function textsOfManyLines(text: string): readonly Span[] | undefined {
  const spans: Span[] = [];
  const events = eventsOf(text);
  if (events === undefined) return undefined;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0) continue;
    const { valueStart: start, valueEnd: end } = event;
    if (/[\r\n]/.test(text.slice(start, end))) spans.push({ start, end });
  }
  return spans;
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
  if (!isUsed && familyOf(rule) !== 'base') {
    const message = `${rule} finds nothing in line ${suppression.line}`;
    return diagnosticAt(suppression, comment, 'suppression/unused', message, 'Remove the comment.');
  }
  if (hasReason) return undefined;
  const message = `no reason is given for silencing ${rule}`;
  const help = `Write why, after the rule: # ${words} ${rule} REASON.`;
  return diagnosticAt(suppression, comment, 'suppression/no-reason', message, help);
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

function diagnosticAt({ source }: Suppression, span: Span, rule: RuleId, message: string, help: string): Diagnostic {
  const { severity } = ruleTable[rule];
  return { rule, severity, message, help, file: source.file, range: source.rangeAt(span.start, span.end), related: [] };
}
