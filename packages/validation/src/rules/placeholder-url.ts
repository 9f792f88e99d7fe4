/** What the presigned-URL and code-signing placeholders of a job document name in S3. */
import type { DocumentText } from '../document-parts.js';
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument } from '../job-document.js';
import { kindOf, type Placeholder, shown } from '../placeholders.js';
import { bucketFault, mayBeS3, readS3Url, type S3Object } from '../s3-url.js';
import { nesting } from './placeholder-nesting.js';

/** How often each local placeholder may stand in an upload URL (section 2.5 of the documented behaviours). */
const localMax = 2;

/** What is wrong with a placeholder for a download. */
export function presignedFindings(
  document: JobDocument,
  name: 's3-presigned-url' | 's3-presigned-url-v1' | 's3-presigned-url-v2',
  url: string,
  at: DocumentText,
): readonly Finding[] {
  const encoded = name === 's3-presigned-url-v2';
  const plain = encoded ? decoded(url) : url;
  const object = plain === undefined ? undefined : readS3Url(plain);
  if (object === undefined && plain !== undefined && mayBeS3(plain)) return [undocumented(document, plain, at)];
  const fault = urlFault(url, object, encoded);
  if (fault !== undefined) return [findingIn(document, 'placeholder/url', at, fault.message, fault.help)];
  if (object === undefined) return [];
  const bucket = bucketFault(object.bucket);
  if (bucket !== undefined) return [bucketFinding(document, name, bucket, at)];
  const form = encoded ? encodedFormFault(url) : plainFormFault(url, object);
  return form === undefined ? [] : [findingIn(document, 'placeholder/url-form', at, form.message, form.help)];
}

/** Access points and partitions with domains of their own may work; AWS IoT's documentation does not name them. */
function undocumented(document: JobDocument, url: string, at: DocumentText): Finding {
  const message = `${excerpt(url)} has a host that AWS IoT does not document for its placeholders`;
  return findingIn(document, 'placeholder/url-form', at, message, `Write ${pathForm}.`);
}

interface Fault {
  readonly message: string;
  readonly help: string;
}

const pathForm = 'https://s3.REGION.amazonaws.com/BUCKET/KEY';

/** JOB-PH-04: AWS refuses what is no URL of an S3 object. */
function urlFault(url: string, object: S3Object | undefined, encoded: boolean): Fault | undefined {
  const help = `Write ${pathForm}.`;
  if (object === undefined) {
    if (encoded && decoded(url) === undefined) {
      return { message: `${excerpt(url)} has a % that encodes nothing`, help: 'Write %25 for the character %.' };
    }
    if (/^s3:/i.test(url)) return { message: `${excerpt(url)} is no URL that AWS presigns here: it takes https`, help };
    if (/^http:/i.test(url)) return { message: `${excerpt(url)} is not an https URL`, help };
    return {
      message: url === '' ? 'the placeholder names no URL' : `${excerpt(url)} is not the URL of an S3 object`,
      help,
    };
  }
  return object.key === '' ? { message: `${excerpt(url)} names a bucket and no object in it`, help } : undefined;
}

/** The first form takes the key as it is, in the path of the host, and no version. */
function plainFormFault(url: string, { style, query, bucket }: S3Object): Fault | undefined {
  const second = 'Use s3-presigned-url-v2, whose URL is percent-encoded';
  if (/versionId/i.test(query))
    return { message: `${excerpt(url)} names a version`, help: `${second} and may name a version: %3FversionId%3D….` };
  if (style === 'virtual-hosted') {
    return {
      message: `${excerpt(url)} has the bucket ${excerpt(bucket)} in its host`,
      help: `Write ${pathForm}, or use s3-presigned-url-v2.`,
    };
  }
  if (/%[0-9a-f]{2}/i.test(url)) {
    return {
      message: `${excerpt(url)} is percent-encoded, and this placeholder takes the key as it is`,
      help: `${second}, or write the key plainly.`,
    };
  }
  return undefined;
}

/** The second form is decoded before it is used, so what has a meaning in URLs must be encoded. */
function encodedFormFault(url: string): Fault | undefined {
  const [, , rest = url] = /^(https(?::|%3a)(?:\/|%2f){2})(.*)$/is.exec(url) ?? [];
  const character = /[^A-Za-z0-9._~!'()*/:%-]/.exec(rest)?.[0];
  if (character === undefined) return undefined;
  const code = encodeURIComponent(character);
  return {
    message: `${excerpt(url)} has ${JSON.stringify(character)}, which s3-presigned-url-v2 takes only percent-encoded`,
    help: `Write ${code} for ${JSON.stringify(character)}.`,
  };
}

function decoded(url: string): string | undefined {
  try {
    return decodeURIComponent(url);
  } catch {
    return undefined;
  }
}

function bucketFinding(document: JobDocument, name: string, fault: string, at: DocumentText): Finding {
  const message = `the URL of ${name} ${fault}`;
  return findingIn(document, 'placeholder/bucket', at, message, 'Write the name of the bucket as S3 shows it.');
}

/** What is wrong with a placeholder for an upload, whose key may have local placeholders. */
export function uploadFindings(
  document: JobDocument,
  placeholder: Placeholder,
  url: string,
  at: DocumentText,
): readonly Finding[] {
  const foreign = placeholder.inner.find((inner) => kindOf(inner).kind !== 'local');
  if (foreign !== undefined) return [nesting(document, foreign, placeholder, at)];
  const object = readS3Url(url);
  if (object === undefined) {
    if (mayBeS3(url)) return [undocumented(document, url, at)];
    const message = `${url === '' ? 'the placeholder' : excerpt(url)} is not the URL of an S3 bucket`;
    return [findingIn(document, 'placeholder/url', at, message, `Write ${pathForm}; without a key AWS chooses one.`)];
  }
  if (object.bucket.includes('${')) {
    const message = `the bucket of an upload URL is fixed, and ${excerpt(object.bucket)} has a placeholder`;
    return [findingIn(document, 'placeholder/local-in-bucket', at, message, 'Use placeholders in the key only.')];
  }
  const bucket = bucketFault(object.bucket);
  if (bucket !== undefined) return [bucketFinding(document, 's3-presigned-url-upload', bucket, at)];
  const counts = new Map<string, number>();
  for (const inner of placeholder.inner) counts.set(shown(inner), (counts.get(shown(inner)) ?? 0) + 1);
  return [...counts].flatMap(([local, count]) => {
    if (count <= localMax) return [];
    const message = `${local} stands ${count} times in an upload URL; AWS takes it at most ${localMax} times`;
    return [findingIn(document, 'placeholder/local-limit', at, message, `Remove ${count - localMax} of them.`)];
  });
}

/** What is wrong with a placeholder for a signature by AWS Signer. */
export function codeSignFindings(document: JobDocument, argument: string, at: DocumentText): readonly Finding[] {
  if (/^s3:\/\/[a-z0-9-]+\.[^/@]+\/[^@]+@.+$/s.test(argument)) return [];
  const missing = /^s3:\/\//.test(argument) && !argument.includes('@') ? ': the version of the object is missing' : '';
  const message = `${argument === '' ? 'the placeholder' : excerpt(argument)} does not name a signed object in S3${missing}`;
  return [findingIn(document, 'placeholder/code-sign', at, message, 'Write s3://REGION.BUCKET/FILE@VERSION.')];
}
