/** Manifests that have been read -> what is wrong with each, not yet placed in its text. */
import type { CheckOptions } from './check.js';
import type { DocumentFiles } from './document-files.js';
import type { Finding } from './finding.js';
import { hasSpec, type ReadManifests } from './read-manifests.js';
import { factsOf, type RepositoryFacts } from './repository-facts.js';
import { rules } from './rules/all.js';
import { duplicateIdentities, namesDifferingByCase } from './rules/identity.js';
import type { Rule } from './rules/rule.js';
import { defaultSettings } from './settings.js';
import type { Repository, Subject, TemplateSubject } from './subject.js';

/** What the repository's other files contribute, where only some are looked at. */
export interface Elsewhere {
  readonly facts: readonly RepositoryFacts[];
  readonly templates: readonly TemplateSubject[];
}

/** What is wrong with each document, in their order: what its header and its shape lack, and what rules find. */
export function findFaults(
  { documents: read, ...rest }: ReadManifests,
  documents: DocumentFiles,
  { settings = defaultSettings, now, jobsAtBase }: CheckOptions,
  elsewhere: Elsewhere = { facts: [], templates: [] },
): readonly (readonly Finding[])[] {
  const subjects = read.flatMap(({ subject }) => subject ?? []);
  const parts = [factsOf({ documents: read, ...rest }), ...elsewhere.facts];
  const repository: Repository = {
    templates: templatesByName([...subjects, ...elsewhere.templates]),
    usedTemplates: new Set(parts.flatMap(({ usedTemplates }) => usedTemplates)),
    complete: parts.every(({ complete }) => complete),
    documents,
    settings,
    now,
    jobsAtBase,
  };
  const faults = read.map(({ findings }) => [...findings]);
  // Without a spec there is nothing to judge, and that it is missing has been said.
  const judged = read.flatMap(({ subject }, index): readonly Judged[] =>
    subject !== undefined && hasSpec(subject) ? [{ subject, faults: faults[index] as Finding[] }] : [],
  );
  for (const rule of rules) addFindings(judged, rule, repository);
  for (const found of [duplicateIdentities(subjects), namesDifferingByCase(subjects)]) {
    if (found.size === 0) continue;
    for (const [index, { subject }] of read.entries()) {
      const finding = subject && found.get(subject);
      if (finding !== undefined) faults[index]?.push(finding);
    }
  }
  return faults;
}

/** A manifest that rules look at, and what has been found in it. */
interface Judged {
  readonly subject: Subject;
  readonly faults: Finding[];
}

/**
 * One rule for all documents, and then the next: a processor that goes from rule to rule for each of them has the code of
 * none at hand.
 */
function addFindings(judged: readonly Judged[], rule: Rule, repository: Repository): void {
  for (let index = 0; index < judged.length; index += 1) {
    const { subject, faults } = judged[index] as Judged;
    const found = rule(subject, repository);
    if (found.length > 0) faults.push(...found);
  }
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
