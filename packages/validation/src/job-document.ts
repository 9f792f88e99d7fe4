/** The job document of a manifest as rules look at it: the text that is sent, its value, and where its parts stand. */
import { type ReadResult, resolveFrom } from './document-files.js';
import { excerpt } from './excerpt.js';
import type { Finding, RelatedFinding } from './finding.js';
import { pointerSegments } from './json-pointer.js';
import { type JsonMember, type JsonNode, readJson } from './json-text.js';
import type { RuleId } from './rule-table.js';
import { type SourceText, sourceText } from './source-text.js';
import { type Repository, type Subject, templateOf } from './subject.js';

/** A job document that is JSON. */
export interface JobDocument {
  /** What messages call it: `document`, or the file as the manifest names it. */
  readonly name: string;
  /** The file that it is, from the repository's root; undefined where the manifest itself holds it. */
  readonly file?: string;
  /** The manifest that it is written or named in. */
  readonly owner: Subject;
  /** The text that is sent. */
  readonly text: string;
  readonly value: unknown;
  /** Where a part of it stands: in the manifest, and where it is a file, in that file. */
  readonly placeOf: (pointer: string, part?: 'key' | 'value') => Pick<Finding, 'pointer' | 'on' | 'within' | 'related'>;
  /** The document's text with the place of every value; undefined for fields in YAML, and for what is nested too deep. */
  readonly root: () => JsonNode | undefined;
}

/** The longest message or help about a document, in characters. */
const sentenceMax = 600;

/** The job document that a manifest itself gives, if it can be read and is JSON. Many rules ask for it. */
export function ownDocument(subject: Subject, repository: Repository): JobDocument | undefined {
  subject.known.document ??= readOwn(subject, repository) ?? 'none';
  return subject.known.document === 'none' ? undefined : subject.known.document;
}

/** The job document that counts: the manifest's own, else its template's; undefined when it is not in the repository. */
export function effectiveDocument(subject: Subject, repository: Repository): JobDocument | undefined {
  if (['document', 'documentFile', 'documentSource'].some((member) => subject.written.has(member))) {
    return ownDocument(subject, repository);
  }
  const template = templateOf(subject, repository);
  return template === undefined ? undefined : ownDocument(template, repository);
}

function readOwn(subject: Subject, repository: Repository): JobDocument | undefined {
  const { document, documentFile } = subject.spec;
  if (subject.written.has('document') && subject.written.has('documentFile')) return undefined;
  if (typeof document === 'string') return textDocument(subject, document);
  if (document !== undefined) return fieldsDocument(subject, document);
  if (documentFile === undefined) return undefined;
  const path = resolveFrom(subject.document.source.file, documentFile);
  const read = path === undefined ? undefined : repository.documents.get(path);
  if (path === undefined || read === undefined || !('text' in read)) return undefined;
  return fileDocument(subject, documentFile, path, read);
}

function fieldsDocument(owner: Subject, value: Readonly<Record<string, unknown>>): JobDocument {
  return {
    name: 'document',
    owner,
    text: JSON.stringify(value),
    value,
    placeOf: (pointer, part = 'value') => ({ pointer: `/spec/document${pointer}`, on: part }),
    root: () => undefined,
  };
}

function textDocument(owner: Subject, text: string): JobDocument | undefined {
  const value = parsedJson(text);
  if (value === undefined) return undefined;
  const root = rootOf(text);
  return {
    name: 'document',
    owner,
    text,
    value,
    placeOf: (pointer, part = 'value') => {
      const whole = { pointer: '/spec/document', on: 'value' } as const;
      // What is said of the whole stands where the whole begins.
      if (pointer === '') return whole;
      const within = () => {
        const read = root();
        return read && nodeAt(read, pointer, part);
      };
      return { ...whole, within };
    },
    root,
  };
}

function fileDocument(owner: Subject, name: string, path: string, read: ReadText): JobDocument | undefined {
  const content = contentOf(read);
  if (content.value === undefined) return undefined;
  const source = sourceText(path, read.text);
  return {
    name,
    file: path,
    owner,
    text: read.text,
    value: content.value,
    placeOf: (pointer, part = 'value') => {
      const read = content.root();
      return placeInFile(source, read && nodeAt(read, pointer, part));
    },
    root: content.root,
  };
}

/** What reading a file gave when it gave a text. */
type ReadText = Extract<ReadResult, { text: string }>;

/** The content of a file as JSON; the value is undefined when it is none. */
interface JsonContent {
  readonly value: unknown;
  readonly root: () => JsonNode | undefined;
}

const contents = new WeakMap<ReadText, JsonContent>();

/** The content of a file as JSON, which is read once, however many manifests name the file. */
export function contentOf(read: ReadText): JsonContent {
  let content = contents.get(read);
  if (content === undefined) {
    content = { value: parsedJson(read.text), root: rootOf(read.text) };
    contents.set(read, content);
  }
  return content;
}

/** The root of a JSON text, which is read once and only when somebody asks. */
function rootOf(text: string): () => JsonNode | undefined {
  let root: { readonly node: JsonNode | undefined } | undefined;
  return () => {
    root ??= { node: readJson(text).root };
    return root.node;
  };
}

/** The place of a span of a document file, told by the manifest that names the file. */
export function placeInFile(
  source: SourceText,
  span: { readonly start: number; readonly end: number } | undefined,
): Pick<Finding, 'pointer' | 'on' | 'related'> {
  const at = { pointer: '/spec/documentFile', on: 'value' } as const;
  if (span === undefined) return at;
  const related: RelatedFinding = { message: 'here', source, start: span.start, end: span.end };
  return { ...at, related: [related] };
}

/** The finding of a rule at a part of a job document, whichever manifest has the document. */
export function findingIn(
  document: JobDocument,
  rule: RuleId,
  at: { readonly pointer: string; readonly part?: 'key' | 'value' },
  message: string,
  help?: string,
): Finding {
  const finding = manifestFindingIn(document, rule, at, message, help);
  return document.file === undefined ? finding : { ...finding, documentFile: document.file };
}

/** As {@link findingIn}, of a rule that finds it of this manifest and perhaps not of another one with the same document. */
export function manifestFindingIn(
  document: JobDocument,
  rule: RuleId,
  at: { readonly pointer: string; readonly part?: 'key' | 'value' },
  message: string,
  help?: string,
): Finding {
  // Documents hold what they like; a name or a value of a megabyte must not become a message of one.
  const texts = {
    message: excerpt(message, sentenceMax),
    ...(help !== undefined && { help: excerpt(help, sentenceMax) }),
  };
  return { rule, ...document.placeOf(at.pointer, at.part), ...texts };
}

/** The span at a pointer, or of its nearest ancestor; of a key that is written twice, the last counts, as for JSON. */
function nodeAt(
  root: JsonNode,
  pointer: string,
  part: 'key' | 'value',
): { readonly start: number; readonly end: number } {
  let span: { readonly start: number; readonly end: number } = root;
  let at: JsonNode | undefined = root;
  for (const segment of pointerSegments(pointer)) {
    const member: JsonMember | undefined = memberOf(at, segment);
    const next: JsonNode | undefined = member?.value ?? at.items[Number(segment)];
    if (next === undefined) return span;
    span = member !== undefined && part === 'key' ? { start: member.keyStart, end: member.keyEnd } : next;
    at = next;
  }
  return span;
}

/** Members by their keys, kept so that many findings in one large object take no look at all its members each. */
const membersByKey = new WeakMap<JsonNode, ReadonlyMap<string, JsonMember>>();

function memberOf(node: JsonNode, key: string): JsonMember | undefined {
  let members = membersByKey.get(node);
  if (members === undefined) {
    members = new Map(node.members.map((member) => [member.key, member]));
    membersByKey.set(node, members);
  }
  return members.get(key);
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
