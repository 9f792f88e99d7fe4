/** Manifest text -> documents: plain values, and the place of every node. */
import { constructFromEvents, EVENT_ID, type Event, parseEvents } from 'js-yaml';
import { type SourceText, sourceText } from './source-text.js';
import { compose } from './yaml/compose.js';
import type { YamlNode, YamlProblem } from './yaml/node.js';
import { syntaxProblem } from './yaml/syntax-error.js';

/** One document of a file; a file holds several, separated by `---`. */
export interface ParsedDocument {
  readonly source: SourceText;
  /** Absent when there is no content, or when the YAML is too broken to have a value. */
  readonly value?: unknown;
  readonly root?: YamlNode;
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
  try {
    const documents: ParsedDocument[] = [];
    const problems: YamlProblem[] = [];
    for (const events of splitDocuments(parseEvents(source.text, {}))) {
      const parsed = parseDocument(source, events);
      documents.push(parsed.document);
      problems.push(...parsed.problems);
    }
    const complete = documents.every((document) => document.value !== undefined || document.root === undefined);
    return { file, source, documents, problems, complete };
  } catch (error) {
    return { file, source, documents: [], problems: [syntaxProblem(error, source.text)], complete: false };
  }
}

function parseDocument(
  source: SourceText,
  events: Event[],
): { readonly document: ParsedDocument; readonly problems: readonly YamlProblem[] } {
  const { root, problems, sound } = compose(source.text, events);
  if (root === undefined) return { document: { source }, problems };
  if (!sound) return { document: { source, root }, problems };
  try {
    // Duplicate keys have been found already, all of them; with `json` the last one counts and reading goes on.
    const [value] = constructFromEvents(events, { source: source.text, json: true });
    return { document: { source, root, value }, problems };
  } catch (error) {
    return { document: { source, root }, problems: [...problems, syntaxProblem(error, source.text)] };
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
