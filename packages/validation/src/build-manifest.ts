/** A manifest without errors -> the typed manifest that everything else works with. */
import type { TagList } from '@iot-rollouts/schemas/iot';
import { type ReadResult, resolveFrom } from './document-files.js';
import { rangeOf } from './locate.js';
import type {
  DocumentSource,
  JobManifest,
  JobTemplateManifest,
  Manifest,
  Origin,
  TemplateReference,
} from './manifest.js';
import type { ParsedDocument } from './parse.js';
import type { JobSpec, JobTemplateSpec } from './spec.js';
import type { Subject } from './subject.js';

/** The version of AWS's managed templates that a name without a version means. */
const managedTemplateVersion = '1.0';

/** The manifest of a subject in which no error was found. */
export function buildManifest(subject: Subject, documents: ReadonlyMap<string, ReadResult>): Manifest {
  return subject.kind === 'Job' ? buildJob(subject, documents) : buildTemplate(subject, documents);
}

function buildJob(subject: Subject, documents: ReadonlyMap<string, ReadResult>): JobManifest {
  // The shape holds: without a finding, the draft has every part that the schema demands.
  const spec = subject.spec as JobSpec;
  const {
    targets,
    template: _template,
    managedTemplate: _managed,
    jobTemplateArn: _arn,
    document: _document,
    documentFile: _file,
    documentSource: _source,
    documentFormat: _format,
    tags,
    cancel,
    ...configuration
  } = spec;
  const template = templateReference(spec);
  const document = documentSource(subject, documents);
  return {
    kind: 'Job',
    name: subject.name as string,
    targets,
    ...(template !== undefined && { template }),
    ...(document !== undefined && { document }),
    configuration,
    tags: tagList(tags),
    ...(cancel !== undefined && { cancel }),
    origin: originOf(subject.document),
  };
}

function buildTemplate(subject: Subject, documents: ReadonlyMap<string, ReadResult>): JobTemplateManifest {
  // As above: a draft without a finding is whole.
  const spec = subject.spec as JobTemplateSpec;
  const {
    jobArn,
    document: _document,
    documentFile: _file,
    documentSource: _source,
    documentFormat: _format,
    tags,
    ...configuration
  } = spec;
  const document = documentSource(subject, documents);
  return {
    kind: 'JobTemplate',
    name: subject.name as string,
    ...(jobArn !== undefined && { jobArn }),
    ...(document !== undefined && { document }),
    configuration,
    tags: tagList(tags),
    origin: originOf(subject.document),
  };
}

function templateReference(spec: JobSpec): TemplateReference | undefined {
  if (spec.template !== undefined) return { kind: 'repository', name: spec.template };
  if (spec.jobTemplateArn !== undefined) return { kind: 'arn', arn: spec.jobTemplateArn };
  if (spec.managedTemplate === undefined) return undefined;
  const [name = '', version = managedTemplateVersion] = spec.managedTemplate.split(':');
  return { kind: 'managed', name, version };
}

/** The job document: an object is sent as compact JSON, a text and a file word for word. */
function documentSource(subject: Subject, documents: ReadonlyMap<string, ReadResult>): DocumentSource | undefined {
  const { document, documentFile, documentSource: url } = subject.spec;
  if (url !== undefined) return { from: 's3', documentSource: url };
  if (documentFile !== undefined) {
    const file = resolveFrom(subject.document.source.file, documentFile) ?? documentFile;
    const read = documents.get(file);
    return read !== undefined && 'text' in read ? { from: 'text', text: read.text, file } : undefined;
  }
  if (document === undefined) return undefined;
  return { from: 'text', text: typeof document === 'string' ? document : JSON.stringify(document) };
}

function tagList(tags: JobSpec['tags']): TagList {
  if (tags === undefined) return [];
  if (Array.isArray(tags)) return tags as TagList;
  const entries = Object.entries(tags as Readonly<Record<string, string>>);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
}

function originOf(document: ParsedDocument): Origin {
  const range = (pointer: string) => rangeOf(document, pointer);
  return {
    file: document.source.file,
    // Lines are counted only if somebody asks: most manifests of a repository are never shown.
    get range() {
      return range('/metadata/name');
    },
    rangeOf: range,
  };
}
