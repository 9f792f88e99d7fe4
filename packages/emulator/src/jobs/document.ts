/** Job documents: where they come from, what is checked of them, and what a device gets. */
import { invalid, isRefused, type Refused } from '../refusal.js';
import type { JobConfigurations } from './record.js';

/** The longest document, in bytes of UTF-8 (JOB-DOC-01). */
const maximumBytes = 32_768;

export interface DocumentRequest {
  readonly document?: string | undefined;
  readonly documentSource?: string | undefined;
}

/**
 * Returns the text of the document that a request gives inline or by its S3 URL, or undefined when it gives none. There is
 * no S3 here: a URL stands for a document that was registered with the emulator, and is read once (JOB-DOC-07).
 */
export function givenDocument(
  { document, documentSource }: DocumentRequest,
  objects: ReadonlyMap<string, string>,
): string | undefined | Refused<'InvalidRequestException'> {
  if (document !== undefined && documentSource !== undefined)
    return invalid('Give either document or documentSource, not both.'); // JOB-CRE-07
  if (documentSource === undefined) return document;
  const text = objects.get(documentSource);
  if (text !== undefined) return text;
  return invalid(
    `The emulator has no S3 object ${documentSource}. Register it: POST /_emulator/objects {"url": "${documentSource}", "body": "{...}"}.`,
  );
}

/** Returns what is wrong with a document, or undefined (JOB-DOC-01, 03; JOB-PRE-02; JOB-PH-03). */
export function documentFault(
  document: string,
  { presignedUrlConfig }: JobConfigurations,
): Refused<'InvalidRequestException'> | undefined {
  if (Buffer.byteLength(document) > maximumBytes)
    return invalid(`The job document is longer than ${maximumBytes} bytes.`);
  if (!isJson(document)) return invalid('The job document is not valid JSON.');
  if (/\$\{[^}]*$/.test(document)) return invalid('The job document has a placeholder ${ without its closing brace.');
  if (/\$\{aws:iot:package:/.test(document))
    return invalid('Placeholders of software packages are not emulated by the iot-rollouts emulator.');
  if (/\$\{aws:iot:s3-presigned-url/.test(document) && presignedUrlConfig?.roleArn === undefined)
    return invalid('A document with presigned URLs needs presignedUrlConfig.roleArn.');
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns a document that passed its checks, or a refusal. */
export function checkedDocument(
  document: string | undefined | Refused<'InvalidRequestException'>,
  configurations: JobConfigurations,
  missing: string,
): string | Refused<'InvalidRequestException'> {
  if (isRefused(document)) return document;
  if (document === undefined) return invalid(missing);
  return documentFault(document, configurations) ?? document;
}

/**
 * Returns the document as a device gets it. A presigned URL is a stand-in: the plain URL with its life in seconds, which no
 * S3 would accept (JOB-PRE-04: made anew at every request).
 */
export function deviceDocument(document: string, configurations: JobConfigurations): string {
  const seconds = configurations.presignedUrlConfig?.expiresInSec ?? 3600;
  return document.replace(
    /\$\{aws:iot:s3-presigned-url(-v1|-v2)?:([^}]*)\}/g,
    (_, version: string | undefined, url: string) =>
      `${version === '-v2' ? decodedUrl(url) : url}?X-Amz-Expires=${seconds}&X-Amz-Signature=emulated`,
  );
}

function decodedUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // Not percent-encoded after all: the device sees what was written.
  }
}
