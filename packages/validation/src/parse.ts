/** Manifest text -> documents: plain values, and the place of every node when somebody asks for it. */
import { constructFromEvents, EVENT_ID, type Event, parseEvents } from 'js-yaml';
import { type SourceText, sourceText } from './source-text.js';
import { bidirectionalComments, forbiddenCharacter } from './yaml/characters.js';
import { compose } from './yaml/compose.js';
import type { YamlNode, YamlProblem } from './yaml/node.js';
import { readOrdinary } from './yaml/ordinary.js';
import { syntaxProblem } from './yaml/syntax-error.js';

/** One document of a file; a file holds several, separated by `---`. */
export interface ParsedDocument {
  readonly source: SourceText;
  /** Which of its file's documents it is, counted from 0. */
  readonly index: number;
  /** Undefined when there is no content, or when the YAML is too broken to have a value. */
  readonly value?: unknown;
  /**
   * The nodes with their places; undefined when there is no content. They are made when they are first asked for: most
   * files have no findings, and nobody wants to know where something stands in them.
   */
  readonly root: YamlNode | undefined;
}

/** A file read as YAML. Nothing has been asked yet about what it means. */
export interface ParsedFile {
  /** Relative to the repository root, with forward slashes. */
  readonly file: string;
  readonly source: SourceText;
  readonly documents: readonly ParsedDocument[];
  readonly problems: readonly YamlProblem[];
  /** Whether every document of the file could be read. */
  readonly complete: boolean;
}

/** The documents of a file and what is wrong with its YAML; never throws. JSON is YAML too. */
export function parseFile(file: string, text: string): ParsedFile {
  // A byte order mark is no character of the text: with it, columns of the first line would be off by one.
  const source = sourceText(file, text.startsWith('\uFEFF') ? text.slice(1) : text);
  const values = readOrdinary(source.text);
  if (values === undefined) return parseAnything(source);
  const roots = new Roots(source.text);
  const documents = values.map((value, index) => new LazyDocument(source, index, value, roots));
  return { file, source, documents, problems: [], complete: true };
}

/** As {@link parseFile}, for YAML of any form. */
export function parseAnything(source: SourceText): ParsedFile {
  const { file, text } = source;
  const forbidden = forbiddenCharacter(text);
  if (forbidden !== undefined) return { file, source, documents: [], problems: [forbidden], complete: false };
  try {
    const roots = new Roots(text);
    const events = parseEvents(text, {});
    const problems: YamlProblem[] = [...bidirectionalComments(text, events)];
    let complete = true;
    const documents = splitDocuments(events).map((events, index) => {
      const read = readDocument(text, events);
      problems.push(...read.problems);
      complete &&= read.value !== undefined || read.empty;
      return new LazyDocument(source, index, read.value, roots);
    });
    return { file, source, documents, problems, complete };
  } catch (error) {
    return { file, source, documents: [], problems: [syntaxProblem(error, text)], complete: false };
  }
}

interface ReadDocument {
  readonly value: unknown;
  readonly empty: boolean;
  readonly problems: readonly YamlProblem[];
}

function readDocument(text: string, events: Event[]): ReadDocument {
  const { root, problems, sound } = compose(text, events);
  const empty = root === undefined;
  if (empty || !sound) return { value: undefined, empty, problems };
  try {
    // Duplicate keys have been found already, all of them; with `json` the last one counts and reading goes on.
    const [value] = constructFromEvents(events, { source: text, json: true });
    return { value, empty, problems };
  } catch (error) {
    return { value: undefined, empty, problems: [...problems, syntaxProblem(error, text)] };
  }
}

/** The nodes of each document of a text that can be parsed, made when the first is asked for. */
class Roots {
  readonly #text: string;
  #roots: readonly (YamlNode | undefined)[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  at(index: number): YamlNode | undefined {
    this.#roots ??= splitDocuments(parseEvents(this.#text, {})).map((events) => compose(this.#text, events).root);
    return this.#roots[index];
  }
}

class LazyDocument implements ParsedDocument {
  readonly source: SourceText;
  readonly index: number;
  readonly value: unknown;
  readonly #roots: Roots;

  constructor(source: SourceText, index: number, value: unknown, roots: Roots) {
    this.source = source;
    this.index = index;
    this.value = value;
    this.#roots = roots;
  }

  get root(): YamlNode | undefined {
    return this.#roots.at(this.index);
  }
}

function splitDocuments(events: readonly Event[]): Event[][] {
  const documents: Event[][] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) documents.push([]);
    documents.at(-1)?.push(event);
  }
  return documents;
}
