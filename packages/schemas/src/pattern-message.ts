/** What is wrong with a text that does not match its pattern: the part that fails, in words instead of the pattern. */
import { codePointName } from './code-point-name.js';
import { patternWords } from './generated/pattern-words.js';
import { repeatedClass } from './repeated-class.js';
import { base64Pattern } from './shape.js';
import { patternRegExp } from './text.js';

/** What a pattern demands, in words: `may contain only …`, `must not contain …` or `must …`. */
export interface PatternWords {
  /** The characters of which a text of the pattern is made. */
  readonly only?: string;
  /** The characters that a text of the pattern does not have. */
  readonly no?: string;
  /** The form of a text, where it is not told by its characters alone. */
  readonly form?: string;
}

const ours: Readonly<Record<string, PatternWords>> = {
  [base64Pattern]: { form: 'be base64 with its padding: groups of four of A-Z a-z 0-9 + /, the last filled up with =' },
};

/** What messages about a pattern need, looked up once. */
interface KnownPattern {
  readonly words: PatternWords | undefined;
  /** Matches one character of a text of the pattern; undefined when the pattern is not a repeated class. */
  readonly character: RegExp | undefined;
}

const known = /* @__PURE__ */ new Map<string, KnownPattern>();

function knownPattern(pattern: string): KnownPattern {
  let result = known.get(pattern);
  if (result === undefined) {
    const repeated = repeatedClass(pattern);
    result = {
      words: patternWords[pattern] ?? ours[pattern],
      character: repeated && patternRegExp(`^${repeated.characterClass}$`),
    };
    known.set(pattern, result);
  }
  return result;
}

/** The demand of the pattern that the text does not meet, as the end of a sentence that begins with the field's name. */
export function patternMessage(pattern: string, text: string): string {
  const { words, character } = knownPattern(pattern);
  if (words?.form !== undefined) return `must ${words.form}`;
  const misfit = character && firstMisfit(character, text);
  if (misfit === undefined) return text === '' ? 'must not be empty' : `must match ${pattern}`;
  const name = codePointName(misfit.character);
  const place = `at character ${misfit.position}`;
  if (words?.only !== undefined) return `may contain only ${words.only}; there is ${name} ${place}`;
  if (words?.no !== undefined) return `must not contain ${words.no}; there is ${name} ${place}`;
  return `must not contain ${name}, which is ${place}; it must match ${pattern}`;
}

interface Misfit {
  readonly character: string;
  /** Counted in code points, from one. */
  readonly position: number;
}

/** The first character of the text that does not match. */
function firstMisfit(legal: RegExp, text: string): Misfit | undefined {
  let position = 0;
  for (const character of text) {
    position += 1;
    if (!legal.test(character)) return { character, position };
  }
  return undefined;
}
