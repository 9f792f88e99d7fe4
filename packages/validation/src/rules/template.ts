/** The template that a job starts from, and what only goes with one. */
import { nearestName } from '@iot-rollouts/schemas';
import type { Finding } from '../finding.js';
import type { JobSubject, Repository } from '../subject.js';
import type { Rule } from './rule.js';

const references = ['template', 'managedTemplate', 'jobTemplateArn'] as const;

/** Whether the job names one template that exists, and parameters only where they count. */
export const templateRule: Rule = (subject, repository) => {
  if (subject.kind !== 'Job') return [];
  const findings: Finding[] = [];
  const [first, second] = references.filter((member) => subject.written.has(member));
  if (first !== undefined && second !== undefined) {
    findings.push({
      rule: 'template/several-references',
      pointer: `/spec/${second}`,
      on: 'key',
      message: `a job starts from one template; ${first} already names one`,
      help: 'Keep one of the two.',
      related: [{ message: first, pointer: `/spec/${first}` }],
    });
  }
  const unknown = unknownTemplate(subject, repository);
  if (unknown !== undefined) findings.push(unknown);
  const parameters = parametersFault(subject);
  if (parameters !== undefined) findings.push(parameters);
  return findings;
};

function unknownTemplate(subject: JobSubject, { templates, complete }: Repository): Finding | undefined {
  const name = subject.spec.template;
  // A file that could not be read may hold the template; its own error is enough.
  if (name === undefined || templates.has(name) || !complete) return undefined;
  const names = [...templates.keys()];
  const near = nearestName(name, names);
  const known = names.length === 0 ? 'There are none' : `There are ${names.slice(0, 10).join(', ')}`;
  return {
    rule: 'template/reference',
    pointer: '/spec/template',
    on: 'value',
    message: `no JobTemplate named ${name} is among these manifests`,
    help:
      near === undefined
        ? `${known}. If it stands in another file, name that file or pattern too.`
        : `Did you mean ${near}?`,
  };
}

/** JOB-CRE-18: parameters fill the placeholders of an AWS managed template, whose ARN has no account. */
function parametersFault(subject: JobSubject): Finding | undefined {
  if (!subject.written.has('documentParameters') || subject.written.has('managedTemplate')) return undefined;
  const arn = subject.spec.jobTemplateArn;
  const faulty = subject.written.has('jobTemplateArn') && arn === undefined;
  if (faulty || (arn !== undefined && /^arn:[^:]+:iot:[^:]*::jobtemplate\//.test(arn))) return undefined;
  return {
    rule: 'document/parameters',
    pointer: '/spec/documentParameters',
    on: 'key',
    message: 'documentParameters go only with an AWS managed template',
    help: 'Add managedTemplate: NAME, or write the values into the document.',
  };
}
