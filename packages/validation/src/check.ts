/** Parsed files -> manifests and diagnostics: header, shape, rules of one manifest, rules across manifests. */
import { buildManifest } from './build-manifest.js';
import type { Checked, Diagnostic } from './diagnostic.js';
import type { DocumentFiles } from './document-files.js';
import type { Finding } from './finding.js';
import { readHeader } from './header.js';
import { valueAt } from './json-pointer.js';
import type { Manifest } from './manifest.js';
import type { ParsedDocument, ParsedFile } from './parse.js';
import { placeFindings, placeProblems, sortDiagnostics } from './place.js';
import { ruleTable } from './rule-table.js';
import { rules } from './rules/all.js';
import { duplicateIdentities } from './rules/identity.js';
import { defaultSettings, type Settings } from './settings.js';
import { atWantedLevels } from './severity.js';
import { shapeFindings } from './shape.js';
import { without } from './spec.js';
import type { Repository, Subject, TemplateSubject } from './subject.js';
import { silencerOf } from './suppression.js';

/** What a check may know beside the files. */
export interface CheckOptions {
  readonly settings?: Settings;
  /** When the check is made, in milliseconds since 1970; without it, times are not compared with now. */
  readonly now?: number;
  /** Names of the jobs that stood at the base: they exist already, so AWS is not asked to create them. */
  readonly jobsAtBase?: ReadonlySet<string>;
}

/** Every manifest that has no error in it, and everything that is wrong with the files. */
export function checkManifests(
  files: readonly ParsedFile[],
  documents: DocumentFiles,
  { settings = defaultSettings, now, jobsAtBase }: CheckOptions = {},
): Checked<readonly Manifest[]> {
  const silencer = silencerOf(files.map(({ source }) => source));
  const judged = (placed: readonly Diagnostic[]) => atWantedLevels(silencer.audible(placed), settings);
  const diagnostics: Diagnostic[] = [...judged(files.flatMap(placeProblems))];
  const found = new Map<Subject, Finding[]>();
  let complete = files.every((file) => file.complete);
  for (const document of files.flatMap((file) => file.documents)) {
    if (document.value === undefined || document.value === null) continue;
    const { subject, findings } = readSubject(document);
    if (subject === undefined) diagnostics.push(...placeFindings(document, findings));
    else found.set(subject, [...findings]);
    complete &&= subject?.name !== undefined;
  }

  const subjects = [...found.keys()];
  const repository: Repository = {
    templates: templatesByName(subjects),
    usedTemplates: new Set(
      subjects.flatMap((subject) => (subject.kind === 'Job' ? (subject.spec.template ?? []) : [])),
    ),
    complete,
    documents,
    settings,
    ...(now !== undefined && { now }),
    ...(jobsAtBase !== undefined && { jobsAtBase }),
  };
  const duplicates = duplicateIdentities(subjects);
  const broken = brokenDocuments(files);
  const manifests: Manifest[] = [];
  for (const [subject, findings] of found) {
    // Without a spec there is nothing to judge, and that it is missing has been said.
    if (hasSpec(subject)) findings.push(...rules.flatMap((rule) => rule(subject, repository)));
    const duplicate = duplicates.get(subject);
    if (duplicate !== undefined) findings.push(duplicate);
    const placed = judged(placeFindings(subject.document, findings));
    diagnostics.push(...placed);
    const faulty = placed.some(({ severity }) => severity === 'error');
    if (!faulty && !broken.has(subject.document)) manifests.push(buildManifest(subject, documents));
  }
  diagnostics.push(...atWantedLevels(silencer.complaints(), settings));
  return { value: manifests, diagnostics: sortDiagnostics(diagnostics) };
}

/** What a document describes, as far as it can be told, and what its header and shape lack. */
function readSubject(document: ParsedDocument): { readonly subject?: Subject; readonly findings: readonly Finding[] } {
  const header = readHeader(document);
  if (header.kind === undefined) return { findings: header.findings };
  const { findings, faults, meant } = shapeFindings(document, header.kind);
  const sound = (faults.size === 0 ? document.value : without(document.value, faults)) as SoundParts;
  const name = sound.metadata?.name;
  const subject = {
    kind: header.kind,
    document,
    spec: sound.spec ?? {},
    written: writtenMembers(document, meant),
    ...(name !== undefined && { name }),
  } as Subject; // What the schema faulted has been taken out; what remains has the shape of a draft.
  return { subject, findings: [...header.findings, ...findings] };
}

/** Names of the spec's members, and of those that its misspelt ones stand for. */
function writtenMembers(document: ParsedDocument, meant: ReadonlySet<string>): ReadonlySet<string> {
  const names = Object.keys(Object(valueAt(document.value, '/spec')));
  const specMember = /^\/spec\/([^/]+)$/;
  return new Set([...names, ...[...meant].flatMap((pointer) => specMember.exec(pointer)?.[1] ?? [])]);
}

interface SoundParts {
  readonly metadata?: { readonly name?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

function hasSpec({ document }: Subject): boolean {
  const spec = valueAt(document.value, '/spec');
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec);
}

function templatesByName(subjects: readonly Subject[]): ReadonlyMap<string, TemplateSubject> {
  const templates = new Map<string, TemplateSubject>();
  for (const subject of subjects) {
    if (subject.kind === 'JobTemplate' && subject.name !== undefined && !templates.has(subject.name)) {
      templates.set(subject.name, subject);
    }
  }
  return templates;
}

/** Documents whose YAML has an error of its own, such as a duplicate key: they have a value, but nobody should send it. */
function brokenDocuments(files: readonly ParsedFile[]): ReadonlySet<ParsedDocument> {
  const broken = new Set<ParsedDocument>();
  for (const { documents, problems } of files) {
    for (const problem of problems) {
      if (ruleTable[problem.rule].severity === 'warning') continue;
      const inside = documents.findLast(({ root }) => root !== undefined && root.start <= problem.start);
      if (inside !== undefined) broken.add(inside);
    }
  }
  return broken;
}
