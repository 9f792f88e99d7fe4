/** A line of a source with marks below a part of it. */
import type { SourceRange } from '../diagnostic.js';
import { lineStarts } from '../source-text.js';
import { printable } from './untrusted.js';

/** A line as it is shown, and what stands below it. */
export interface Frame {
  /** The line, cut around the marked part when it is long. */
  readonly line: string;
  /** Marks, aligned below the marked part. */
  readonly marks: string;
}

/** How many characters of a line are shown; a JSON file may be one line of a million. */
const frameWidth = 120;
/** How many characters are shown before the marked part of a line that is too long. */
const frameLead = 40;

/** The first line of a range with `mark` below each column of it that is in the range. */
export function frameOf(line: string, { start, end }: SourceRange, mark: '^' | '-'): Frame {
  const from = line.length <= frameWidth ? 0 : Math.max(0, start.column - 1 - frameLead);
  const shown = printable(line.slice(from, from + frameWidth));
  const first = start.column - 1 - from;
  const last = end.line === start.line ? end.column - 1 - from : shown.length;
  const before = blank(shown.slice(0, first));
  const under = blank(shown.slice(first, Math.max(first + 1, Math.min(last, shown.length))));
  const more = from > 0 ? '…' : '';
  const rest = from + frameWidth < line.length ? '…' : '';
  return { line: `${more}${shown}${rest}`, marks: `${more && ' '}${before}${mark.repeat(Math.max(1, under.length))}` };
}

/** As many spaces as a terminal needs columns for the text. */
function blank(text: string): string {
  return text
    .replace(/\p{Mn}/gu, '')
    .replace(
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/gu,
      '  ',
    )
    .replace(/[^ ]/gu, ' ');
}

/** Gives lines of the sources by file and number, from 1; undefined for a file whose text is not known. */
export function lineReader(sources: ReadonlyMap<string, string>): (file: string, line: number) => string | undefined {
  const starts = new Map<string, readonly number[]>();
  return (file, line) => {
    const text = sources.get(file);
    if (text === undefined) return undefined;
    let lines = starts.get(file);
    if (lines === undefined) {
      lines = lineStarts(text);
      starts.set(file, lines);
    }
    const start = lines[line - 1] ?? text.length;
    return text.slice(start, lines[line] ?? text.length).replace(/[\r\n]+$/, '');
  };
}
