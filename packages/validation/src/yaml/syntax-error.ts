/** What a syntax error of the YAML parser means, in words that say what to write. */
import { YAMLException } from 'js-yaml';
import type { YamlProblem } from './node.js';

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
  return { rule: 'yaml/syntax', ...span, ...explained(reason, text, offset) };
}

function explained(reason: string, text: string, offset: number): { message: string; help?: string } {
  const line = lineAround(text, offset);
  const character = text[offset] ?? '';
  if (/\btab/.test(reason) || /^\s*\t/.test(line)) {
    return {
      message: 'a tab stands where YAML wants indentation by spaces',
      help: 'Replace the tab by spaces; set the editor to insert spaces in YAML files.',
    };
  }
  if (character !== '' && '@`%'.includes(character)) {
    const message = `a value cannot begin with ${character} unless it is in quotes`;
    return { message, help: 'Put the value in double quotes.' };
  }
  if (reason === 'bad indentation of a mapping entry' && /:\s.*:(\s|$)/.test(line)) {
    return {
      message: 'a second ": " stands in the same line',
      help: 'Put a value that contains ": " in double quotes.',
    };
  }
  if (reason === 'bad indentation of a mapping entry') {
    return { message: reason, help: 'Fields of the same object must begin in the same column.' };
  }
  if (reason === 'deficient indentation' || reason.startsWith('unexpected end of the stream within a flow')) {
    return {
      message: reason,
      help: 'A {, a [ or a quote that opens above may not be closed; what is inside must be indented.',
    };
  }
  if (reason.startsWith('unexpected end of the stream within a')) {
    return { message: reason, help: 'The closing quote is missing.' };
  }
  return { message: reason };
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}

function wordEnd(text: string, offset: number): number {
  const word = /^[^\s,:{}[\]]+/.exec(text.slice(offset, offset + 200));
  return Math.min(text.length, offset + (word?.[0].length ?? 1));
}
