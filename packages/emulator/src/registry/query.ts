/**
 * Queries of dynamic thing groups and of SearchIndex: the part of AWS's fleet indexing language that concerns names,
 * attributes and groups. https://docs.aws.amazon.com/iot/latest/developerguide/query-syntax.html
 *
 *     thingName:lamp-*   attributes.model:x1   attributes.note:"two words"   thingGroupNames:berlin   *   AND   OR   NOT   -   ( )
 *
 * Terms side by side are joined by AND; values are compared without regard to case. A query is data, made once and asked
 * often.
 */

/** What a query is asked about. */
export interface QuerySubject {
  readonly thingName: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the static groups that hold the thing, also those above a group that does. */
  readonly groups: () => ReadonlySet<string>;
}

export type ThingQuery =
  | { readonly all: true }
  | { readonly field: 'thingName' | 'thingGroupNames'; readonly value: string }
  | { readonly field: 'attributes'; readonly attribute: string; readonly value: string }
  | { readonly not: ThingQuery }
  | { readonly and: readonly ThingQuery[] }
  | { readonly or: readonly ThingQuery[] };

/** The longest query, in bytes. https://docs.aws.amazon.com/general/latest/gr/iot_device_management.html */
const longestQuery = 1000;
const mostTerms = 12;

/** Returns the query that a text writes, or what is wrong with it. */
export function parseQuery(text: string): Parsed {
  if (Buffer.byteLength(text) > longestQuery) return { message: `A query can have at most ${longestQuery} bytes.` };
  const words = wordsOf(text);
  if (words === undefined) return { message: 'The query has a quotation mark or a backslash with nothing behind it.' };
  if (words.filter((word) => !operators.includes(word)).length > mostTerms)
    return { message: `A query can have at most ${mostTerms} terms.` };
  const reader: Reader = { words, at: 0 };
  const parsed = readEither(reader);
  if ('message' in parsed || reader.at === words.length) return parsed;
  return { message: 'A ) has no ( before it.' };
}

type Parsed = { readonly query: ThingQuery } | { readonly message: string };

interface Reader {
  readonly words: readonly string[];
  at: number;
}

const operators = ['AND', 'OR', 'NOT', '-', '(', ')'];

/** Returns parentheses, operators, and terms with their quotation marks; undefined when something else is left. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const word = /\s*(?:([()]|-(?=[\w(])|(?:"(?:[^"\\]|\\.)*"|\\.|[^\s()"\\])+)|$)/gsy;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match === null) return undefined;
    if (match[1] === undefined) break;
    words.push(match[1]);
  }
  return words;
}

function readEither(reader: Reader): Parsed {
  const parts: ThingQuery[] = [];
  do {
    const part = readBoth(reader);
    if ('message' in part) return part;
    parts.push(part.query);
  } while (take(reader, 'OR'));
  return { query: parts.length === 1 ? parts[0]! : { or: parts } };
}

/** Terms side by side go together as if AND stood between them. */
function readBoth(reader: Reader): Parsed {
  const parts: ThingQuery[] = [];
  do {
    const part = readNegated(reader);
    if ('message' in part) return part;
    parts.push(part.query);
  } while (take(reader, 'AND') || ![undefined, 'OR', ')'].includes(reader.words[reader.at]));
  return { query: parts.length === 1 ? parts[0]! : { and: parts } };
}

function readNegated(reader: Reader): Parsed {
  if (take(reader, 'NOT') || take(reader, '-')) {
    const negated = readNegated(reader);
    return 'message' in negated ? negated : { query: { not: negated.query } };
  }
  if (!take(reader, '(')) return readTerm(reader);
  const inner = readEither(reader);
  if ('message' in inner) return inner;
  return take(reader, ')') ? inner : { message: 'A ( has no ) behind it.' };
}

function take(reader: Reader, word: string): boolean {
  if (reader.words[reader.at] !== word) return false;
  reader.at += 1;
  return true;
}

function readTerm(reader: Reader): Parsed {
  const word = reader.words[reader.at];
  if (word === undefined) return { message: 'The query ends where a term should stand.' };
  if (operators.includes(word)) return { message: `'${word}' stands where a term should.` };
  reader.at += 1;
  if (word === '*') return { query: { all: true } };
  const [, field = '', value = ''] = /^([^:"\\]+):(.+)$/s.exec(word) ?? [];
  if (/^[[{<>]/.test(value) || /[<>]/.test(field)) return { message: `Ranges are not emulated: '${word}'.` };
  const pattern = patternOf(value);
  if (field === 'thingName' || field === 'thingGroupNames') return { query: { field, value: pattern } };
  if (field.startsWith('attributes.'))
    return { query: { field: 'attributes', attribute: field.slice('attributes.'.length), value: pattern } };
  return { message: `'${word}' is not emulated: write thingName:x, attributes.name:x, thingGroupNames:x or *.` };
}

/** Returns a value in lower case, wildcards within quotation marks made plain. */
function patternOf(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value.toLowerCase());
  if (quoted === null) return value.toLowerCase();
  return quoted[1]!.replace(/\\(.)/gs, '$1').replace(/[\\*?]/g, '\\$&');
}

/** Returns whether a thing is found by a query. */
export function isFound(query: ThingQuery, subject: QuerySubject): boolean {
  if ('all' in query) return true;
  if ('not' in query) return !isFound(query.not, subject);
  if ('and' in query) return query.and.every((part) => isFound(part, subject));
  if ('or' in query) return query.or.some((part) => isFound(part, subject));
  switch (query.field) {
    case 'thingName':
      return matches(query.value, subject.thingName.toLowerCase());
    case 'thingGroupNames':
      return [...subject.groups()].some((name) => matches(query.value, name.toLowerCase()));
    case 'attributes': {
      const { attributes } = subject;
      const value = Object.hasOwn(attributes, query.attribute) ? attributes[query.attribute] : undefined;
      return value !== undefined && matches(query.value, value.toLowerCase());
    }
  }
}

/**
 * Returns whether a text is what a pattern says: `*` is any text, `?` any character, a backslash makes the next one plain.
 * It goes back to the last `*` only, so that no pattern takes longer than its length times the text's.
 */
function matches(pattern: string, text: string): boolean {
  let [at, read, starAt, starRead] = [0, 0, -1, 0];
  while (read < text.length) {
    const escaped = pattern[at] === '\\' && at + 1 < pattern.length;
    const character = escaped ? pattern[at + 1] : pattern[at];
    if (character === '*' && !escaped) {
      starAt = at;
      starRead = read;
      at += 1;
    } else if (character === text[read] || (character === '?' && !escaped)) {
      at += escaped ? 2 : 1;
      read += 1;
    } else if (starAt >= 0) {
      starRead += 1;
      read = starRead;
      at = starAt + 1;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
