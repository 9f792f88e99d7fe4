/** Manifests that have been read -> what is wrong with each, not yet placed in its text. */
import type { CheckOptions } from './check.js';
import type { DocumentFiles } from './document-files.js';
import type { Finding } from './finding.js';
import { hasSpec, type ReadDocument, type ReadManifests } from './read-manifests.js';
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
  const acrossManifests = [duplicateIdentities(subjects), namesDifferingByCase(subjects)];
  return read.map((document) => faultsOf(document, repository, acrossManifests));
}

function faultsOf(
  { subject, findings: given }: ReadDocument,
  repository: Repository,
  acrossManifests: readonly ReadonlyMap<Subject, Finding>[],
): readonly Finding[] {
  if (subject === undefined) return given;
  const findings = [...given];
  // Without a spec there is nothing to judge, and that it is missing has been said.
  if (hasSpec(subject)) addFindings(findings, subject, repository);
  for (const found of acrossManifests) {
    const finding = found.get(subject);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

/** A function of its own, and small: the engine makes it fast after few manifests, and the loop around it much later. */
function addFindings(findings: Finding[], subject: Subject, repository: Repository): void {
  for (let index = 0; index < rules.length; index += 1) {
    const found = (rules[index] as Rule)(subject, repository);
    if (found.length > 0) findings.push(...found);
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
