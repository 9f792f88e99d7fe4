/** AWS's managed templates. */
import { error, guide, type RuleEntries, warning } from './entry.js';

export const managedRules = {
  'managed/name': error(
    'managedTemplate is the name of one that AWS provides',
    'A misspelt name names nothing.',
    `${guide}/job-templates-managed.html`,
    ['JOB-MNG-01', 'JOB-RES-03'],
  ),
  'managed/unlisted': warning(
    'managedTemplate is one that AWS documents',
    'A template that AWS added since is not known here, nor are its parameters.',
    `${guide}/job-templates-managed.html`,
    ['JOB-MNG-01'],
  ),
  'managed/version': warning(
    'A version of a managed template is one that AWS documents',
    'AWS documents version 1.0 of each; an ARN must say it.',
    `${guide}/job-template-manage-cli-create.html`,
    ['JOB-MNG-01', 'JOB-MNG-09'],
  ),
  'managed/parameter-missing': error(
    'Required parameters of a managed template are given',
    'AWS refuses the job without them.',
    `${guide}/job-template-manage-cli-create.html`,
    ['JOB-CRE-19'],
  ),
  'managed/parameter-unknown': warning(
    'documentParameters are those of the managed template',
    'Another one replaces nothing in the document, and AWS probably refuses it.',
    `${guide}/job-template-manage-cli-create.html`,
    ['JOB-CRE-19'],
  ),
  'managed/parameter-value': error(
    'A parameter matches its pattern',
    'AWS refuses a value that does not match the pattern of the parameter.',
    `${guide}/job-template-manage-cli-create.html`,
    ['JOB-CRE-19', 'JOB-MNG-01'],
  ),
  'managed/document': warning(
    'A document in the format managed-template is like those of AWS',
    'It differs in a name that AWS fixes, so that it does something else than the template it is taken from.',
    `${guide}/job-templates-managed.html`,
    ['JOB-MNG-02', 'DOC-MISC-07'],
  ),
} as const satisfies RuleEntries;
