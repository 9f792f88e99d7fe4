/** URLs of S3 objects in the forms that AWS IoT takes. */

import { excerpt } from './excerpt.js';

/** What the URL of an S3 object names. */
export interface S3Object {
  readonly style: 'path' | 'virtual-hosted';
  /** Absent in the global form without a region. */
  readonly region?: string;
  readonly bucket: string;
  /** As it is written; empty where only a bucket is named. */
  readonly key: string;
  /** What follows the question mark, without it. */
  readonly query: string;
}

const host =
  /^(?:(.+)\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-]([a-z]{2,}(?:-[a-z]+)+-\d+))?\.amazonaws\.(?:com(?:\.cn)?|eu)$/i;

/** Whether a host is one of S3's. */
export function isS3Host(name: string): boolean {
  return host.test(name);
}

/** Whether the host of an https URL may be one of S3's in a form that is not read here: an access point, another partition. */
export function mayBeS3(url: string): boolean {
  // First the host, then the word in it: one pattern for both takes minutes for a host of a million characters.
  const name = /^https:\/\/([^/?#]+)\/[^/?#]/i.exec(url)?.[1];
  return name !== undefined && /(?:^|\.)s3[.-]./i.test(name);
}

/** What an https URL of S3 names; undefined when it is none. Placeholders in the key are left as they are. */
export function readS3Url(url: string): S3Object | undefined {
  const parts = /^https:\/\/([^/?#]+)(\/[^?#]*)?(?:\?(.*))?$/is.exec(url);
  const hostParts = host.exec(parts?.[1] ?? '');
  if (parts === null || hostParts === null) return undefined;
  const [, ownBucket, region] = hostParts;
  const path = (parts[2] ?? '').slice(1);
  const query = parts[3] ?? '';
  const where = region === undefined ? {} : { region };
  if (ownBucket !== undefined) return { style: 'virtual-hosted', bucket: ownBucket, key: path, query, ...where };
  const slash = path.indexOf('/');
  const [bucket, key] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  return { style: 'path', bucket, key, query, ...where };
}

/** What is wrong with the name of a bucket; undefined when S3 takes it. */
export function bucketFault(bucket: string): string | undefined {
  if (bucket === '') return 'names no bucket';
  // A sample's bracketed word is not a bucket either; the characters say it.
  if (/[^a-z0-9.-]/.test(bucket))
    return `names the bucket ${excerpt(bucket)}; a bucket has only a-z, 0-9, dots and hyphens`;
  if (bucket.length < 3 || bucket.length > 63)
    return `names the bucket ${excerpt(bucket)}; a bucket has 3 to 63 characters`;
  return /^[.-]|[.-]$/.test(bucket)
    ? `names the bucket ${excerpt(bucket)}; a bucket begins and ends with a letter or digit`
    : undefined;
}
