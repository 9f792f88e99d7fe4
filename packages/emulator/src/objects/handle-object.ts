/** Requests to presigned URLs: what S3 would answer, for the objects that were registered. */

import { type ByteRange, byteRange } from './byte-range.js';
import { nameOf } from './s3-location.js';
import { permittedObject } from './signed-url.js';
import type { StoredObject } from './stored-object.js';
import { storeObject } from './stored-object.js';

/** What a request says that matters here. */
export interface ObjectRequest {
  readonly method: string;
  readonly target: string;
  readonly body: Uint8Array;
  /** The headers Range and If-Range. */
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

export interface ObjectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Where objects are, and the key that their URLs are signed with. */
export interface ObjectStore {
  readonly objects: Map<string, StoredObject>;
  readonly urlKey: string;
}

/** Returns the answer to a request below {@link signedUrlPath} at `now`, in milliseconds. */
export function handleObject({ objects, urlKey }: ObjectStore, request: ObjectRequest, now: number): ObjectAnswer {
  const url = new URL(request.target, 'http://emulator');
  const location = permittedObject(urlKey, request.method, url, now);
  if (location === 'forged')
    return problem(403, 'SignatureDoesNotMatch', 'The URL is not one that the emulator signed for this method.');
  if (location === 'expired') return problem(403, 'AccessDenied', 'Request has expired');
  const name = nameOf(location);
  if (request.method === 'PUT') {
    storeObject(objects, name, request.body);
    return { status: 200, headers: { etag: objects.get(name)!.etag }, body: '' };
  }
  const object = objects.get(name);
  if (object !== undefined) return contentOf(object, request);
  return problem(
    404,
    'NoSuchKey',
    `The emulator has no object ${name}. Register it: PUT /_emulator/objects?url=${name}`,
  );
}

function contentOf({ bytes, etag }: StoredObject, { range, ifRange }: ObjectRequest): ObjectAnswer {
  const headers = { 'content-type': 'binary/octet-stream', 'accept-ranges': 'bytes', etag };
  // A part of another version than the device has begun with would be of no use to it.
  const part = ifRange === undefined || ifRange === etag ? byteRange(range, bytes.length) : 'none';
  if (part === 'none') return { status: 200, headers, body: bytes };
  if (part === 'unsatisfiable') {
    const unsatisfied = problem(416, 'InvalidRange', 'The requested range is not satisfiable');
    return { ...unsatisfied, headers: { ...unsatisfied.headers, 'content-range': `bytes */${bytes.length}` } };
  }
  return partOf(bytes, part, headers);
}

function partOf(bytes: Uint8Array, { first, last }: ByteRange, headers: ObjectAnswer['headers']): ObjectAnswer {
  const range = { 'content-range': `bytes ${first}-${last}/${bytes.length}` };
  return { status: 206, headers: { ...headers, ...range }, body: bytes.subarray(first, last + 1) };
}

/** Errors of S3 are XML. */
function problem(status: number, code: string, message: string): ObjectAnswer {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
