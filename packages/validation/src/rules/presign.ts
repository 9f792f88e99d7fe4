/** Presigned URLs: the role that signs them, and how long they live. */

import { readArn } from '../arn.js';
import { placeholdersOf } from '../document-parts.js';
import type { Finding } from '../finding.js';
import { effectiveDocument, type JobDocument, ownDocument } from '../job-document.js';
import { kindOf, packageReference, presignedExample, shown } from '../placeholders.js';
import { readS3Url } from '../s3-url.js';
import { mayComeFromElsewhere, type Repository, type Subject, templateOf } from '../subject.js';
import type { Rule } from './rule.js';
import { minutesText } from './schedule-time.js';

/** How long a presigned URL lives at most, and when nothing is said, in seconds (JOB-PRE-01). */
export const lifeMax = 3600;

const at = '/spec/presignedUrlConfig';

/** What is wrong with `presignedUrlConfig`, alone and beside the document in effect. */
export const presignRule: Rule = (subject, repository) => {
  const config = subject.spec.presignedUrlConfig;
  const document = effectiveDocument(subject, repository);
  const findings: Finding[] = [...roleForm(config?.roleArn)];
  if (document === undefined) return findings;
  const signed = signedPlaceholder(document);
  if (signed !== undefined)
    return [...findings, ...roleNeeded(subject, repository, document, signed), ...life(subject, signed)];
  const own = ownDocument(subject, repository);
  if (config?.roleArn === undefined || own === undefined || parametersSign(subject)) return findings;
  return [
    ...findings,
    {
      rule: 'presign/unused',
      pointer: at,
      on: 'key',
      message: `presignedUrlConfig signs URLs, and ${document.name} has no placeholder for one`,
      help: `Remove presignedUrlConfig, or write ${presignedExample} where devices expect the URL.`,
    },
  ];
};

interface Signed {
  /** The placeholder as messages show it. */
  readonly shown: string;
  readonly upload: boolean;
}

/** The first placeholder of a document that becomes a presigned URL; an upload before others, since it lives shortest. */
function signedPlaceholder(document: JobDocument): Signed | undefined {
  let first: Signed | undefined;
  for (const { placeholder } of placeholdersOf(document)) {
    const is = kindOf(placeholder);
    if (is.kind !== 'aws' || !placeholder.closed) continue;
    const artifact = is.name === 'package' && packageReference(is.argument)?.wants === 'artifact';
    if (!artifact && !is.name.startsWith('s3-presigned-url')) continue;
    const signed = { shown: shown(placeholder), upload: is.name === 's3-presigned-url-upload' };
    if (signed.upload) return signed;
    first ??= signed;
  }
  return first;
}

/** Parameters of a managed template may hold placeholders too; whether AWS fills them in there is not documented. */
function parametersSign(subject: Subject): boolean {
  const parameters = subject.kind === 'Job' ? subject.spec.documentParameters : undefined;
  return Object.values(parameters ?? {}).some((value) => value?.includes('${aws:iot:') === true);
}

/** JOB-PRE-02: without a role nobody can sign. A job takes the role over from its template, as a whole. */
function roleNeeded(
  subject: Subject,
  repository: Repository,
  document: JobDocument,
  signed: Signed,
): readonly Finding[] {
  const written = subject.written.has('presignedUrlConfig');
  if (written && roleWritten(subject)) return [];
  if (subject.kind === 'JobTemplate') return templateWithoutRole(subject, repository, document, signed);
  if (written) return [missingRole(subject, document, signed, at)];
  const template = templateOf(subject, repository);
  if (template?.written.has('presignedUrlConfig') === true) {
    return roleWritten(template) ? [] : [missingRole(subject, document, signed, undefined)];
  }
  return mayComeFromElsewhere(subject, 'presignedUrlConfig', repository)
    ? []
    : [missingRole(subject, document, signed, undefined)];
}

/** Whether a role is written, or nobody can tell: what is written wrong has its finding. */
function roleWritten({ spec, document }: Subject): boolean {
  if (spec.presignedUrlConfig === undefined || spec.presignedUrlConfig.roleArn !== undefined) return true;
  const written = (document.value as { spec?: { presignedUrlConfig?: object } }).spec?.presignedUrlConfig;
  return typeof written === 'object' && written !== null && Object.hasOwn(written, 'roleArn');
}

const roleHelp =
  'Add presignedUrlConfig: { roleArn: arn:aws:iam::ACCOUNT:role/NAME }, a role that AWS IoT may assume and that may read the object.';

function missingRole(subject: Subject, document: JobDocument, signed: Signed, pointer: string | undefined): Finding {
  const message = `${signed.shown} in ${document.name} needs presignedUrlConfig.roleArn, and there is none`;
  const place =
    pointer !== undefined
      ? ({ pointer, on: 'key' } as const)
      : document.owner === subject
        ? { ...document.placeOf(''), on: 'key' as const }
        : ({ pointer: '/spec/template', on: 'value' } as const);
  const related =
    document.owner === subject
      ? {}
      : {
          related: [
            { message: 'the document', pointer: document.placeOf('').pointer, document: document.owner.document },
          ],
        };
  return { rule: 'presign/role', pointer: place.pointer, on: place.on, message, help: roleHelp, ...related };
}

/** A template may leave the role to its jobs; when no job of the repository starts from it, nobody has named one yet. */
function templateWithoutRole(
  subject: Subject,
  repository: Repository,
  document: JobDocument,
  signed: Signed,
): readonly Finding[] {
  if (
    mayComeFromElsewhere(subject, 'presignedUrlConfig', repository) ||
    repository.usedTemplates.has(subject.name ?? '')
  )
    return [];
  return [
    {
      rule: 'presign/role-left-to-jobs',
      pointer: document.placeOf('').pointer,
      on: 'key',
      message: `${signed.shown} in ${document.name} needs presignedUrlConfig.roleArn; every job from this template must bring it`,
      help: roleHelp,
    },
  ];
}

/** The form of a role's ARN: the API model fixes only its length. */
function roleForm(roleArn: string | undefined): readonly Finding[] {
  if (roleArn === undefined) return [];
  const arn = readArn(roleArn);
  if (arn?.service === 'iam' && arn.region === '' && arn.account !== '' && /^role\/./.test(arn.resource)) return [];
  return [
    {
      rule: 'presign/role-form',
      pointer: `${at}/roleArn`,
      on: 'value',
      message: `roleArn must be the ARN of an IAM role${arn?.service === 'iam' ? `, not of ${arn.resource.split('/')[0]}` : ''}`,
      help: 'Write arn:aws:iam::ACCOUNT:role/NAME.',
    },
  ];
}

/** A URL that dies sooner than the device may be at work, though it could live longer. */
function life(subject: Subject, signed: Signed): readonly Finding[] {
  const seconds = subject.spec.presignedUrlConfig?.expiresInSec;
  if (seconds === undefined || seconds >= lifeMax) return [];
  const minutes = subject.spec.timeoutConfig?.inProgressTimeoutInMinutes;
  const wanted = signed.upload ? lifeMax : Math.min(lifeMax, (minutes ?? 0) * 60);
  if (seconds >= wanted) return [];
  const why = signed.upload
    ? 'upload URLs are made when the execution is created, not when the device asks'
    : `a device may be at work for ${minutesText(minutes ?? 0)}`;
  const related = signed.upload
    ? []
    : [{ message: 'the timeout', pointer: '/spec/timeoutConfig/inProgressTimeoutInMinutes' }];
  return [
    {
      rule: 'presign/short-life',
      pointer: `${at}/expiresInSec`,
      on: 'value',
      message: `URLs expire after ${seconds} seconds, and ${why}`,
      help: `Write up to ${lifeMax}; ${wanted} would be long enough here.`,
      related,
    },
  ];
}

/** JOB-PH-04: the bucket of an upload is in the job's region, as far as ARNs of the manifest tell it. */
export const uploadRegionRule: Rule = (subject, repository) => {
  const document = ownDocument(subject, repository);
  if (document === undefined || subject.kind !== 'Job') return [];
  const region = subject.spec.targets?.map((target) => readArn(target ?? '')?.region).find((known) => known);
  if (region === undefined) return [];
  return placeholdersOf(document).flatMap(({ placeholder, at: place }): readonly Finding[] => {
    const is = kindOf(placeholder);
    if (is.kind !== 'aws' || is.name !== 's3-presigned-url-upload') return [];
    const bucketRegion = readS3Url(is.argument)?.region;
    if (bucketRegion === undefined || bucketRegion === region) return [];
    const message = `the upload goes to a bucket in ${bucketRegion}, and the targets are in ${region}`;
    const help = `Use a bucket in ${region}: AWS IoT takes upload URLs of its own region only.`;
    return [{ rule: 'placeholder/upload-region', ...document.placeOf(place.pointer, place.part), message, help }];
  });
};
