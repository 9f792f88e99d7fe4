/** Job documents. */
import { error, guide, model, own, type RuleEntries, warning } from './entry.js';

export const documentRules = {
  'document/missing': error(
    'A job document is given',
    'A job cannot be created without one.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-CRE-06', 'JOB-CRE-09', 'JOB-TPL-07'],
  ),
  'document/several-sources': error(
    'The job document is given once',
    'The fields are alternatives: of two, nobody can say which one devices get.',
    model,
    ['JOB-CRE-07', 'JOB-TPL-07'],
  ),
  'document/file': error('The document file can be read', 'Its text is the job document.', own),
  'document/not-json': error('The job document is JSON', 'Devices receive it inside a JSON message.', model, [
    'JOB-DOC-03',
    'DOC-ANY-01',
  ]),
  'document/lossy-number': error(
    'A number of an inline document is kept exactly',
    'Devices would get another number.',
    own,
  ),
  'document/number-rewritten': warning(
    'A version in an inline document is a text',
    'YAML reads 1.10 as the number 1.1 and 1234e5 as 123400000, and devices get that.',
    own,
  ),
  'document/empty-value': warning(
    'A key of an inline document has a value',
    'Nothing after a key is null, which devices get; in braces, a key without a space behind its colon takes its value in.',
    own,
  ),
  'document/duplicate-key': error(
    'A key is written once in an object of a job document',
    'One of the two values is lost, and readers of JSON differ in which.',
    own,
    ['DOC-ANY-02'],
  ),
  'document/too-long': error('The job document fits', 'AWS limits it to 32768 bytes.', `${guide}/job-limits.html`, [
    'JOB-DOC-01',
    'JOB-DOC-02',
    'DOC-ANY-03',
  ]),
  'document/near-limit': warning(
    'A document with placeholders leaves room for what replaces them',
    'Presigned URLs are far longer than their placeholders, and the document travels in one message.',
    `${guide}/jobs-management-control-api.html`,
    ['JOB-DOC-02', 'JOB-DOC-05', 'DOC-ANY-03'],
  ),
  'document/not-an-object': warning('The job document is a JSON object', 'Device software expects one.', model, [
    'JOB-DOC-04',
    'DOC-DC-21',
    'DOC-ANY-01',
  ]),
  'document/empty': warning(
    'The job document says something',
    'An empty object starts a job on every target and tells the devices nothing.',
    own,
    ['JOB-DOC-04'],
  ),
  'document/nesting': warning(
    'A job document is nested at most 100 levels deep',
    'Readers on small devices give up long before, and what lies deeper is not checked here.',
    own,
  ),
  'document/large-number': warning(
    'A number of a document file can be held by a double',
    'Whole numbers beyond 2^53 reach software in JavaScript, and much other software, as another number.',
    own,
    ['DOC-ANY-12'],
  ),
  'document/source-url': error('documentSource is an https URL', 'AWS fetches it from S3 by this URL.', model, [
    'JOB-DOC-06',
    'JOB-DOC-10',
  ]),
  'document/source-host': warning('documentSource names an S3 object', 'AWS documents S3 only.', model, ['JOB-DOC-06']),
  'document/source-object': warning(
    'documentSource names a bucket and an object in it, without a signature',
    'AWS reads the object once, when the job is created, with the permissions of the caller; a presigned URL adds nothing and expires.',
    `${guide}/jobs-management-control-api.html`,
    ['JOB-DOC-06', 'JOB-DOC-07', 'JOB-DOC-08'],
  ),
  'document/parameters': error(
    'documentParameters go with a managed template',
    'Other documents have no parameters.',
    `${guide}/job-templates-managed.html`,
    ['JOB-CRE-18'],
  ),
  'document/overrides-template': warning(
    'The template supplies the document',
    'The job would send another document than its template.',
    `${guide}/job-templates.html`,
    ['JOB-CRE-08'],
  ),
  'document/format': warning(
    'A document is of the format that documentFormat names',
    'A document without the mark of its format is read as another one, or refused by the device.',
    own,
    ['DOC-ID-01'],
  ),
  'document/greengrass': warning(
    'No document is a deployment of Greengrass',
    'Greengrass keeps its own record of deployments, and a job made by hand is not in it.',
    'https://docs.aws.amazon.com/greengrass/v2/developerguide/manage-deployments.html',
    ['JOB-NS-01', 'DOC-GG-06'],
  ),
  'document/secret': warning(
    'No document holds a secret',
    'Everybody who can read the repository, the job or a message of a device can read it.',
    own,
    ['DOC-ANY-09'],
  ),
  'document/presigned-url': warning(
    'No document holds a URL that is already presigned',
    'It expires, usually before the last device asks, and until then it lets everybody in who sees it.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PRE-04', 'DOC-ANY-09'],
  ),
  'document/plain-http': warning(
    'A document downloads by https',
    'Without TLS, whoever is in between can give devices another image.',
    own,
    ['DOC-ANY-10'],
  ),
  'document/unused': warning(
    'A JSON file beside job documents is named by a manifest',
    'A document that nothing names is a left-over, or the manifest names another one by mistake.',
    own,
  ),
} as const satisfies RuleEntries;
