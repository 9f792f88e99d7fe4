/**
 * What the manifests of some files contribute to the judgement of others, as plain data: a repository's files can be read by
 * several threads, and each judges its own.
 */
import type { Identity } from './identities.js';
import type { ReadManifests } from './read-manifests.js';
import type { TemplateSubject } from './subject.js';

/** What others may ask about some files. */
export interface RepositoryFacts {
  /** Whether all of the files could be read. */
  readonly complete: boolean;
  /** Kind and name of each manifest that has one. */
  readonly identities: readonly Identity[];
  /** Names of the templates that jobs start from. */
  readonly usedTemplates: readonly string[];
  readonly templates: readonly TemplateFacts[];
}

/** A template as plain data. */
export interface TemplateFacts extends Pick<TemplateSubject, 'kind' | 'name' | 'spec' | 'written'> {
  readonly file: string;
  readonly text: string;
  /** Which of the file's documents it is. */
  readonly index: number;
}

/** The facts of what was read. */
export function factsOf({ documents, complete }: ReadManifests): RepositoryFacts {
  const identities: Identity[] = [];
  const usedTemplates = new Set<string>();
  const templates: TemplateFacts[] = [];
  for (const { subject, document } of documents) {
    if (subject === undefined) continue;
    const { kind, name, spec, written } = subject;
    if (name !== undefined) identities.push({ kind, name });
    if (subject.kind === 'Job') {
      if (subject.spec.template !== undefined) usedTemplates.add(subject.spec.template);
    } else if (name !== undefined) {
      const { file, text } = document.source;
      templates.push({ kind: 'JobTemplate', name, spec, written, file, text, index: document.index });
    }
  }
  return { complete, identities, usedTemplates: [...usedTemplates], templates };
}
