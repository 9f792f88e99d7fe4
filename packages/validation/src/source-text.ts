/** A text and the way from an offset in it to a line and a column. */
import type { Position, SourceRange } from './diagnostic.js';

/** A text whose line starts are found when a position is first asked for. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Line and column of an offset; offsets beyond the text are taken as its end. */
  positionAt(offset: number): Position;
  rangeAt(start: number, end: number): SourceRange;
}

/** The source text of a file. */
export function sourceText(file: string, text: string): SourceText {
  return new LazySource(file, text);
}

/** Made for every file, and asked for positions of few: so it is a class, which has no functions of its own to make. */
class LazySource implements SourceText {
  readonly file: string;
  readonly text: string;
  #starts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  positionAt(offset: number): Position {
    this.#starts ??= lineStarts(this.text);
    const inside = Math.max(0, Math.min(offset, this.text.length));
    const line = lastAtMost(this.#starts, inside);
    return { line: line + 1, column: inside - (this.#starts[line] ?? 0) + 1 };
  }

  rangeAt(start: number, end: number): SourceRange {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
}

/** Offsets at which lines begin; a line ends with LF, CR LF or CR, as YAML says. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

/** The index of the last of these ascending numbers that is not above `offset`; 0 when all are. */
export function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
