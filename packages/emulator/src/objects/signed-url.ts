/**
 * URLs of the emulator that stand for presigned URLs of S3: one object, one method, until a moment of the emulator's
 * clock. The signature keeps tests honest about expiry and method; it protects nothing.
 */
import { createHmac } from 'node:crypto';
import { nameOf, type S3Location } from './s3-location.js';

/** What a device may do with an object, until when. */
export interface SignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly object: S3Location;
  /** Milliseconds since the epoch: the URL is good before this moment. */
  readonly expiresAt: number;
}

/** Returns the URL that a device can call. */
export type SignUrl = (request: SignedRequest) => string;

/** Where signed URLs live. Bucket and key follow, so that the last segment is the object's file name. */
export const signedUrlPath = '/_emulator/s3/';

const [versionMember, expiryMember, signatureMember] = ['versionId', 'X-Amz-Expires-At', 'X-Amz-Signature'];

/** Returns a URL at `endpointAddress` (host and port) that permits the request. */
export function signedUrl(key: string, endpointAddress: string, request: SignedRequest): string {
  const { object, expiresAt } = request;
  const path = [object.bucket, ...object.key.split('/')].map(encodeURIComponent).join('/');
  const query = new URLSearchParams(object.versionId === undefined ? {} : { [versionMember]: object.versionId });
  query.set(expiryMember, String(expiresAt));
  query.set(signatureMember, signatureOf(key, request));
  return `http://${endpointAddress}${signedUrlPath}${path}?${query}`;
}

/** Returns the object that a called URL permits the method for at `now`, or why it permits nothing. */
export function permittedObject(
  key: string,
  method: string,
  { pathname, searchParams }: URL,
  now: number,
): S3Location | 'forged' | 'expired' {
  const segments = pathname.slice(signedUrlPath.length).split('/').map(decodedSegment);
  const [bucket, ...rest] = segments;
  if (bucket === undefined || segments.includes(undefined)) return 'forged';
  const object = { bucket, key: rest.join('/'), versionId: searchParams.get(versionMember) ?? undefined };
  const expiresAt = Number(searchParams.get(expiryMember));
  const signedMethod = method === 'HEAD' ? 'GET' : method;
  if (signedMethod !== 'GET' && signedMethod !== 'PUT') return 'forged';
  if (searchParams.get(signatureMember) !== signatureOf(key, { method: signedMethod, object, expiresAt }))
    return 'forged';
  return now < expiresAt ? object : 'expired';
}

function signatureOf(key: string, { method, object, expiresAt }: SignedRequest): string {
  return createHmac('sha256', key)
    .update(`${method}\n${nameOf(object)}\n${expiresAt}`)
    .digest('hex');
}

function decodedSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
