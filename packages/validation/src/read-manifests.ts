/** Documents -> what they describe: the header and the shape of each manifest, before rules look at it. */
import type { Finding } from './finding.js';
import { readHeader } from './header.js';
import type { ParsedDocument, ParsedFile } from './parse.js';
import { shapeFindings } from './shape.js';
import { without } from './spec.js';
import type { Subject } from './subject.js';

/** A document that has content. */
export interface ReadDocument {
  readonly document: ParsedDocument;
  /** Undefined when it does not say what it describes. */
  readonly subject: Subject | undefined;
  /** What its header and its shape lack. */
  readonly findings: readonly Finding[];
}

/** The manifests of some files. */
export interface ReadManifests {
  readonly files: readonly ParsedFile[];
  readonly documents: readonly ReadDocument[];
  /** Whether everything could be read, and every manifest has a name. */
  readonly complete: boolean;
}

/** What the documents of some files describe, as far as it can be told. */
export function readManifests(files: readonly ParsedFile[]): ReadManifests {
  const documents: ReadDocument[] = [];
  let complete = true;
  for (const file of files) {
    complete &&= file.complete;
    for (const document of file.documents) {
      if (document.value === undefined || document.value === null) continue;
      const read = readDocument(document);
      documents.push(read);
      complete &&= read.subject?.name !== undefined;
    }
  }
  return { files, documents, complete };
}

function readDocument(document: ParsedDocument): ReadDocument {
  const { kind, findings: headerFindings } = readHeader(document);
  if (kind === undefined) return { document, subject: undefined, findings: headerFindings };
  const { findings: shape, faults, meant } = shapeFindings(document, kind);
  const sound = (faults.size === 0 ? document.value : without(document.value, faults)) as SoundParts;
  const subject = {
    kind,
    name: sound.metadata?.name,
    document,
    spec: sound.spec ?? {},
    written: writtenMembers(document.value as WrittenParts, meant),
    known: {},
  } as Subject; // What the schema faulted has been taken out; what remains has the shape of a draft.
  return { document, subject, findings: headerFindings.length === 0 ? shape : [...headerFindings, ...shape] };
}

interface SoundParts {
  readonly metadata?: { readonly name?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

interface WrittenParts {
  readonly spec?: unknown;
}

/** Names of the spec's members, and of those that its misspelt ones stand for. */
function writtenMembers({ spec }: WrittenParts, meant: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set(Object.keys(Object(spec)));
  for (const pointer of meant) {
    const name = /^\/spec\/([^/]+)$/.exec(pointer)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** Whether the document has a spec that rules can look at. */
export function hasSpec({ document }: Subject): boolean {
  const { spec } = document.value as WrittenParts;
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec);
}
