/** Characters that YAML forbids, and characters in comments that make a review see another text. */
import { EVENT_ID, type Event } from 'js-yaml';
import { bidirectionalCharacter, characterName } from '../text-characters.js';
import type { YamlProblem } from './node.js';

/** Controls but tab and line breaks, what Unicode keeps free, and halves of surrogate pairs; see YAML 1.2.2, 5.1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\0-\u0008\v\f\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** The first character that YAML forbids in any text, comments included; undefined when there is none. */
export function forbiddenCharacter(text: string): YamlProblem | undefined {
  const start = text.search(forbidden);
  if (start < 0) return undefined;
  return {
    rule: 'yaml/control-character',
    start,
    end: start + 1,
    message: `YAML forbids the character ${characterName(text, start)}`,
    help: 'Remove it; where it is meant, write it as an escape in double quotes, such as "\\u0007".',
  };
}

/** How many such characters are told of a file: after a few, nobody reads on. */
const toldMax = 10;

/** Characters outside of all values that reorder what is shown; of those in values, rules about the values speak. */
export function bidirectionalComments(text: string, events: readonly Event[]): readonly YamlProblem[] {
  if (bidirectionalCharacter(text) === undefined) return [];
  const problems: YamlProblem[] = [];
  let from = 0;
  for (const value of [...scalarSpans(events), { start: text.length, end: text.length }]) {
    for (const { index, name } of hiddenIn(text, from, value.start)) {
      if (problems.length === toldMax) return problems;
      const message = `a comment has ${name}, which reorders what is shown`;
      const help = 'Remove the character: people see another text than what stands there.';
      problems.push({ rule: 'yaml/bidirectional-comment', start: index, end: index + 1, message, help });
    }
    from = Math.max(from, value.end);
  }
  return problems;
}

function* hiddenIn(
  text: string,
  from: number,
  to: number,
): Iterable<{ readonly index: number; readonly name: string }> {
  const part = text.slice(from, Math.max(from, to));
  let at = 0;
  for (let hidden = bidirectionalCharacter(part); hidden !== undefined; ) {
    yield { index: from + at + hidden.index, name: hidden.name };
    at += hidden.index + 1;
    hidden = bidirectionalCharacter(part.slice(at));
  }
}

function* scalarSpans(events: readonly Event[]): Iterable<{ readonly start: number; readonly end: number }> {
  for (const event of events) {
    if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) yield { start: event.valueStart, end: event.valueEnd };
  }
}
