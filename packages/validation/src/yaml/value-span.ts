/**
 * Offsets in the value of a scalar -> offsets in the text that it is written in.
 *
 * Only findings ask for them: lines and escapes are looked for then, and once.
 */
import { SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { lastAtMost } from '../source-text.js';
import type { ScalarNode, Span } from './node.js';

/**
 * The span of the text that a part of the scalar's value is written in; undefined where lines of it are folded into one.
 *
 * @param part ends behind a character that is no line break.
 */
export function spanOfPart(text: string, node: ScalarNode, part: Span): Span | undefined {
  const pieces = piecesOf(text, node);
  if (pieces === undefined || part.end > pieces.length) return undefined;
  return { start: offsetIn(pieces, part.start), end: offsetIn(pieces, part.end) };
}

/** What a value is put together from: parts of the text that stand in it as they are. */
interface Pieces {
  /** Where each begins in the value, ascending from 0. */
  readonly inValue: readonly number[];
  /** Where each begins in the text. */
  readonly inText: readonly number[];
  /** Length of the value as far as it has pieces. */
  readonly length: number;
}

function offsetIn({ inValue, inText }: Pieces, offset: number): number {
  const piece = lastAtMost(inValue, offset);
  return (inText[piece] ?? 0) + offset - (inValue[piece] ?? 0);
}

const known = new WeakMap<ScalarNode, Pieces>();

function piecesOf(text: string, node: ScalarNode): Pieces | undefined {
  const { event } = node;
  if (event === undefined) return undefined;
  let pieces = known.get(node);
  if (pieces === undefined) {
    const written = text.slice(event.valueStart, event.valueEnd);
    if (event.style === SCALAR_STYLE.LITERAL_BLOCK) pieces = linesOf(written, event);
    else if (event.style === SCALAR_STYLE.FOLDED_BLOCK || /[\r\n]/.test(written)) return undefined;
    else pieces = betweenEscapes(written, event);
    known.set(node, pieces);
  }
  return pieces;
}

/** Each line of a literal block's value is a line of its text without the indentation. */
function linesOf(written: string, { valueStart, indent }: ScalarEvent): Pieces {
  const inValue: number[] = [];
  const inText: number[] = [];
  let length = 0;
  for (const { index, 0: line, 1: content = '' } of written.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    if (line === '') break;
    // A line of spaces alone that ends within the indentation is an empty line of the value.
    const indentation = Math.min(indent, content.length);
    inValue.push(length);
    inText.push(valueStart + index + indentation);
    length += content.length - indentation + 1;
  }
  return { inValue, inText, length };
}

/** A plain scalar is one piece; in quotes, a piece ends with an escape, which is longer than what it stands for. */
function betweenEscapes(written: string, { style, valueStart }: ScalarEvent): Pieces {
  const inValue = [0];
  const inText = [valueStart];
  let excess = 0;
  const escapes = style === SCALAR_STYLE.SINGLE_QUOTED ? /''/g : /\\(?:x.{2}|u.{4}|U.{8}|.)/g;
  for (const { index, 0: escaped } of style === SCALAR_STYLE.PLAIN ? [] : written.matchAll(escapes)) {
    const end = index + escaped.length;
    const isPair = escaped.startsWith('\\U') && Number.parseInt(escaped.slice(2), 16) > 0xffff;
    excess += escaped.length - (isPair ? 2 : 1);
    inValue.push(end - excess);
    inText.push(valueStart + end);
  }
  return { inValue, inText, length: written.length - excess };
}
