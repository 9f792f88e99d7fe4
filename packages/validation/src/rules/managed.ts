/** AWS's managed templates: their names, versions and parameters. */
import { nearestName } from '@iot-rollouts/schemas';
import { readArn } from '../arn.js';
import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import { type ManagedTemplate, managedTemplate, managedTemplates } from '../managed-templates.js';
import type { JobSubject } from '../subject.js';
import type { Rule } from './rule.js';

const parametersAt = '/spec/documentParameters';

/** What is wrong with the managed template that a job names, and with its parameters. */
export const managedRule: Rule = (subject) => {
  if (subject.kind !== 'Job') return [];
  const named = managedReference(subject);
  if (named === undefined) return [];
  const template = managedTemplate(named.name);
  if (template === undefined) return [unknownName(named)];
  const findings = versionFindings(named, template);
  // With a document of its own, a job has no use for the parameters of the template's.
  const own = ['document', 'documentFile', 'documentSource'].some((member) => subject.written.has(member));
  return own ? findings : [...findings, ...parameterFindings(subject, template, named)];
};

interface ManagedReference {
  readonly pointer: string;
  readonly name: string;
  /** Absent where none is written. */
  readonly version?: string;
  /** Whether it is given by its ARN, which must name the version. */
  readonly arn: boolean;
}

function managedReference({ spec }: JobSubject): ManagedReference | undefined {
  const arn = readArn(spec.jobTemplateArn ?? '');
  const byArn = arn?.service === 'iot' && arn.account === '' && arn.resource.startsWith('jobtemplate/');
  const text = spec.managedTemplate ?? (byArn ? arn.resource.slice('jobtemplate/'.length) : undefined);
  if (text === undefined) return undefined;
  const [name = '', version] = text.split(':');
  const pointer = spec.managedTemplate === undefined ? '/spec/jobTemplateArn' : '/spec/managedTemplate';
  return { pointer, name, arn: spec.managedTemplate === undefined, ...(version !== undefined && { version }) };
}

function unknownName({ pointer, name }: ManagedReference): Finding {
  const names = managedTemplates.map((template) => template.name);
  const near = nearestName(name, names) ?? nearestName(`AWS-${name}`, names);
  const place = { pointer, on: 'value' } as const;
  if (near !== undefined) {
    const message = `AWS has no managed template ${name}; did you mean ${near}?`;
    return { rule: 'managed/name', ...place, message, help: `Write ${near}.` };
  }
  const message = `${name} is none of the managed templates that AWS documents`;
  return { rule: 'managed/unlisted', ...place, message, help: `They are ${names.join(', ')}.` };
}

function versionFindings(
  { pointer, name, version, arn }: ManagedReference,
  template: ManagedTemplate,
): readonly Finding[] {
  const known = template.versions.join(', ');
  const place = { pointer, on: 'value' } as const;
  if (version === undefined) {
    if (!arn) return [];
    const message = `the ARN of ${name} lacks the version that AWS's ARNs of managed templates end with`;
    return [{ rule: 'managed/version', ...place, message, help: `End it with ${name}:${template.versions.at(-1)}.` }];
  }
  if (template.versions.includes(version)) return [];
  const message = `${name} has no version ${version} that AWS documents`;
  return [{ rule: 'managed/version', ...place, message, help: `Write ${name}:${known}.` }];
}

function parameterFindings(
  subject: JobSubject,
  template: ManagedTemplate,
  { pointer, name }: ManagedReference,
): readonly Finding[] {
  if (subject.written.has('documentParameters') && subject.spec.documentParameters === undefined) return [];
  const written = writtenParameters(subject);
  const names = template.parameters.map((parameter) => parameter.name);
  const findings: Finding[] = [];
  const meant = new Set<string>();
  for (const parameter of Object.keys(written)) {
    if (names.includes(parameter)) continue;
    const free = names.filter((candidate) => !Object.hasOwn(written, candidate));
    const near = nearestName(parameter, free);
    if (near !== undefined) meant.add(near);
    findings.push(unknownParameter(name, parameter, near, names));
  }
  for (const parameter of template.parameters) {
    const value = subject.spec.documentParameters?.[parameter.name];
    if (parameter.required && !Object.hasOwn(written, parameter.name) && !meant.has(parameter.name)) {
      const at = subject.written.has('documentParameters') ? parametersAt : pointer;
      findings.push(missingParameter(name, parameter.name, parameter.example, at));
    } else if (value !== undefined && parameter.pattern?.test(value) === false) {
      findings.push({
        rule: 'managed/parameter-value',
        pointer: childPointer(parametersAt, parameter.name),
        on: 'value',
        message: `${parameter.name} does not match ${parameter.pattern.source}, as ${name} demands; it has ${value.length} characters`,
        help: `Write a value such as ${parameter.example}.`,
      });
    }
  }
  return findings;
}

/** The parameters as written, those with a faulty value too. */
function writtenParameters({ document }: JobSubject): Readonly<Record<string, unknown>> {
  const { spec } = document.value as {
    readonly spec?: { readonly documentParameters?: Readonly<Record<string, unknown>> };
  };
  return spec?.documentParameters ?? {};
}

function unknownParameter(template: string, name: string, near: string | undefined, names: readonly string[]): Finding {
  return {
    rule: 'managed/parameter-unknown',
    pointer: childPointer(parametersAt, name),
    on: 'key',
    message: `${template} has no parameter ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    help: near === undefined ? `Its parameters are ${names.join(', ')}.` : `Write ${near}.`,
  };
}

function missingParameter(template: string, name: string, example: string, pointer: string): Finding {
  return {
    rule: 'managed/parameter-missing',
    pointer,
    on: pointer === parametersAt ? 'key' : 'value',
    message: `${template} needs the parameter ${name}`,
    help: `Add documentParameters: { ${name}: ${JSON.stringify(example)} }, with your value.`,
  };
}
