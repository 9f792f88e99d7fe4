/**
 * Events of one YAML document -> its nodes, with the offsets of each.
 *
 * js-yaml's constructor stops at the first duplicate key and forgets where things stood; this walk over the same events
 * finds every such problem and keeps the places.
 */
import {
  type AliasEvent,
  COLLECTION_STYLE,
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { ListNode, MapEntry, MapNode, ScalarNode, YamlNode, YamlProblem } from './node.js';

/** How many nodes the aliases of one document may stand for in total. */
export const aliasedNodesMax = 10_000;

/** How many characters of scalars the aliases of one document may stand for in total. */
export const aliasedCharactersMax = 1024 * 1024;

/** How many problems of one kind are told of a document: nobody reads on, and a hostile text has a million. */
const toldMax = 100;

/** A document as nodes. */
export interface Composed {
  /** Absent for a document without any content. */
  readonly root?: YamlNode;
  readonly problems: readonly YamlProblem[];
  /** Whether values can be built from the events. */
  readonly sound: boolean;
}

interface Anchored {
  readonly node: YamlNode;
  /** Nodes it stands for, aliases followed. */
  readonly size: number;
  /** Characters of the scalars among them. */
  readonly characters: number;
}

/** What the walk carries: where it is in the events, and what it found. */
interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  next: number;
  /** Offset behind the last thing read. */
  cursor: number;
  readonly anchors: Map<string, Anchored | 'open'>;
  readonly problems: YamlProblem[];
  /** Nodes read so far, aliases followed. */
  size: number;
  /** Characters of the scalars read so far, aliases followed. */
  characters: number;
  aliased: number;
  aliasedCharacters: number;
  /** How many problems of each rule were found. */
  readonly counts: Map<YamlProblem['rule'], number>;
  sound: boolean;
}

/** The nodes of one document, from its DOCUMENT event to the matching POP. */
export function compose(text: string, events: readonly Event[]): Composed {
  const walk: Walk = {
    text,
    events,
    next: 1,
    cursor: 0,
    anchors: new Map(),
    problems: [],
    size: 0,
    characters: 0,
    aliased: 0,
    aliasedCharacters: 0,
    counts: new Map(),
    sound: true,
  };
  const first = events[1];
  if (first === undefined || first.type === EVENT_ID.POP) return { problems: [], sound: true };
  const root = readNode(walk);
  return { root, problems: walk.problems, sound: walk.sound };
}

function readNode(walk: Walk): YamlNode {
  const event = walk.events[walk.next++];
  walk.size += 1;
  if (event?.type === EVENT_ID.ALIAS) return readAlias(walk, event);
  if (event?.type !== EVENT_ID.SCALAR && event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) {
    throw new TypeError(`a node cannot begin with event ${String(event?.type)}`);
  }
  const anchor = event.anchorStart < 0 ? undefined : walk.text.slice(event.anchorStart, event.anchorEnd);
  const { size, characters } = walk;
  if (anchor !== undefined) walk.anchors.set(anchor, 'open');
  const node =
    event.type === EVENT_ID.SCALAR
      ? readScalar(walk, event)
      : event.type === EVENT_ID.MAPPING
        ? readMap(walk, event)
        : readList(walk, event);
  if (anchor !== undefined) {
    walk.anchors.set(anchor, { node, size: walk.size - size + 1, characters: walk.characters - characters });
  }
  return node;
}

function readScalar(walk: Walk, event: ScalarEvent): ScalarNode {
  if (event.valueStart < 0) {
    const after = Math.max(walk.cursor, event.anchorEnd, event.tagEnd);
    walk.cursor = after;
    return { kind: 'scalar', start: after, end: after, empty: true, plain: true, event: undefined };
  }
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  let start = quoted ? event.valueStart - 1 : event.valueStart;
  let end = quoted ? event.valueEnd + 1 : event.valueEnd;
  if (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK) {
    const written = walk.text.slice(start, end);
    end = start + written.trimEnd().length;
    start = Math.min(end, start + written.length - written.trimStart().length);
  }
  walk.cursor = Math.max(walk.cursor, end);
  walk.characters += end - start;
  const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  if (plain && walk.text[start] === '0' && /^0\d{1,20}$/.test(walk.text.slice(start, end)))
    warnOfZero(walk, start, end);
  return { kind: 'scalar', start, end, empty: false, plain, event };
}

function readMap(walk: Walk, event: MappingEvent): MapNode {
  const entries = new Map<string, MapEntry>();
  walk.cursor = Math.max(walk.cursor, event.start);
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) {
    const keyEvent = walk.events[walk.next];
    const key = readNode(walk);
    if (key.kind !== 'scalar' || keyEvent?.type !== EVENT_ID.SCALAR) {
      const help = 'Put a text that has { }, [ ] or * in it in double quotes.';
      complain(walk, 'yaml/complex-key', key, 'a key must be a plain word or a quoted string', help);
      walk.sound = false;
      readNode(walk);
      continue;
    }
    const name = keyText(walk.text, keyEvent);
    const earlier = entries.get(name);
    if (earlier !== undefined) {
      const shown = shortened(name);
      tell(walk, {
        rule: 'yaml/duplicate-key',
        start: key.start,
        end: key.end,
        message: `the key ${shown} is written twice in the same object`,
        help: 'Keep one of the two.',
        related: { start: earlier.key.start, end: earlier.key.end, message: `${shown} is first written here` },
      });
    }
    if (name === '<<' && key.plain) {
      const help = 'Give the whole value an anchor (&name) and an alias (*name), or repeat the fields.';
      complain(walk, 'yaml/merge-key', key, 'YAML 1.2 has no merge key <<', help);
    }
    const value = readNode(walk);
    entries.set(name, { key, value });
  }
  walk.next += 1;
  closeFlow(walk, event, '}');
  return { kind: 'map', start: event.start, end: walk.cursor, entries };
}

function readList(walk: Walk, event: SequenceEvent): ListNode {
  const items: YamlNode[] = [];
  walk.cursor = Math.max(walk.cursor, event.start);
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) items.push(readNode(walk));
  walk.next += 1;
  closeFlow(walk, event, ']');
  return { kind: 'list', start: event.start, end: walk.cursor, items };
}

function readAlias(walk: Walk, event: AliasEvent): YamlNode {
  const name = walk.text.slice(event.anchorStart, event.anchorEnd);
  const span = { start: event.anchorStart - 1, end: event.anchorEnd };
  walk.cursor = Math.max(walk.cursor, event.anchorEnd);
  const target = walk.anchors.get(name);
  if (target === undefined || target === 'open') {
    complainOfAlias(walk, shortened(name), span, target);
    walk.sound = false;
    return { kind: 'scalar', ...span, empty: false, plain: false, event: undefined };
  }
  walk.size += target.size;
  walk.characters += target.characters;
  walk.aliased += target.size;
  walk.aliasedCharacters += target.characters;
  const excess =
    walk.aliased > aliasedNodesMax
      ? `${aliasedNodesMax} values`
      : walk.aliasedCharacters > aliasedCharactersMax
        ? `${aliasedCharactersMax} characters`
        : undefined;
  if (excess !== undefined && !walk.counts.has('yaml/alias-limit')) {
    const message = `the aliases of this document stand for more than ${excess}`;
    complain(walk, 'yaml/alias-limit', span, message, 'Split the document, or write fewer aliases of aliases.');
    walk.sound = false;
  }
  return { kind: 'alias', ...span, target: target.node };
}

function complainOfAlias(
  walk: Walk,
  name: string,
  span: { readonly start: number; readonly end: number },
  target: 'open' | undefined,
): void {
  if (target === 'open') {
    const message = `*${name} stands inside the value that &${name} names, so that the value would hold itself`;
    complain(
      walk,
      'yaml/alias',
      span,
      message,
      'Write out what is to stand here, or put the anchor before another value.',
    );
    return;
  }
  const message = `no anchor &${name} comes before *${name}`;
  const known: string[] = [];
  for (const [anchor, anchored] of walk.anchors) {
    if (anchored !== 'open') known.push(shortened(anchor));
    if (known.length === 5) break;
  }
  const anchors = known.length === 0 ? 'This document has no anchors.' : `Anchors so far: ${known.join(', ')}.`;
  complain(walk, 'yaml/alias', span, message, `${anchors} A value that begins with * must be in quotes.`);
}

/** Moves the cursor behind the bracket that closes a flow collection; its events do not say where that stands. */
function closeFlow(walk: Walk, event: MappingEvent | SequenceEvent, bracket: '}' | ']'): void {
  if (event.style !== COLLECTION_STYLE.FLOW) return;
  // A pair in a flow list, `[a: 1]`, is a flow map without brackets of its own.
  const opener = walk.text[event.start];
  if (opener !== (bracket === '}' ? '{' : '[')) return;
  let offset = Math.max(walk.cursor, event.start + 1);
  while (offset < walk.text.length && walk.text[offset] !== bracket) {
    const comment = walk.text[offset] === '#' && /\s/.test(walk.text[offset - 1] ?? ' ');
    if (comment) {
      while (offset < walk.text.length && !/[\r\n]/.test(walk.text[offset] ?? '')) offset += 1;
    } else offset += 1;
  }
  walk.cursor = Math.min(walk.text.length, offset + 1);
}

/** The key as the constructor will name it: `010:` is the number 10, and so the key "10". */
function keyText(text: string, event: ScalarEvent): string {
  const written = event.valueStart < 0 ? '' : getScalarValue(text, event);
  const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  if (!plain || /^(?!(?:null|true|false)$)[a-zA-Z_/-]/i.test(written)) return written;
  const [value] = constructFromEvents([documentEvent, withoutAnchor(event), { type: EVENT_ID.POP }], { source: text });
  return String(value);
}

const documentEvent: Event = { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };

function withoutAnchor(event: ScalarEvent): ScalarEvent {
  return { ...event, anchorStart: -1, anchorEnd: -1 };
}

function warnOfZero(walk: Walk, start: number, end: number): void {
  const written = walk.text.slice(start, end);
  const message = `${written} is the number ${Number(written)} in YAML 1.2, and an octal number in older YAML`;
  const help = `Write ${Number(written)} for the number, or "${written}" in quotes for the text.`;
  tell(walk, { rule: 'yaml/leading-zero', start, end, message, help });
}

function complain(
  walk: Walk,
  rule: YamlProblem['rule'],
  span: { readonly start: number; readonly end: number },
  message: string,
  help?: string,
): void {
  tell(walk, { rule, start: span.start, end: span.end, message, ...(help !== undefined && { help }) });
}

function tell(walk: Walk, problem: YamlProblem): void {
  const count = (walk.counts.get(problem.rule) ?? 0) + 1;
  walk.counts.set(problem.rule, count);
  if (count <= toldMax) walk.problems.push(problem);
}

function shortened(name: string): string {
  return name.length <= 60 ? name : `${name.slice(0, 57)}…`;
}
