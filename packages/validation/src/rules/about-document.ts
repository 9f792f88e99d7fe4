/** Rules that look at nothing but the job document, which many manifests may have in common. */
import type { Finding } from '../finding.js';
import { type JobDocument, ownDocument } from '../job-document.js';
import type { Rule } from './rule.js';

/**
 * The rule that makes this check of the manifest's own document. A document in which nothing is found needs no second
 * look, whichever manifest names it; what is found is found for each, since each has its own place for it.
 */
export function aboutDocument(check: (document: JobDocument) => readonly Finding[]): Rule {
  /** By the document's value, which manifests have in common when they name one file. */
  const sound = new WeakSet<object>();
  return (subject, repository) => {
    const document = ownDocument(subject, repository);
    if (document === undefined) return [];
    const { value } = document;
    if (typeof value !== 'object' || value === null) return check(document);
    if (sound.has(value)) return [];
    const findings = check(document);
    if (findings.length === 0) sound.add(value);
    return findings;
  };
}
