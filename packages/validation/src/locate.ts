/** JSON pointer -> where it stands in the text. */
import type { SourceRange } from './diagnostic.js';
import { pointerSegments } from './json-pointer.js';
import type { ParsedDocument } from './parse.js';
import type { ScalarNode, Span, YamlNode } from './yaml/node.js';
import { spanOfPart } from './yaml/value-span.js';

/** Which part of `key: value` a finding is about. */
export type Part = 'key' | 'value';

interface Located {
  /** The key of the innermost map entry on the way; absent in a list and at the root. */
  readonly key?: ScalarNode;
  readonly value: YamlNode;
  /** Whether the pointer's whole way exists; a missing member ends at its parent. */
  readonly exact: boolean;
}

/** Range of what a pointer names, or of its nearest ancestor. An alias leads to the text that it stands for. */
export function rangeOf(document: ParsedDocument, pointer: string, part: Part = 'value'): SourceRange {
  const { source, root } = document;
  if (root === undefined) return source.rangeAt(0, 0);
  const { key, value, exact } = locate(root, pointer);
  const node = choose(source.text, key, value, exact ? part : 'key');
  return source.rangeAt(node.start, node.end);
}

function locate(root: YamlNode, pointer: string): Located {
  let located: Located = { value: root, exact: true };
  for (const segment of pointerSegments(pointer)) {
    const parent = located.value.kind === 'alias' ? located.value.target : located.value;
    if (parent.kind === 'map') {
      const entry = parent.entries.get(segment);
      if (entry === undefined) return { ...located, exact: false };
      located = { key: entry.key, value: entry.value, exact: true };
    } else {
      const item = parent.kind === 'list' ? parent.items[Number(segment)] : undefined;
      if (item === undefined) return { ...located, exact: false };
      located = { value: item, exact: true };
    }
  }
  return located;
}

/** A value of many lines is shown at its key, or at its first line: a whole block underlined says nothing. */
function choose(
  text: string,
  key: ScalarNode | undefined,
  value: YamlNode,
  part: Part,
): { readonly start: number; readonly end: number } {
  if (key !== undefined && (part === 'key' || (value.kind === 'scalar' && value.empty))) return key;
  const lineBreak = text.slice(value.start, value.end).search(/[\r\n]/);
  if (lineBreak < 0) return value;
  if (key !== undefined && value.kind !== 'scalar') return key;
  if (value.kind === 'map') {
    const first = value.entries.values().next().value;
    if (first !== undefined && first.key.start === value.start) return first.key;
  }
  return { start: value.start, end: value.start + lineBreak };
}

/** Range of a part of the text that a pointer leads to, by its offsets in that text; undefined where they do not tell it. */
export function rangeWithin(document: ParsedDocument, pointer: string, part: Span): SourceRange | undefined {
  const { source } = document;
  const node = nodeAt(document, pointer);
  const scalar = node?.kind === 'alias' ? node.target : node;
  const span = scalar?.kind === 'scalar' ? spanOfPart(source.text, scalar, part) : undefined;
  return span && source.rangeAt(span.start, span.end);
}

/** The node of the value at a pointer; undefined when there is none. */
export function nodeAt(document: ParsedDocument, pointer: string): YamlNode | undefined {
  if (document.root === undefined) return undefined;
  const { value, exact } = locate(document.root, pointer);
  return exact ? value : undefined;
}

/** The text of the value at a pointer, as it is written. */
export function writtenAt(document: ParsedDocument, pointer: string): string {
  const node = nodeAt(document, pointer);
  return node === undefined ? '' : document.source.text.slice(node.start, node.end);
}
