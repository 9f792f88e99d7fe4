/** The job document as a device gets it: presigned placeholders have become URLs that the emulator serves. */
import type { Context } from '../handler.js';
import type { PendingExecution } from '../jobs/pending.js';
import { s3Location } from './s3-location.js';

const placeholder = /\$\{aws:iot:s3-presigned-url(-v1|-v2|-upload)?:((?:\$\{\w+\}|[^}])*)\}/g;

/** How long presigned URLs live when the job does not say, in seconds (JOB-PRE-01). */
const defaultExpirySeconds = 3600;

/**
 * Returns the document of an execution. Each request gives fresh URLs, which expire `expiresInSec` later (JOB-PRE-04); an
 * upload's URL is the same every time, because it was made when the execution was created (JOB-PRE-05).
 */
export function deviceDocument({ signUrl, now }: Context, pending: PendingExecution): string {
  const { record, execution } = pending;
  const lifeMs = (record.configurations.presignedUrlConfig?.expiresInSec ?? defaultExpirySeconds) * 1000;
  return record.document.replace(placeholder, (whole, kind: string | undefined, text: string) => {
    const upload = kind === '-upload';
    const url = upload ? withLocalNames(text, pending) : kind === '-v2' ? decodedUrl(text) : text;
    const object = s3Location(url);
    if (object === undefined) return whole; // It names no S3 object, so there is nothing to sign.
    if (!upload) return signUrl({ method: 'GET', object, expiresAt: now + lifeMs });
    const key = object.key === '' ? chosenKey(pending) : object.key;
    return signUrl({ method: 'PUT', object: { ...object, key }, expiresAt: execution.queuedAt + lifeMs });
  });
}

/** Fills in the placeholders that only an upload's key may have. */
function withLocalNames(text: string, { record, execution }: PendingExecution): string {
  return text
    .replaceAll('$' + '{thingName}', encodeURIComponent(execution.thingName))
    .replaceAll('$' + '{jobId}', record.jobId)
    .replaceAll('$' + '{executionNumber}', String(execution.executionNumber));
}

/** An upload without a key gets one from the service; how AWS spells it is not known. */
function chosenKey({ record, execution }: PendingExecution): string {
  return `${record.jobId}/${execution.thingName}/${execution.executionNumber}`;
}

function decodedUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not percent-encoded after all: it is taken as it was written.
  }
}
