/**
 * The constraints of a shape as a sentence for people, which the generated descriptions end with: numbers that stand in
 * the model are written by nobody, and cannot go stale.
 */
import type { Bounds, ShapeFacts } from './facts.js';
import { ecmaPattern } from './pattern.js';
import type { Patterns, PatternWords } from './pattern-words.js';

/** The sentence; undefined when the shape states no constraint but its type, enumeration or members. */
export function constraintSentence(facts: ShapeFacts, patterns: Patterns): string | undefined {
  const phrase = constraintPhrase(facts, patterns);
  return phrase === undefined ? undefined : `${phrase[0]?.toUpperCase()}${phrase.slice(1)}.`;
}

function constraintPhrase(facts: ShapeFacts, patterns: Patterns): string | undefined {
  switch (facts.type) {
    case 'string':
      return joined(
        amount(facts.length, 'character'),
        facts.pattern === undefined ? undefined : patterns[ecmaPattern(facts.pattern, 'pattern')],
      );
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      return facts.range === undefined ? undefined : interval(facts.range);
    case 'timestamp':
      return 'in seconds since 1970 UTC';
    case 'blob':
      return [amount(facts.length, 'byte'), 'as base64'].filter((it) => it !== undefined).join(', ');
    case 'list': {
      const parts = [amount(facts.length, 'item'), facts.unique && 'no item twice'].filter((it) => it !== undefined);
      return parts.length === 0 ? undefined : parts.join(', ');
    }
    case 'map':
      return amount(facts.length, 'entry');
    default:
      return undefined;
  }
}

function joined(length: string | undefined, words: PatternWords | undefined): string | undefined {
  if (words === undefined) return length;
  if (words.only !== undefined) return length === undefined ? `only ${words.only}` : `${length}: ${words.only}`;
  const demand = words.no === undefined ? `must ${words.form}` : `no ${words.no}`;
  return length === undefined ? demand : `${length}; ${demand}`;
}

/** How many of a unit; undefined when any number will do. */
function amount(bounds: Bounds = {}, unit: string): string | undefined {
  const { min = 0, max } = bounds;
  const noun = (count: number): string => (count === 1 ? unit : unit === 'entry' ? 'entries' : `${unit}s`);
  if (max === undefined) return min === 0 ? undefined : `${min} ${noun(min)} or more`;
  if (min === max) return `exactly ${max} ${noun(max)}`;
  return min === 0 ? `at most ${max} ${noun(max)}` : `${min} to ${max} ${noun(max)}`;
}

function interval({ min, max }: Bounds): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `${min} or more` : `${min} to ${max}`;
}
