/** The placeholders of job documents. */
import { error, guide, type RuleEntries, warning } from './entry.js';

export const placeholderRules = {
  'placeholder/unterminated': error(
    'A placeholder of AWS IoT is closed',
    'AWS refuses a document with a placeholder that has no end.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-03', 'JOB-PH-04', 'DOC-ANY-05'],
  ),
  'placeholder/open': warning(
    'A ${ in a document is closed',
    'It may be meant for a shell, but AWS refuses placeholders that have no end.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-03', 'JOB-PH-05'],
  ),
  'placeholder/unknown': error(
    'A placeholder of AWS IoT is one that exists',
    'Nothing replaces another one: devices would get it as it stands.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PH-01', 'JOB-PH-04', 'DOC-ANY-05'],
  ),
  'placeholder/lookalike': warning(
    'What looks like a placeholder of AWS IoT is one',
    'A space, a capital or another bracket makes it plain text, which devices get as it stands.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PH-01', 'JOB-PH-05', 'DOC-ANY-05'],
  ),
  'placeholder/nested': error(
    'No placeholder stands inside another',
    'AWS replaces one layer and refuses a second; only an upload URL may have local placeholders in its key.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-02', 'JOB-PH-04'],
  ),
  'placeholder/inside-braces': warning(
    'A placeholder of AWS IoT stands in no other braces',
    'AWS refuses a placeholder in another one; whether it takes the braces of a shell for one is not documented.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-02', 'JOB-PH-05'],
  ),
  'placeholder/local-outside-upload': error(
    'thingName, jobId and executionNumber are placeholders of upload URLs only',
    'AWS refuses them elsewhere in a document.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
  'placeholder/local-limit': error(
    'A local placeholder stands at most twice in an upload URL',
    'AWS refuses more.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
  'placeholder/local-in-bucket': error(
    'The bucket of an upload URL has no placeholder',
    'AWS refuses it: placeholders belong in the key.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
  'placeholder/parameter': error(
    'Parameter placeholders stand in managed templates only',
    'Only there does AWS replace them by documentParameters.',
    `${guide}/job-templates-managed.html`,
    ['JOB-CRE-18', 'DOC-ANY-07'],
  ),
  'placeholder/url': error(
    'A presigned placeholder names an object in S3 by https',
    'AWS refuses a URL that it cannot sign.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
  'placeholder/url-form': warning(
    'The URL of a presigned placeholder has the form of its version',
    'The first version takes the key as it is, in the path and without a version; the second takes it percent-encoded.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PH-01', 'DOC-ANY-06'],
  ),
  'placeholder/bucket': warning(
    'The bucket of a placeholder has a name that S3 gives',
    'AWS refuses names that no bucket can have; a few very old buckets have others.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
  'placeholder/upload-region': error(
    'Devices upload to a bucket in the region of the job',
    'AWS refuses upload URLs to a bucket in another region.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04', 'JOB-PRE-05', 'DOC-ANY-08'],
  ),
  'placeholder/code-sign': warning(
    'A signature placeholder names region, bucket, file and version',
    'Without all four AWS Signer cannot tell what to sign.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PH-01'],
  ),
} as const satisfies RuleEntries;
