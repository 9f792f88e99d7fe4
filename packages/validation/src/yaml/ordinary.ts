/**
 * Values of YAML in the form in which most manifests are written: block maps and lists, scalars and flow collections of one
 * line. It is read in one pass over the text, several times as fast as by the general parser.
 *
 * Whatever is written otherwise, or could be a mistake, ends the reading: then js-yaml judges the whole text. So this reader
 * never decides that something is wrong; where it gives values, they are those that js-yaml gives, which a property test holds.
 */

/** Where the reading stands: always at the first character of a line's content. */
interface Reader {
  readonly text: string;
  /** Offset of the content. */
  at: number;
  /** Offset behind the line's last character, its line break left out. */
  end: number;
  /** Column of the content, counted from 0; -1 at the end of a document. */
  indent: number;
  /** Offset at which the next line begins. */
  next: number;
}

/** Thrown where the text leaves the ordinary form; no Error, because nobody wants its stack. */
const notOrdinary = Symbol('not ordinary');

/** Nesting at which the general parser takes over, well before its own limit. */
const depthMax = 40;

/**
 * Anything but printable characters, line feeds and the carriage returns before them. Characters that are not seen are left
 * out as well, because the general parser tells of them.
 */
const unusualCharacter =
  /[^\n\r -~\u00A0-\u061B\u061D-\u200A\u2010-\u2027\u2030-\u205F\u2070-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]|\r(?!\n)/;

const plainText = /^[\n -~]*$/;

/** The values of a text's documents; undefined when anything in it is not ordinary. */
export function readOrdinary(text: string): readonly unknown[] | undefined {
  // Most texts are of the first kind, which is told faster.
  if (!plainText.test(text) && unusualCharacter.test(text)) return undefined;
  try {
    return readDocuments({ text, at: 0, end: 0, indent: -1, next: 0 });
  } catch (error) {
    if (error === notOrdinary) return undefined;
    throw error;
  }
}

function readDocuments(reader: Reader): readonly unknown[] {
  const values: unknown[] = [];
  advance(reader);
  if (reader.indent < 0 && isSeparator(reader)) advance(reader);
  while (reader.indent >= 0) {
    values.push(readBlock(reader, 0));
    if (reader.indent >= 0) throw notOrdinary;
    if (!isSeparator(reader)) break;
    advance(reader);
    // A document without content is not ordinary.
    if (reader.indent < 0) throw notOrdinary;
  }
  if (values.length === 0) throw notOrdinary;
  return values;
}

/** Goes to the next line that has content; the end of the text and `---` end a document. */
function advance(reader: Reader): void {
  const { text } = reader;
  while (reader.next < text.length) {
    const start = reader.next;
    const lineFeed = text.indexOf('\n', start);
    reader.next = lineFeed < 0 ? text.length : lineFeed + 1;
    let end = lineFeed < 0 ? text.length : lineFeed;
    if (end > start && text.charCodeAt(end - 1) === carriageReturn) end -= 1;
    let at = start;
    while (at < end && text.charCodeAt(at) === space) at += 1;
    if (at === end || text.charCodeAt(at) === hash) continue;
    reader.at = at;
    reader.end = end;
    reader.indent = at - start;
    if (reader.indent === 0) endAtMarker(reader);
    return;
  }
  reader.at = text.length;
  reader.end = text.length;
  reader.indent = -1;
}

function endAtMarker(reader: Reader): void {
  const { text, at, end } = reader;
  if (text.startsWith('---', at)) {
    if (!isRestEmpty(text, at + 3, end)) throw notOrdinary;
    reader.indent = -1;
  } else if (text.startsWith('...', at)) throw notOrdinary;
}

/** Whether the document ended at `---`, so that another one follows. */
function isSeparator({ at, end }: Reader): boolean {
  return at < end;
}

function readBlock(reader: Reader, depth: number): unknown {
  if (depth > depthMax) throw notOrdinary;
  return isItem(reader) ? readList(reader, depth) : readMap(reader, depth);
}

function readMap(reader: Reader, depth: number): unknown {
  const { text, indent } = reader;
  const map: Record<string, unknown> = {};
  do {
    const colon = keyEnd(text, reader.at, reader.end);
    if (colon < 0) throw notOrdinary;
    const key = newKey(map, text, reader.at, colon);
    map[key] = readAfterKey(reader, colon + 1, indent, depth);
  } while (reader.indent === indent);
  if (reader.indent > indent) throw notOrdinary;
  return map;
}

function readAfterKey(reader: Reader, from: number, indent: number, depth: number): unknown {
  const start = skipSpaces(reader.text, from, reader.end);
  if (start < reader.end && reader.text.charCodeAt(start) !== hash) return readLine(reader, start, indent);
  advance(reader);
  if (reader.indent > indent) {
    const read = readBlock(reader, depth + 1);
    if (reader.indent > indent) throw notOrdinary;
    return read;
  }
  return reader.indent === indent && isItem(reader) ? readList(reader, depth + 1) : null;
}

function readList(reader: Reader, depth: number): unknown {
  const { text, indent } = reader;
  const list: unknown[] = [];
  do {
    const start = skipSpaces(text, reader.at + 1, reader.end);
    if (start === reader.end || text.charCodeAt(start) === hash) {
      advance(reader);
      list.push(reader.indent > indent ? readBlock(reader, depth + 1) : null);
    } else if (keyEnd(text, start, reader.end) >= 0) {
      reader.indent += start - reader.at;
      reader.at = start;
      list.push(readBlock(reader, depth + 1));
    } else list.push(readLine(reader, start, indent));
  } while (reader.indent === indent && isItem(reader));
  if (reader.indent > indent) throw notOrdinary;
  return list;
}

function isItem({ text, at, end }: Reader): boolean {
  return text.charCodeAt(at) === dash && (at + 1 === end || text.charCodeAt(at + 1) === space);
}

/** The value that the rest of the line is, which must not go on in the next line. */
function readLine(reader: Reader, start: number, indent: number): unknown {
  const { text, end } = reader;
  const flow: Flow = { text, at: start, end };
  const first = text.charCodeAt(start);
  const value =
    first === doubleQuote || first === singleQuote
      ? readQuoted(flow, first)
      : first === bracket || first === brace
        ? readCollection(flow, 0)
        : readPlainLine(flow);
  if (!isRestEmpty(text, flow.at, end)) throw notOrdinary;
  advance(reader);
  if (reader.indent > indent) throw notOrdinary;
  return value;
}

/** Where reading inside of one line stands. */
interface Flow {
  readonly text: string;
  at: number;
  readonly end: number;
}

function readPlainLine(flow: Flow): unknown {
  const { text, at: start, end } = flow;
  mustBeginPlain(text, start, end);
  let at = start;
  let last = start;
  for (; at < end; at += 1) {
    const character = text.charCodeAt(at);
    if (character === space) continue;
    if (character === hash && text.charCodeAt(at - 1) === space) break;
    if (character === colon && (at + 1 === end || text.charCodeAt(at + 1) === space)) throw notOrdinary;
    last = at;
  }
  flow.at = end;
  return resolved(text.slice(start, last + 1));
}

function readQuoted(flow: Flow, quote: number): string {
  const { text, at, end } = flow;
  const close = text.indexOf(quote === doubleQuote ? '"' : "'", at + 1);
  if (close < 0 || close >= end || (quote === singleQuote && text.charCodeAt(close + 1) === singleQuote)) {
    throw notOrdinary;
  }
  const value = text.slice(at + 1, close);
  if (quote === doubleQuote && value.includes('\\')) throw notOrdinary;
  flow.at = close + 1;
  return value;
}

function readCollection(flow: Flow, depth: number): unknown {
  if (depth > depthMax) throw notOrdinary;
  const isMap = flow.text.charCodeAt(flow.at) === brace;
  const closer = isMap ? braceEnd : bracketEnd;
  const list: unknown[] = [];
  const map: Record<string, unknown> = {};
  flow.at = skipSpaces(flow.text, flow.at + 1, flow.end);
  let follower = flow.text.charCodeAt(flow.at);
  if (follower === closer) flow.at += 1;
  while (follower !== closer) {
    if (isMap) {
      const colonAt = keyEnd(flow.text, flow.at, flow.end);
      if (colonAt < 0) throw notOrdinary;
      const key = newKey(map, flow.text, flow.at, colonAt);
      flow.at = skipSpaces(flow.text, colonAt + 1, flow.end);
      map[key] = readInFlow(flow, depth);
    } else list.push(readInFlow(flow, depth));
    const after = skipSpaces(flow.text, flow.at, flow.end);
    follower = after < flow.end ? flow.text.charCodeAt(after) : 0;
    if (follower !== comma && follower !== closer) throw notOrdinary;
    flow.at = follower === comma ? skipSpaces(flow.text, after + 1, flow.end) : after + 1;
  }
  return isMap ? map : list;
}

function readInFlow(flow: Flow, depth: number): unknown {
  if (flow.at >= flow.end) throw notOrdinary;
  const first = flow.text.charCodeAt(flow.at);
  if (first === doubleQuote || first === singleQuote) return readQuoted(flow, first);
  if (first === bracket || first === brace) return readCollection(flow, depth + 1);
  const { text, at: start, end } = flow;
  mustBeginPlain(text, start, end);
  let last = start;
  for (; flow.at < end; flow.at += 1) {
    const character = text.charCodeAt(flow.at);
    if (character === space) continue;
    if (character === comma || character === bracketEnd || character === braceEnd) break;
    if (character === bracket || character === brace || character === hash || character === colon) {
      // A colon inside of a word is a part of it, as in an ARN.
      if (character !== colon || !isWordCharacter(text.charCodeAt(flow.at + 1)) || flow.at + 1 >= end)
        throw notOrdinary;
    }
    last = flow.at;
  }
  return resolved(text.slice(start, last + 1));
}

/** A plain scalar begins with a letter, a digit or a character of paths, or it is a number with a sign. */
function mustBeginPlain(text: string, start: number, end: number): void {
  const first = text.charCodeAt(start);
  if (isWordCharacter(first) || first === slash || first === point) return;
  const isSigned = (first === dash || first === plus) && start + 1 < end && isDigit(text.charCodeAt(start + 1));
  if (!isSigned) throw notOrdinary;
}

/** Offset of the colon behind an ordinary key that begins at `start`; -1 when there is none. */
function keyEnd(text: string, start: number, end: number): number {
  if (isDigit(text.charCodeAt(start))) return -1;
  let at = start;
  while (at < end && isKeyCharacter(text.charCodeAt(at))) at += 1;
  const isKey = at > start && at < end && text.charCodeAt(at) === colon;
  return isKey && (at + 1 === end || text.charCodeAt(at + 1) === space) ? at : -1;
}

/** The key, which must not be in the map yet; what every object inherits (`constructor`, `__proto__`) is not ordinary. */
function newKey(map: Readonly<Record<string, unknown>>, text: string, start: number, end: number): string {
  const key = keyText(text, start, end);
  if (map[key] !== undefined) throw notOrdinary;
  return key;
}

/**
 * Keys met lately, each at a place that its first and last character and its length give. Manifests repeat a few dozen keys,
 * and the engine takes longer to find out that a new piece of text is a known key than all else takes here.
 */
const recentKeys: string[] = new Array(1024).fill('');

function keyText(text: string, start: number, end: number): string {
  const length = end - start;
  const place = (length * 37 + text.charCodeAt(start) * 7 + text.charCodeAt(end - 1)) & 1023;
  const recent = recentKeys[place] as string;
  if (recent.length === length && text.startsWith(recent, start)) return recent;
  const key = text.slice(start, end);
  if (typeof resolved(key) !== 'string') throw notOrdinary;
  if (length <= 64) recentKeys[place] = key;
  return key;
}

/** Numbers of YAML 1.2's core schema in decimal. */
const decimal = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** How infinities, what is no number, and integers that are not decimal begin: rare enough to be left to js-yaml. */
const rareNumber = /^(?:[-+]?\.[in]|0[ox])/i;

/** The words of YAML 1.2's core schema that are no text. */
const words: ReadonlyMap<string, null | boolean> = new Map([
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** What YAML 1.2's core schema makes of a plain scalar. */
function resolved(written: string): unknown {
  const first = written.charCodeAt(0);
  if (isDigit(first) || first === dash || first === plus || first === point) {
    // `010` is worth a warning.
    if (first === zero && isDigit(written.charCodeAt(1))) throw notOrdinary;
    if (written.length <= 9 && isAllDigits(written)) return Number(written);
    if (rareNumber.test(written)) throw notOrdinary;
    if (!decimal.test(written)) return written;
    const number = Number(written);
    if (!Number.isFinite(number)) throw notOrdinary;
    return number;
  }
  if (written.length > 5) return written;
  const word = words.get(written);
  return word === undefined ? written : word;
}

function skipSpaces(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === space) at += 1;
  return at;
}

/** Whether nothing but spaces and a comment follows. */
function isRestEmpty(text: string, from: number, end: number): boolean {
  const at = skipSpaces(text, from, end);
  return at === end || (at > from && text.charCodeAt(at) === hash);
}

function isAllDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isDigit(character: number): boolean {
  return character >= zero && character <= nine;
}

function isWordCharacter(character: number): boolean {
  const lower = character | 0x20;
  return (lower >= lowerA && lower <= lowerZ) || isDigit(character) || character === underscore;
}

function isKeyCharacter(character: number): boolean {
  return isWordCharacter(character) || character === dash || character === point || character === slash;
}

const carriageReturn = 0x0d;
const space = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const singleQuote = 0x27;
const plus = 0x2b;
const comma = 0x2c;
const dash = 0x2d;
const point = 0x2e;
const slash = 0x2f;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const bracket = 0x5b;
const bracketEnd = 0x5d;
const underscore = 0x5f;
const lowerA = 0x61;
const lowerZ = 0x7a;
const brace = 0x7b;
const braceEnd = 0x7d;
