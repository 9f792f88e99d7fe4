/** The template that a job starts from, and what only goes with one. */
import { nearestName } from '@iot-rollouts/schemas';
import { readArn } from '../arn.js';
import type { Finding } from '../finding.js';
import { isManagedArn, type JobSubject, type Repository } from '../subject.js';
import type { Rule } from './rule.js';

const references = ['template', 'managedTemplate', 'jobTemplateArn'] as const;

/** Whether a job names one template that exists, and a template a job; parameters only where they count. */
export const templateRule: Rule = (subject, repository) => {
  if (subject.kind !== 'Job') return jobArnFindings(subject.spec.jobArn);
  const findings: Finding[] = [...templateArnFindings(subject, repository)];
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

/** The API model fixes no form: AWS would look for a job of that name and find none. */
function jobArnFindings(jobArn: string | undefined): readonly Finding[] {
  if (jobArn === undefined) return [];
  const arn = readArn(jobArn);
  if (arn?.service === 'iot' && arn.account !== '' && /^job\/[a-zA-Z0-9_-]{1,64}$/.test(arn.resource)) return [];
  const message = `${jobArn} is not the ARN of a job`;
  const help = 'Write arn:aws:iot:REGION:ACCOUNT:job/JOBID.';
  return [{ rule: 'template/job-arn', pointer: '/spec/jobArn', on: 'value', message, help }];
}

/** Whether jobTemplateArn is one, and names a template that the repository does not keep itself. */
function templateArnFindings({ spec }: JobSubject, { templates }: Repository): readonly Finding[] {
  if (spec.jobTemplateArn === undefined) return [];
  const place = { pointer: '/spec/jobTemplateArn', on: 'value' } as const;
  const arn = readArn(spec.jobTemplateArn);
  const name = arn?.service === 'iot' ? /^jobtemplate\/(.+)$/.exec(arn.resource)?.[1] : undefined;
  const managed = arn?.account === '';
  if (name === undefined || (!managed && !/^[a-zA-Z0-9_-]{1,64}$/.test(name))) {
    const message = `${spec.jobTemplateArn} is not the ARN of a job template`;
    const version =
      name?.includes(':') === true ? ' Only templates of AWS have a version, and their ARN no account.' : '';
    const help = `Write arn:aws:iot:REGION:ACCOUNT:jobtemplate/NAME.${version}`;
    return [{ rule: 'template/arn', ...place, message, help }];
  }
  const own = managed ? undefined : templates.get(name);
  if (own === undefined) return [];
  const message = `${name} is a JobTemplate of this repository; by its ARN, its content is not known here`;
  const help = `Write template: ${name} instead, so that job and template are checked and planned together.`;
  const related = [{ message: `the template ${name}`, pointer: '/metadata/name', document: own.document }];
  return [{ rule: 'template/arn-of-own', ...place, message, help, related }];
}

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
  if (faulty || isManagedArn(arn)) return undefined;
  return {
    rule: 'document/parameters',
    pointer: '/spec/documentParameters',
    on: 'key',
    message: 'documentParameters go only with an AWS managed template',
    help: 'Add managedTemplate: NAME, or write the values into the document.',
  };
}
