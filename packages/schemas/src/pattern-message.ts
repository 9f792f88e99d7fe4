/** What is wrong with a text that does not match its pattern: the part that fails, in words instead of the pattern. */
import { codePointName } from './code-point-name.js';
import { patternWords } from './generated/pattern-words.js';
import { repeatedClass } from './repeated-class.js';
import { base64Pattern } from './shape.js';
import { codePointLength, patternRegExp } from './text.js';

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
  /** Matches the legal beginning of any text; undefined when the pattern is not a repeated class. */
  readonly beginning: RegExp | undefined;
}

const known = /* @__PURE__ */ new Map<string, KnownPattern>();

function knownPattern(pattern: string): KnownPattern {
  let result = known.get(pattern);
  if (result === undefined) {
    const repeated = repeatedClass(pattern);
    result = {
      words: patternWords[pattern] ?? ours[pattern],
      beginning: repeated && patternRegExp(`^${repeated.characterClass}*`),
    };
    known.set(pattern, result);
  }
  return result;
}

/** The demand of the pattern that the text does not meet, as the end of a sentence that begins with the field's name. */
export function patternMessage(pattern: string, text: string): string {
  const { words, beginning } = knownPattern(pattern);
  if (words?.form !== undefined) return `must ${words.form}`;
  const misfit = beginning && firstMisfit(beginning, text);
  if (misfit === undefined) return text === '' ? 'must not be empty' : `must match ${pattern}`;
  const name = codePointName(misfit.character);
  const place = `at character ${misfit.position}`;
  if (words?.only !== undefined) {
    return `may contain only ${words.only}; there is ${name}${asciiHint(words.only, misfit.character)} ${place}`;
  }
  if (words?.no !== undefined) return `must not contain ${words.no}; there is ${name} ${place}`;
  return `must not contain ${name}, which is ${place}; it must match ${pattern}`;
}

/** A text with é has letters only, a reader may think; the patterns that leave it out mean those of ASCII. */
function asciiHint(only: string, misfit: string): string {
  return /letters|digits/.test(only) && /[^\0-\x7F]/.test(misfit) && /[\p{L}\p{N}]/u.test(misfit) ? ', not ASCII,' : '';
}

interface Misfit {
  readonly character: string;
  /** Counted in code points, from one. */
  readonly position: number;
}

/** The first character after the legal beginning of the text; undefined when that is all of it. */
function firstMisfit(beginning: RegExp, text: string): Misfit | undefined {
  const [legal = ''] = beginning.exec(text) ?? [];
  if (legal.length === text.length) return undefined;
  return { character: String.fromCodePoint(text.codePointAt(legal.length) ?? 0), position: codePointLength(legal) + 1 };
}
