/** Whether a job document keeps to the well-known form that it has, or that its manifest says it has. */
import { checkDeviceClient } from '../document-formats/device-client.js';
import { checkCommandText } from '../document-formats/device-client-command.js';
import { checkDeviceClientLegacy } from '../document-formats/device-client-legacy.js';
import { asObject, collectFindings, type JsonObject, type Report } from '../document-formats/format.js';
import { checkFreertosOta } from '../document-formats/freertos-ota.js';
import { checkManagedTemplate } from '../document-formats/managed-template.js';
import { type RecognisedFormat, recognise } from '../document-formats/recognise.js';
import { surveyOf } from '../document-survey.js';
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument, ownDocument } from '../job-document.js';
import type { DocumentFormat } from '../settings.js';
import type { Repository, Subject } from '../subject.js';
import type { Rule } from './rule.js';

const checks: Readonly<Record<RecognisedFormat | 'managed-template', (document: JsonObject, report: Report) => void>> =
  {
    'device-client': checkDeviceClient,
    'device-client-legacy': checkDeviceClientLegacy,
    'freertos-ota': checkFreertosOta,
    'managed-template': checkManagedTemplate,
  };

/** What is wrong with the manifest's own document as one of its form. */
export const documentFormatRule: Rule = (subject, repository) => {
  const document = ownDocument(subject, repository);
  if (document === undefined) return commandParameter(subject);
  // What is nested too deep is said as such; looking into it has no end.
  const value = surveyOf(document).tooDeep ? undefined : asObject(document.value);
  const wanted = wantedFormat(subject, repository);
  if (value === undefined || Object.keys(value).length === 0 || wanted === 'custom') return [];
  const recognised = recognise(value);
  if (wanted === undefined) {
    return recognised === undefined ? [] : collectFindings(document, (report) => checks[recognised](value, report));
  }
  const fits = wanted === 'freertos-ota' ? recognised === wanted : recognised?.startsWith('device-client') === true;
  // What is to be a document of the Device Client and has an operation is read as one of its first form.
  const known = wanted !== 'freertos-ota' && Object.hasOwn(value, 'steps');
  if (!fits && !known) return [notOfFormat(document, wanted)];
  const legacy = recognised === 'device-client-legacy' && wanted === 'device-client';
  return collectFindings(document, (report) => checks[legacy ? recognised : wanted](value, report));
};

function wantedFormat({ spec, written }: Subject, { settings }: Repository): DocumentFormat | undefined {
  // A word that is none of the legal ones has its finding; what was meant is not known.
  if (written.has('documentFormat')) return spec.documentFormat ?? 'custom';
  return settings.defaults.documentFormat;
}

const marks: Readonly<Record<Exclude<DocumentFormat, 'custom'>, string>> = {
  'device-client': '"version": "1.0" and "steps"',
  'freertos-ota': '"afr_ota"',
  'managed-template': '"version": "1.0" and "steps"',
};

function notOfFormat(document: JobDocument, wanted: Exclude<DocumentFormat, 'custom'>): Finding {
  const message = `${document.name} is to be of the format ${wanted}, and it has no ${marks[wanted]}`;
  const help = `Write ${marks[wanted]}, or documentFormat: custom for a form of your own.`;
  return findingIn(document, 'document/format', { pointer: '' }, message, help);
}

/** The command of AWS-Run-Command is a command of the Device Client, though its document is AWS's. */
function commandParameter(subject: Subject): readonly Finding[] {
  if (subject.kind !== 'Job' || subject.spec.managedTemplate?.startsWith('AWS-Run-Command') !== true) return [];
  const command = subject.spec.documentParameters?.command;
  if (command === undefined) return [];
  const findings: Finding[] = [];
  checkCommandText(command, '/spec/documentParameters/command', (rule, { pointer }, message, help) => {
    findings.push({ rule, pointer, on: 'value', message, ...(help !== undefined && { help }) });
  });
  return findings;
}
