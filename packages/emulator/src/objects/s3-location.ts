/** Names of S3 objects: many URLs mean one object, so objects are kept under one spelling. */

export interface S3Location {
  readonly bucket: string;
  /** Not percent-encoded; empty when the URL names only a bucket. */
  readonly key: string;
  readonly versionId: string | undefined;
}

const pathStyle = /^s3([.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;
const virtualHosted = /^(.+)\.s3([.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;

/** Returns what an S3 URL names, path-style, virtual-hosted or `s3://bucket/key`, or undefined if it is none (JOB-DOC-06). */
export function s3Location(text: string): S3Location | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const path = decoded(url.pathname.slice(1));
  if (path === undefined) return undefined;
  const versionId = url.searchParams.get('versionId') ?? undefined;
  if (url.protocol === 's3:') return named(url.hostname, path, versionId);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (pathStyle.test(url.hostname)) {
    const [bucket = ''] = path.split('/', 1);
    return named(bucket, path.slice(bucket.length + 1), versionId);
  }
  return named(virtualHosted.exec(url.hostname)?.[1] ?? '', path, versionId);
}

function named(bucket: string, key: string, versionId: string | undefined): S3Location | undefined {
  return bucket === '' ? undefined : { bucket, key, versionId };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Returns the name under which the emulator keeps the object: one for all its URLs. Text that is no S3 URL is its own name. */
export function objectName(url: string): string {
  const location = s3Location(url);
  return location === undefined ? url : nameOf(location);
}

/** Returns the name of a location. */
export function nameOf({ bucket, key, versionId }: S3Location): string {
  return `s3://${bucket}/${key}${versionId === undefined ? '' : `?versionId=${versionId}`}`;
}
