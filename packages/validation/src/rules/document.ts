/** Where the job document comes from, and whether it can be sent. */
import { JobDocument } from '@iot-rollouts/schemas/iot';
import { resolveFrom } from '../document-files.js';
import type { Finding } from '../finding.js';
import { contentOf, parsedJson, placeInFile } from '../job-document.js';
import { readJson } from '../json-text.js';
import { rangeWithin } from '../locate.js';
import type { ParsedDocument } from '../parse.js';
import { bucketFault, isS3Host, readS3Url } from '../s3-url.js';
import { sourceText } from '../source-text.js';
import { type Repository, type Subject, templateOf } from '../subject.js';
import { reasonOf } from '../unreadable.js';
import { doubtfulValues, lostNumbers } from './inline-document.js';
import type { Rule } from './rule.js';

const sources = ['document', 'documentFile', 'documentSource'] as const;

/** Whether the job document is given exactly once, and what is wrong with it. */
export const documentRule: Rule = (subject, repository) => {
  const written = sources.filter((member) => subject.written.has(member));
  return [...sourceFindings(subject, written, repository), ...contentFindings(subject, repository)];
};

function sourceFindings(
  subject: Subject,
  written: readonly (typeof sources)[number][],
  repository: Repository,
): readonly Finding[] {
  const [first, second] = written;
  if (first !== undefined && second !== undefined) {
    return [
      {
        rule: 'document/several-sources',
        pointer: `/spec/${second}`,
        on: 'key',
        message: `the job document is already given by ${first}`,
        help: 'Keep one of the two.',
        related: [{ message: first, pointer: `/spec/${first}` }],
      },
    ];
  }
  if (first !== undefined) return overriding(subject, first, repository);
  // In the wrong kind of manifest, what brings a document has its own finding.
  if (['template', 'managedTemplate', 'jobTemplateArn', 'jobArn'].some((member) => subject.written.has(member)))
    return [];
  return [
    {
      rule: 'document/missing',
      pointer: '/spec',
      on: 'key',
      message: `this ${subject.kind} has no job document`,
      help:
        subject.kind === 'Job'
          ? 'Write document, documentFile or documentSource, or name a template.'
          : 'Write document, documentFile or documentSource, or jobArn to copy a job.',
    },
  ];
}

/** JOB-CRE-08: the document of the request wins over the template's, which is seldom what was meant. */
function overriding(subject: Subject, source: string, repository: Repository): readonly Finding[] {
  const template = templateOf(subject, repository);
  const foreign =
    subject.kind === 'Job' && (subject.written.has('managedTemplate') || subject.written.has('jobTemplateArn'));
  if (template === undefined && !foreign) return [];
  return [
    {
      rule: 'document/overrides-template',
      pointer: `/spec/${source}`,
      on: 'key',
      message: `${source} replaces the document of the template`,
      help: 'Remove it to send the document of the template.',
    },
  ];
}

function contentFindings(subject: Subject, repository: Repository): readonly Finding[] {
  const { document, documentFile, documentSource } = subject.spec;
  if (typeof document === 'string') {
    return valueFindings(parsedJson(document), document, '/spec/document', 'document', subject.document);
  }
  if (document !== undefined) {
    const lost = lostNumbers(subject.document, document);
    if (lost.length > 0) return lost;
    return [
      ...doubtfulValues(subject.document, document),
      ...sizeFindings(JSON.stringify(document), '/spec/document', 'document'),
    ];
  }
  if (documentFile !== undefined) return fileFindings(subject, documentFile, repository);
  return documentSource === undefined ? [] : urlFindings(documentSource);
}

function fileFindings(subject: Subject, documentFile: string, { documents }: Repository): readonly Finding[] {
  const pointer = '/spec/documentFile';
  const path = resolveFrom(subject.document.source.file, documentFile);
  const read = path === undefined ? ({ problem: 'outside-repository' } as const) : documents.get(path);
  if (path !== undefined && read !== undefined && 'text' in read) {
    const findings = valueFindings(contentOf(read).value, read.text, pointer, documentFile, path);
    return findings.map((finding) => ({ ...finding, documentFile: path }));
  }
  const reason = read === undefined || 'text' in read ? 'was not read' : reasonOf(read);
  const finding = { rule: 'document/file', pointer, on: 'value', message: `${documentFile} ${reason}` } as const;
  if (path === undefined) {
    const help =
      'Write the path from the folder of this manifest; it must stay in the repository, which is the folder this runs in.';
    return [{ ...finding, help }];
  }
  const near = read !== undefined && 'near' in read ? read.near : undefined;
  const help = near === undefined ? pathHelp(path) : nearHelp(documentFile, path, near);
  return [{ ...finding, help, documentFile: path }];
}

function pathHelp(path: string): string {
  return `The path starts from the folder of this manifest; it leads to ${path}.`;
}

/** @param near the name of a file in the folder of the missing one. */
function nearHelp(documentFile: string, path: string, near: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const question = `Did you mean ${documentFile.endsWith(name) ? documentFile.slice(0, -name.length) : ''}${near}?`;
  return near.toLowerCase() === name.toLowerCase() ? `${question} Upper and lower case make two names.` : question;
}

/**
 * @param value what the text is as JSON, undefined when it is none.
 * @param home where the text stands: in a file of its own, which this is the path of, or in a manifest.
 */
function valueFindings(
  value: unknown,
  text: string,
  pointer: string,
  name: string,
  home: string | ParsedDocument,
): readonly Finding[] {
  if (value === undefined) return [notJson(text, pointer, name, home)];
  const size = sizeFindings(text, pointer, name);
  if (size.length > 0 || (typeof value === 'object' && value !== null && !Array.isArray(value))) return size;
  const message = `${name} is JSON, but not an object; device software expects { … }`;
  return [{ rule: 'document/not-an-object', pointer, on: 'value', message }];
}

/** JOB-DOC-03: devices receive the document inside a JSON message, so it must be JSON. */
function notJson(text: string, pointer: string, name: string, home: string | ParsedDocument): Finding {
  const rule = 'document/not-json';
  if (text.trim() === '') return { rule, pointer, on: 'value', message: `${name} is empty, which is not JSON` };
  if (text.startsWith('\uFEFF')) {
    const message = `${name} begins with a byte order mark (U+FEFF), which is not JSON`;
    return { rule, pointer, on: 'value', message, help: 'Remove the character before the {.' };
  }
  const { fault = { offset: 0, message: 'is nested too deep' } } = readJson(text);
  // A text that ends too early does so behind its last character, not in the empty line that may follow.
  const start = fault.offset < text.length ? fault.offset : text.trimEnd().length;
  const span = { start, end: /[^\r\n]/.test(text.charAt(start)) ? start + 1 : start };
  const isFile = typeof home === 'string';
  // The place of the diagnostic says the line already, where it is the place of the fault.
  if (!isFile && rangeWithin(home, pointer, span) !== undefined) {
    return { rule, pointer, on: 'value', within: () => span, message: `${name} is not JSON: it ${fault.message}` };
  }
  const source = sourceText(isFile ? home : name, text);
  const { line, column } = source.positionAt(start);
  const message = `${name} is not JSON: at line ${line}, column ${column} it ${fault.message}`;
  return isFile ? { rule, message, ...placeInFile(source, span) } : { rule, pointer, on: 'value', message };
}

/** JOB-DOC-01: the limit of the model counts characters, the quota bytes; bytes are never fewer. */
function sizeFindings(text: string, pointer: string, name: string): readonly Finding[] {
  const max = JobDocument.maxLength ?? Number.POSITIVE_INFINITY;
  // A character is at most three bytes, so most documents need no counting.
  const bytes = text.length * 3 <= max ? 0 : new TextEncoder().encode(text).length;
  if (bytes <= max) return [];
  const message = `${name} has ${bytes} bytes; a job document has at most ${max}`;
  const help = 'Put large content into S3 and let devices download it by a presigned URL placeholder.';
  return [{ rule: 'document/too-long', pointer, on: 'value', message, help }];
}

/** JOB-DOC-06: AWS documents https URLs of S3 objects. */
function urlFindings(url: string): readonly Finding[] {
  const at = { pointer: '/spec/documentSource', on: 'value' } as const;
  const help = 'Write https://s3.REGION.amazonaws.com/BUCKET/KEY.';
  if (url.includes('${')) {
    const message = 'documentSource is the URL itself: placeholders are filled in only inside a document';
    return [{ rule: 'document/source-url', ...at, message, help }];
  }
  const host = /^https:\/\/([^/]+)\/./i.exec(url)?.[1];
  if (host === undefined) {
    return [
      { rule: 'document/source-url', ...at, message: 'documentSource must be the https URL of an S3 object', help },
    ];
  }
  if (!isS3Host(host)) {
    return [{ rule: 'document/source-host', ...at, message: `${host} does not look like an S3 host`, help }];
  }
  const object = readS3Url(url);
  const fault = object?.key === '' ? 'names a bucket and no object in it' : bucketFault(object?.bucket ?? '');
  if (fault !== undefined) {
    return [{ rule: 'document/source-object', ...at, message: `documentSource ${fault}`, help }];
  }
  if (!/(?:X-Amz-)?Signature=/i.test(object?.query ?? '')) return [];
  const message =
    'documentSource is a presigned URL: it expires, and AWS reads the object with your permissions anyway';
  return [{ rule: 'document/source-object', ...at, message, help: 'Remove the question mark and what follows it.' }];
}
