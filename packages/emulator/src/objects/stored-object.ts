/** What stands for objects of S3: job documents and images. */
import { createHash } from 'node:crypto';
import { objectName } from './s3-location.js';

export interface StoredObject {
  readonly bytes: Uint8Array;
  /** As S3 makes it: the quoted MD5 of the bytes. */
  readonly etag: string;
}

/** Keeps an object under its S3 URL, instead of the one that was there. */
export function storeObject(objects: Map<string, StoredObject>, url: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  objects.set(objectName(url), { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` });
}

/** Returns the object of an S3 URL as text, or undefined if there is none. Bytes that are no UTF-8 become replacement characters. */
export function objectText(objects: ReadonlyMap<string, StoredObject>, url: string): string | undefined {
  const object = objects.get(objectName(url));
  return object === undefined ? undefined : new TextDecoder().decode(object.bytes);
}
