/** Templates that jobs start from. */
import { error, model, own, type RuleEntries, warning } from './entry.js';

export const templateRules = {
  'template/reference': error('spec.template names a template of this repository', 'Otherwise there is none.', own, [
    'JOB-CRE-04',
  ]),
  'template/several-references': error('A job starts from one template', 'The fields are alternatives.', own, [
    'JOB-CRE-06',
  ]),
  'template/arn': error(
    'jobTemplateArn is the ARN of a job template',
    'AWS finds no template by anything else.',
    model,
    ['JOB-RES-03', 'JOB-RES-05'],
  ),
  'template/arn-of-own': warning(
    'A template of this repository is named by spec.template',
    'By its ARN, its content is not known when the job is checked and planned.',
    own,
    ['JOB-CRE-16'],
  ),
  'template/job-arn': error(
    'jobArn is the ARN of a job',
    'AWS copies the job that it names, and finds none by anything else.',
    model,
    ['JOB-TPL-06', 'JOB-RES-05'],
  ),
} as const satisfies RuleEntries;
