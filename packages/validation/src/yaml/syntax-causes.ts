/**
 * Why a text is no YAML, by what stands where the parser gave up. The parser names the place where it noticed, in the terms
 * of the specification; a person wants the place of the mistake, and what to write there.
 */

/** Where the parser gave up. */
export interface Failure {
  /** In the parser's words. */
  readonly reason: string;
  readonly text: string;
  readonly offset: number;
  readonly lineStart: number;
  /** The line with the offset in it, without its break. */
  readonly line: string;
  /** Lines above it that are not blank, the nearest first. */
  readonly above: readonly { readonly start: number; readonly line: string }[];
}

/** What is wrong; with a place where that is not the parser's. */
export interface Cause {
  readonly message: string;
  readonly help?: string;
  readonly start?: number;
  readonly end?: number;
}

/** The causes, the most telling first; the first that applies is told. */
export const syntaxCauses: readonly ((failure: Failure) => Cause | undefined)[] = [
  mergeConflict,
  tab,
  foreignSpace,
  unclosed,
  marker,
  blockText,
  unknownEscape,
  afterQuote,
  insideBrackets,
  reservedCharacter,
  missingSpace,
  missingColon,
  secondColon,
  belowValue,
  listInLine,
  secondRoot,
  columns,
  depth,
  directive,
];

function mergeConflict({ text, offset }: Failure): Cause | undefined {
  const start = text.startsWith('<<<<<<< ') ? 0 : text.indexOf('\n<<<<<<< ') + 1;
  if ((start === 0 && !text.startsWith('<<<<<<< ')) || start > offset) return undefined;
  const help = 'Decide which of the two sides holds, and remove the lines with <<<<<<<, ======= and >>>>>>>.';
  return { message: 'a merge conflict is left in the file', help, start, end: start + 7 };
}

function tab({ reason, text, offset, lineStart, line, above }: Failure): Cause | undefined {
  const atTab = text[offset] === '\t' ? offset : undefined;
  const indentation = /^[ -]*\t/.exec(line) ?? undefined;
  const start = atTab ?? (indentation === undefined ? undefined : lineStart + indentation[0].length - 1);
  const near = start ?? tabAbove(reason, above);
  if (near === undefined) return undefined;
  return {
    message: 'a tab stands where YAML wants indentation by spaces',
    help: 'Replace the tab by spaces; set the editor to insert spaces in YAML files.',
    start: near,
    end: near + 1,
  };
}

function tabAbove(reason: string, above: Failure['above']): number | undefined {
  const [last] = above;
  const indentation = /^[ -]*\t/.exec(last?.line ?? '');
  return last === undefined || indentation === null || !/indentation|tab/.test(reason)
    ? undefined
    : last.start + indentation[0].length - 1;
}

/** Spaces that look like one and are none to YAML; they come with text that is copied from a web page. */
function foreignSpace({ line, lineStart, above }: Failure): Cause | undefined {
  for (const { start, line: candidate } of [{ start: lineStart, line }, ...above.slice(0, 1)]) {
    const match = /^[^"'#]*?([\u00A0\u2000-\u200A\u202F\u3000])/.exec(candidate);
    if (match === null) continue;
    const at = start + match[0].length - 1;
    const code = (match[1] ?? '').charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const message = `a character that only looks like a space (U+${code}) stands where YAML wants a space`;
    return { message, help: 'Replace it by a space.', start: at, end: at + 1 };
  }
  return undefined;
}

const names: Readonly<Record<string, string>> = { '"': 'double quote', "'": 'quote', '[': '[', '{': '{' };
const closers: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** Shown where the quote or bracket opens: where the parser notices is often many lines below. */
function unclosed({ reason, lineStart, line, above, offset }: Failure): Cause | undefined {
  if (!/^deficient indentation|^unexpected end of the (?:stream|document) within/.test(reason)) return undefined;
  const own = { start: lineStart, line: line.slice(0, offset - lineStart) };
  for (const { start, line: candidate } of [own, ...above]) {
    const opener = openAtEnd(candidate);
    if (opener === undefined) continue;
    const character = candidate[opener] ?? '';
    const closer = closers[character];
    return {
      message: `the ${names[character]} that opens here is not closed`,
      help:
        closer === undefined
          ? `Close it with ${character} at the end of the text.`
          : `Close it with ${closer}; until then, each line must be indented.`,
      start: start + opener,
      end: start + opener + 1,
    };
  }
  return { message: reason, help: 'A {, a [ or a quote that opens above may not be closed.' };
}

/** Index of the innermost quote or bracket of a line that is open at its end. */
function openAtEnd(line: string): number | undefined {
  const open: number[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] as string;
    const opener = line[open.at(-1) ?? -1] ?? '';
    if (opener === '"' || opener === "'") {
      if (opener === '"' && character === '\\') at += 1;
      else if (character === opener && opener === "'" && line[at + 1] === "'") at += 1;
      else if (character === opener) open.pop();
    } else if (character === '#' && /\s/.test(line[at - 1] ?? ' ')) break;
    else if ('"\'[{'.includes(character) && /[\s[{,(]/.test(line[at - 1] ?? ' ')) open.push(at);
    else if (character === closers[opener]) open.pop();
  }
  return open.at(-1);
}

function marker({ reason, text, offset }: Failure): Cause | undefined {
  const begins = /^name of an (alias|anchor) node must contain/.exec(reason);
  if (begins === null) return undefined;
  const character = begins[1] === 'alias' ? '*' : '&';
  const start = text[offset - 1] === character ? offset - 1 : offset;
  const message = `${character} begins ${begins[1] === 'alias' ? 'an alias' : 'an anchor'} and wants a name after it`;
  return { message, help: `Put a text that begins with ${character} in quotes.`, start, end: start + 1 };
}

function blockText({ reason, line }: Failure): Cause | undefined {
  if (reason !== 'a line break is expected') return undefined;
  const sign = line.includes('>') ? '>' : '|';
  const message = `${sign} begins a text of several lines, which starts in the next line`;
  return { message, help: `Put a value that begins with ${sign} in quotes.` };
}

function unknownEscape({ reason, text, offset }: Failure): Cause | undefined {
  if (reason !== 'unknown escape sequence' && reason !== 'expected hexadecimal character') return undefined;
  const start = text.lastIndexOf('\\', offset);
  const message = `${text.slice(start, offset + 1).replaceAll(/\s/g, ' ')} is no escape that double quotes have`;
  return { message, help: 'Write \\\\ for a backslash, or put the text in single quotes.', start, end: offset + 1 };
}

function afterQuote({ reason, text, line, lineStart, offset }: Failure): Cause | undefined {
  if (reason !== 'bad indentation of a mapping entry') return undefined;
  const quote = /(["'])\s*$/.exec(line.slice(0, offset - lineStart))?.[1];
  if (quote === undefined) return undefined;
  if (text[offset] === '#') return { message: 'a comment needs a space before its #' };
  const inside = quote === '"' ? '\\"' : "''";
  const message = `text follows the closing ${names[quote]}`;
  return { message, help: `Put the whole value in quotes; a ${quote} inside of it is written ${inside}.` };
}

function insideBrackets({ reason, text, offset }: Failure): Cause | undefined {
  const character = text[offset] ?? '';
  if (reason.startsWith('expected the node content')) {
    return {
      message: `a value is missing before ${character}`,
      help: 'Remove the comma too much, or write the value.',
    };
  }
  if (!reason.startsWith('missed comma')) return undefined;
  if (character === ']' || character === '}') {
    const opener = character === ']' ? '{' : '[';
    return { message: `${character} closes what ${opener} opened`, help: `Close it with ${closers[opener]}.` };
  }
  if (reserved.includes(character)) return beginsReserved(character);
  return { message: 'a comma is missing between two entries in [ ] or { }', help: 'Separate entries with commas.' };
}

/** Characters that YAML keeps for itself at the beginning of a value. */
const reserved = ['@', '`', '%'];

function beginsReserved(character: string): Cause {
  const message = `a value cannot begin with ${character} unless it is in quotes`;
  return { message, help: 'Put the value in double quotes.' };
}

function reservedCharacter({ reason, text, offset, line }: Failure): Cause | undefined {
  const character = text[offset] ?? '';
  if (character === '' || !/indentation of a mapping|separator is expected/.test(reason)) return undefined;
  if (reserved.includes(character)) return beginsReserved(character);
  if (!'[]{},'.includes(character) || /^\s*[[{]/.test(line)) return undefined;
  const help = `Remove it, or put a value with ${character} in it in double quotes.`;
  return { message: `${character} stands where nothing is open that it could close or separate`, help };
}

const unreadableKey = /^can not read a block mapping entry|^end of the stream or a document separator/;

/** `name:value` is a text to YAML, so the field is missing and the next line fits nothing. */
function missingSpace({ reason, lineStart, line, above }: Failure): Cause | undefined {
  if (!unreadableKey.test(reason) && reason !== 'bad indentation of a mapping entry') return undefined;
  for (const { start, line: candidate } of [...above.slice(0, 1), { start: lineStart, line }]) {
    const dash = /^ *-(?=[\w"'])/.exec(candidate);
    const colon = /^ *(?:- +)?[\w.-]+:(?=[^\s/:][^:]*$)/.exec(candidate);
    const match = dash ?? colon;
    if (match === null) continue;
    const sign = dash === null ? 'colon' : 'dash';
    const at = start + match[0].length - 1;
    return { message: `a space is missing after the ${sign}`, help: 'Write one space there.', start: at, end: at + 1 };
  }
  return undefined;
}

function missingColon({ reason, text, offset, above, lineStart, line }: Failure): Cause | undefined {
  if (!unreadableKey.test(reason)) return undefined;
  // The word stands in the line above the one that the parser could not fit in, or it ends the text.
  const candidates = text[offset] === ':' ? above.slice(0, 1) : [{ start: lineStart, line }, ...above.slice(0, 1)];
  for (const { start, line: candidate } of candidates) {
    const word = /^ *([\w.-]+) *$/.exec(candidate)?.[1];
    if (word === undefined) continue;
    const at = start + candidate.indexOf(word);
    const message = `${shortened(word)} is neither a field nor a list item`;
    return {
      message,
      help: 'A field has a colon after its name, a list item a dash before it.',
      start: at,
      end: at + word.length,
    };
  }
  return undefined;
}

function secondColon({ text, offset, lineStart, line }: Failure): Cause | undefined {
  if (text[offset] !== ':' || !/[^\s]: /.test(line.slice(0, offset - lineStart))) return undefined;
  return { message: 'a second ": " stands in the same line', help: 'Put a value that contains ": " in double quotes.' };
}

/** A line that is indented below a field, though the field has its value already. */
function belowValue({ reason, text, offset, line, lineStart, above }: Failure): Cause | undefined {
  const [last] = above;
  if (reason !== 'bad indentation of a mapping entry' || text[offset] !== ':' || last === undefined) return undefined;
  const field = /^( *)(?:- +)?([\w.-]+): +\S/.exec(last.line);
  const name = /^( *)([^\s:]+)$/.exec(line.slice(0, offset - lineStart));
  if (field === null || name === null || (name[1] ?? '').length <= (field[1] ?? '').length) return undefined;
  const start = lineStart + (name[1] ?? '').length;
  return {
    message: `${shortened(name[2])} is indented below ${shortened(field[2])}, which has a value already`,
    help: `Begin both in the same column, or remove the value of ${shortened(field[2])}.`,
    start,
    end: offset,
  };
}

function listInLine({ reason, text, offset, line, lineStart }: Failure): Cause | undefined {
  const isAfterKey = /:\s+$/.test(line.slice(0, offset - lineStart));
  if (reason !== 'bad indentation of a mapping entry' || !isAfterKey) return undefined;
  if (text.startsWith('- ', offset)) {
    const help = 'Begin each item in a line of its own, or write [a, b].';
    return { message: 'a list cannot begin behind the name of its field', help };
  }
  if (!text.startsWith('? ', offset)) return undefined;
  return { message: '? begins a complex key', help: 'Put the value in double quotes.' };
}

function secondRoot({ reason, text, offset, line }: Failure): Cause | undefined {
  if (!reason.startsWith('end of the stream or a document separator')) return undefined;
  if (/^--- /.test(line)) {
    return { message: 'a field stands behind ---', help: 'Begin the document in the line after ---.' };
  }
  const character = text[offset] ?? '';
  if (character === '-') {
    return { message: 'a list item stands where a field was expected', help: 'Indent the list below its field.' };
  }
  const help = 'Separate documents by a line with ---; a document is one object or one list.';
  return { message: 'a second value stands outside of the first', help };
}

/** A line that begins in a column in which nothing above it begins. */
function columns({ reason, offset, lineStart, above }: Failure): Cause | undefined {
  if (!/^bad indentation of a (?:mapping|sequence) entry$/.test(reason)) return undefined;
  const column = offset - lineStart;
  const open: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const { line } of above) {
    const indentation = line.search(/\S/);
    if (indentation >= least || line[indentation] === '#') continue;
    least = indentation;
    const inItem = /^ *- +/.exec(line)?.[0].length;
    if (inItem !== undefined) open.push(inItem + 1);
    open.push(indentation + 1);
    if (least === 0) break;
  }
  const place = open.length === 0 ? '' : `; above, lines begin in column ${listOf(open.reverse())}`;
  return {
    message: `this begins in column ${column + 1}, where nothing above begins`,
    help: `Fields of one object, and items of one list, begin in the same column${place}.`,
  };
}

function shortened(word = ''): string {
  return word.length <= 60 ? word : `${word.slice(0, 57)}…`;
}

function listOf(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  return numbers.length === 1 ? String(last) : `${numbers.slice(0, -1).join(', ')} or ${last}`;
}

function depth({ reason }: Failure): Cause | undefined {
  const max = /^nesting exceeded maxDepth \((\d+)\)/.exec(reason)?.[1];
  if (max === undefined) return undefined;
  return { message: `the nesting is more than ${max} deep`, help: 'No field of a manifest is nested that deeply.' };
}

function directive({ reason }: Failure): Cause | undefined {
  if (reason === 'directives end mark is expected') {
    return { message: 'a line above begins with %, which is a directive to the parser', help: 'Remove that line.' };
  }
  if (reason !== 'unacceptable YAML version of the document') return undefined;
  return { message: 'this is not a version of YAML that exists', help: 'Remove the %YAML line, or write %YAML 1.2.' };
}
