/** What a syntax error of the YAML parser means, in words that say what to write. */
import { YAMLException } from 'js-yaml';
import type { YamlProblem } from './node.js';
import { type Failure, syntaxCauses } from './syntax-causes.js';

/** The problem that an error thrown by the parser or the constructor stands for. */
export function syntaxProblem(error: unknown, text: string): YamlProblem {
  const reason = error instanceof YAMLException ? error.reason : 'the text is too deep or too long to be read';
  const offset = Math.min((error instanceof YAMLException ? error.mark?.position : undefined) ?? 0, text.length);
  const span = { start: offset, end: wordEnd(text, offset) };
  const unknownTag = /^unknown (?:scalar|sequence|mapping) tag !<(.*)>$/.exec(reason);
  if (unknownTag !== null) {
    const help = 'Remove the tag; put the value in quotes when it is text.';
    return { rule: 'yaml/tag', ...span, message: `the tag ${unknownTag[1]} is not known here`, help };
  }
  const failure = failureAt(reason, text, offset);
  for (const explain of syntaxCauses) {
    const cause = explain(failure);
    if (cause !== undefined) return { rule: 'yaml/syntax', ...span, ...cause };
  }
  return { rule: 'yaml/syntax', ...span, message: reason };
}

function failureAt(reason: string, text: string, offset: number): Failure {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const lineEnd = endOfLine(text, offset);
  const above = linesAbove(text, lineStart);
  return { reason, text, offset, lineStart, line: text.slice(lineStart, lineEnd), above };
}

/** How many lines above the place of an error are looked at. */
const linesMax = 100;

/** Offsets and texts of the lines above that are not blank, the nearest first. */
function linesAbove(text: string, from: number): Failure['above'] {
  const lines: { start: number; line: string }[] = [];
  let end = from;
  while (end > 0 && lines.length < linesMax) {
    const contentEnd = text[end - 1] === '\n' && text[end - 2] === '\r' ? end - 2 : end - 1;
    // In a negative offset `lastIndexOf` sees a 0, and so a line break that is the text's first character.
    const start = contentEnd <= 0 ? 0 : text.lastIndexOf('\n', contentEnd - 1) + 1;
    const line = text.slice(start, contentEnd);
    if (line.trim() !== '') lines.push({ start, line });
    end = start;
  }
  return lines;
}

function endOfLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

function wordEnd(text: string, offset: number): number {
  const word = /^[^\s,:{}[\]]+/.exec(text.slice(offset, offset + 200));
  return Math.min(text.length, offset + (word?.[0].length ?? 1));
}
