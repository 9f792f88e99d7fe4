/** What was found in an account -> manifests and document files, none of which takes the place of another. Pure. */
import { apiVersion } from '@iot-rollouts/validation';
import { type Address, addressText, type Kind } from '../address.js';
import type { DocumentForm } from './document.js';
import type { Findings, Found } from './found.js';
import { type ImportedSpec, jobSpec, leadingMembers, templateSpec } from './spec.js';
import { yamlLines } from './yaml.js';

/** Where manifests go, and what is there already. Paths are relative to the repository root. */
export interface ImportPlace {
  /** Folder of the manifests; document files go to `documents` beside it. */
  readonly folder: string;
  /** Files that exist in these two folders, in lower case: some file systems take `A.yaml` and `a.yaml` for one. */
  readonly existing: ReadonlySet<string>;
  /** Where the repository has a manifest of a resource already: `rollouts/a.yaml:4`. */
  readonly manifestPlace: (address: Address) => string | undefined;
}

/** A file to write. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
}

/** A resource that has got a manifest. */
export interface ImportedManifest extends Address {
  /** AWS's status of a job. */
  readonly status?: string;
  readonly manifest: ImportedFile;
  /** The job document, where it is longer than a few lines. */
  readonly document?: ImportedFile;
}

/** A resource that has not got a manifest, and why. */
export interface LeftOut extends Address {
  readonly reason: string;
}

/** What an import writes, and what it leaves out. */
export interface Import {
  readonly imported: readonly ImportedManifest[];
  readonly leftOut: readonly LeftOut[];
}

/** A manifest for each resource that has none. */
export function importManifests(findings: Findings, place: ImportPlace): Import {
  const imported: ImportedManifest[] = [];
  const leftOut: LeftOut[] = [];
  const taken = new Set<string>();
  const written = new Set<string>();
  const context = {
    ...findings,
    isTemplateOfRepository: (name: string) => {
      const address = { kind: 'JobTemplate', name } as const;
      return written.has(addressText(address)) || place.manifestPlace(address) !== undefined;
    },
  };
  // Templates come first, so that a job knows whether it can name its template.
  for (const found of findings.resources) {
    const { kind, name } = found;
    const at = place.manifestPlace(found);
    if (at !== undefined) {
      leftOut.push({ kind, name, reason: `has a manifest already: ${at}` });
      continue;
    }
    const spec = found.kind === 'Job' ? jobSpec(found, context) : templateSpec(found);
    const files = filesOf(found, spec, place.folder, taken);
    const paths = [files.manifest, ...(files.document ? [files.document] : [])].map(({ path }) => path);
    const occupied = paths.find((path) => place.existing.has(path.toLowerCase()));
    if (occupied !== undefined) {
      const help = 'move it, or import into another folder with --out';
      leftOut.push({ kind, name, reason: `${occupied} exists and is not overwritten; ${help}` });
      continue;
    }
    for (const path of paths) taken.add(path.toLowerCase());
    written.add(addressText(found));
    imported.push({ kind, name, ...(found.kind === 'Job' && { status: String(found.job.status) }), ...files });
  }
  return { imported, leftOut };
}

function filesOf(
  found: Found,
  { members, document, comment }: ImportedSpec,
  folder: string,
  taken: ReadonlySet<string>,
): Pick<ImportedManifest, 'manifest' | 'document'> {
  const documentPath = freePath(found, besideFolder(folder), 'json', taken);
  const reference = `${folder === '' ? '' : '../'}${documentPath.slice(documentPath.lastIndexOf('documents/'))}`;
  const written = document === undefined ? {} : documentMember(document, reference);
  const path = freePath(found, folder, 'yaml', taken);
  const manifest = { path, text: manifestText(found, { members, written }, comment) };
  if (document === undefined || 'inline' in document) return { manifest };
  return { manifest, document: { path: documentPath, text: document.file } };
}

function documentMember(document: DocumentForm, reference: string): Readonly<Record<string, unknown>> {
  return 'inline' in document ? { document: document.inline } : { documentFile: reference };
}

function manifestText(
  { kind, name }: Address,
  { members, written }: Readonly<Record<'members' | 'written', Readonly<Record<string, unknown>>>>,
  comment: string | undefined,
): string {
  const isLeading = ([member]: readonly [string, unknown]): boolean => leadingMembers.includes(member);
  const entries = Object.entries(members);
  const spec = {
    ...Object.fromEntries(entries.filter(isLeading)),
    ...written,
    ...Object.fromEntries(entries.filter((entry) => !isLeading(entry))),
  };
  const lines = [
    ...(comment === undefined ? [] : [`# ${comment}`]),
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    ...blockOf('metadata', { name }),
    ...blockOf('spec', spec),
  ];
  return `${lines.join('\n')}\n`;
}

/** The two structures of every manifest, which are never put on one line. */
function blockOf(key: string, members: Readonly<Record<string, unknown>>): readonly string[] {
  return [`${key}:`, ...yamlLines(members, '  ')];
}

/** `documents` beside the folder of the manifests. */
export function besideFolder(folder: string): string {
  return `${folder.slice(0, folder.lastIndexOf('/') + 1)}documents`;
}

/** Names that Windows keeps for devices, whatever the ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A path that no other file of this import has, also where case does not count. */
function freePath({ kind, name }: Address, folder: string, ending: string, taken: ReadonlySet<string>): string {
  const withKind = `${name}-${kindWord[kind]}`;
  const pathOf = (base: string): string => `${folder === '' ? '' : `${folder}/`}${base}.${ending}`;
  const isFree = (base: string): boolean => !taken.has(pathOf(base).toLowerCase());
  let base = deviceName.test(name) || !isFree(name) ? withKind : name;
  for (let number = 2; !isFree(base); number += 1) base = `${withKind}-${number}`;
  return pathOf(base);
}

const kindWord: Readonly<Record<Kind, string>> = { Job: 'job', JobTemplate: 'template' };
