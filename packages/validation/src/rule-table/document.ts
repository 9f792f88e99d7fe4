/** Job documents. */
import { error, guide, model, own, type RuleEntries, warning } from './entry.js';

export const documentRules = {
  'document/missing': error(
    'A job document is given',
    'A job cannot be created without one.',
    `${guide}/create-manage-jobs.html`,
  ),
  'document/several-sources': error('The job document is given once', 'The fields are alternatives.', model),
  'document/not-json': error('The job document is JSON', 'Devices receive it inside a JSON message.', model),
  'document/lossy-number': error(
    'A number of an inline document is kept exactly',
    'Devices would get another number.',
    own,
  ),
  'document/not-an-object': warning('The job document is a JSON object', 'Device software expects one.', model),
  'document/too-long': error('The job document fits', 'AWS limits it to 32768 bytes.', `${guide}/job-limits.html`),
  'document/file': error('The document file can be read', 'Its text is the job document.', own),
  'document/source-url': error('documentSource is an https URL', 'AWS fetches it from S3 by this URL.', model),
  'document/source-host': warning('documentSource names an S3 object', 'AWS documents S3 only.', model),
  'document/parameters': error(
    'documentParameters go with a managed template',
    'Other documents have no parameters.',
    `${guide}/job-templates-managed.html`,
  ),
  'document/overrides-template': warning(
    'The template supplies the document',
    'The job would send another document than its template.',
    `${guide}/job-templates.html`,
  ),
} as const satisfies RuleEntries;
