/** Job documents: where they come from, and what is checked of them. */
import { objectText, type StoredObject } from '../objects/stored-object.js';
import { destinationsOf } from '../packages/destinations.js';
import { filledWithPackages } from '../packages/substitute.js';
import { invalid, isRefused, type Refused } from '../refusal.js';
import type { RegionState } from '../region-state.js';
import { placeholderFault } from './placeholders.js';
import type { JobConfigurations, PackageVersions } from './record.js';

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
  objects: ReadonlyMap<string, StoredObject>,
): string | undefined | Refused<'InvalidRequestException'> {
  if (document !== undefined && documentSource !== undefined)
    return invalid('Give either document or documentSource, not both.'); // JOB-CRE-07
  if (documentSource === undefined) return document;
  const text = objectText(objects, documentSource);
  if (text !== undefined) return text;
  return invalid(
    `The emulator has no S3 object ${documentSource}. Register it: POST /_emulator/objects {"url": "${documentSource}", "body": "{...}"}.`,
  );
}

/** What devices will get of a document, and what it was before packages were filled in. */
export interface JobContent {
  readonly document: string;
  /** Undefined when the document names no package. */
  readonly documentBeforeSubstitution: string | undefined;
  readonly packageVersions: PackageVersions | undefined;
}

/** Returns a checked document with its packages filled in, or what is wrong (JOB-DOC-01, 03; JOB-PH; JOB-PKG). */
export function contentOf(
  region: RegionState,
  document: string,
  { presignedUrlConfig }: JobConfigurations,
  packageVersionArns: readonly string[] | undefined,
): JobContent | Refused<'InvalidRequestException' | 'ResourceNotFoundException'> {
  const hasRole = presignedUrlConfig?.roleArn !== undefined;
  const fault = textFault(document) ?? placeholderFault(document, region.name, hasRole);
  if (fault !== undefined) return fault;
  const destinations = destinationsOf(region, packageVersionArns ?? []);
  if (isRefused(destinations)) return destinations;
  const filled = filledWithPackages(document, destinations, region.name, hasRole);
  if (isRefused(filled)) return filled;
  if (filled !== undefined && !isJson(filled))
    return invalid('With its packages filled in, the document is not valid JSON.');
  const packageVersions = packageVersionArns && {
    asWritten: packageVersionArns,
    resolved: destinations.map(({ resolvedArn }) => resolvedArn),
  };
  return {
    document: filled ?? document,
    documentBeforeSubstitution: filled === undefined ? undefined : document,
    packageVersions,
  };
}

function textFault(document: string): Refused<'InvalidRequestException'> | undefined {
  if (Buffer.byteLength(document) > maximumBytes)
    return invalid(`The job document is longer than ${maximumBytes} bytes.`);
  if (!isJson(document)) return invalid('The job document is not valid JSON.');
  return isDeep(document) ? invalid(`The job document is nested deeper than ${deepestDocument} levels.`) : undefined;
}

/** Deeper documents could not be put into a message to a device. AWS's limit is not known. */
const deepestDocument = 1000;

function isDeep(json: string): boolean {
  let [depth, inString] = [0, false];
  for (const [found] of json.matchAll(/\\.|["[\]{}]/gs)) {
    if (found === '"') inString = !inString;
    else if (!inString) depth += found === '[' || found === '{' ? 1 : -1;
    if (depth > deepestDocument) return true;
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
