/** Manifests out of YAML text, by the real parser and the real rules: a test can only ask for what a user could. */
import {
  checkManifests,
  type DocumentFiles,
  documentFilesOf,
  identitiesOf,
  type Manifest,
  parseFile,
} from '@iot-rollouts/validation';
import type { BaseManifests } from '../../src/plan-repository.js';

/** Text of the files of a repository by path, or of its one file. */
export type Files = string | Readonly<Record<string, string>>;

/** Where a single text is taken to stand. */
export const onlyFile = 'rollouts/fleet.yaml';

/** What the files hold, with its errors and what helps against them. */
export function load(files: Files): BaseManifests & { readonly messages: readonly string[] } {
  const texts = Object.entries(typeof files === 'string' ? { [onlyFile]: files } : files);
  const parsed = texts.filter(([path]) => path.startsWith('rollouts/')).map(([path, text]) => parseFile(path, text));
  const all = new Map(texts);
  const documents: DocumentFiles = new Map(
    documentFilesOf(parsed).map((path) => {
      const text = all.get(path);
      return [path, text === undefined ? { problem: 'missing' } : { text }];
    }),
  );
  const { value = [], diagnostics } = checkManifests(parsed, documents);
  return {
    manifests: value,
    identities: identitiesOf(parsed),
    incomplete: parsed.filter(({ complete }) => !complete).map(({ file }) => file),
    messages: diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ message, help }) => [message, help].join('\n')),
  };
}

/** The manifests of files that have no error. */
export function manifestsOf(files: Files): readonly Manifest[] {
  const { manifests, messages } = load(files);
  if (messages.length > 0) throw new Error(`The manifests of this test have errors: ${messages.join('; ')}`);
  return manifests;
}

/** A Job manifest; each line of `spec` is one member, written over the least that a job needs. */
export function job(name: string, spec: Readonly<Record<string, unknown>> = {}): string {
  const { targets = ['thing/lab-1'], ...rest } = spec;
  const hasDocument = ['document', 'documentFile', 'documentSource', 'template', 'managedTemplate', 'jobTemplateArn'];
  const document = hasDocument.some((member) => member in spec) ? {} : { document: { operation: 'update' } };
  return manifest('Job', name, { targets, ...document, ...rest });
}

/** A JobTemplate manifest, written over the least that a template needs. */
export function template(name: string, spec: Readonly<Record<string, unknown>> = {}): string {
  const hasDocument = ['document', 'documentFile', 'documentSource', 'jobArn'].some((member) => member in spec);
  const document = hasDocument ? {} : { document: { operation: 'update' } };
  return manifest('JobTemplate', name, { description: 'Standard', ...document, ...spec });
}

/** Several manifests in one file. */
export function file(...manifests: readonly string[]): string {
  return manifests.join('---\n');
}

function manifest(kind: string, name: string, spec: Readonly<Record<string, unknown>>): string {
  // JSON is YAML: the members stand in flow style, which spares a test the indentation.
  return `apiVersion: iot-rollouts/v1\nkind: ${kind}\nmetadata: { name: ${JSON.stringify(name)} }\nspec: ${JSON.stringify(spec)}\n`;
}
