/** No two manifests of one kind and name. */
import type { Finding } from '../finding.js';
import type { Subject } from '../subject.js';

/** The finding of every manifest whose kind and name an earlier one already has. */
export function duplicateIdentities(subjects: readonly Subject[]): ReadonlyMap<Subject, Finding> {
  const first = new Map<string, Subject>();
  const findings = new Map<Subject, Finding>();
  for (const subject of subjects) {
    if (subject.name === undefined) continue;
    const identity = `${subject.kind} ${subject.name}`;
    const earlier = first.get(identity);
    if (earlier === undefined) {
      first.set(identity, subject);
      continue;
    }
    findings.set(subject, {
      rule: 'identity/duplicate',
      pointer: '/metadata/name',
      on: 'value',
      message: `a second ${identity}; the first is in ${earlier.document.source.file}`,
      help: 'Give one of them another name, or remove it.',
      related: [{ message: `the first ${identity}`, pointer: '/metadata/name', document: earlier.document }],
    });
  }
  return findings;
}

/** The findings of names that differ from an earlier one only by case, where people will take one for the other. */
export function namesDifferingByCase(subjects: readonly Subject[]): ReadonlyMap<Subject, Finding> {
  const first = new Map<string, Subject>();
  const findings = new Map<Subject, Finding>();
  for (const subject of subjects) {
    if (subject.name === undefined) continue;
    const identity = `${subject.kind} ${subject.name.toLowerCase()}`;
    const earlier = first.get(identity);
    if (earlier === undefined) first.set(identity, subject);
    else if (earlier.name !== subject.name) {
      findings.set(subject, {
        rule: 'identity/case',
        pointer: '/metadata/name',
        on: 'value',
        message: `${subject.name} differs only by case from the ${subject.kind} ${earlier.name}; AWS keeps them apart, people hardly`,
        help: 'Give one of them another name.',
        related: [
          { message: `the ${subject.kind} ${earlier.name}`, pointer: '/metadata/name', document: earlier.document },
        ],
      });
    }
  }
  return findings;
}
