/** Packages in job documents: their placeholders are filled in when the job is created (JOB-PH-06, JOB-PKG-03). */
import { type Placeholder, placeholdersOf } from '../jobs/placeholders.js';
import { invalid, isRefused, type Refused } from '../refusal.js';
import type { Destination } from './destinations.js';

/** What a placeholder of a package asks for. */
interface Asked {
  readonly packageName: string;
  readonly versionName: string;
  readonly what: 'attributes' | 'artifact';
  /** One attribute; undefined means all of them. */
  readonly attribute: string | undefined;
}

const prefix = 'aws:iot:package:';
const names = '([a-zA-Z0-9_.-]*):version:([a-zA-Z0-9_.$-]*)';
const form = new RegExp(`^${prefix}${names}:(attributes|artifact(?:-location)?:s3-presigned-url)(?::([^]+))?$`);

/**
 * Returns the document with its packages filled in, undefined when it names none, or why it cannot be done. The URL of an
 * artifact stays a placeholder, in the form of other S3 objects: devices get a fresh one each time (JOB-PRE-04).
 */
export function filledWithPackages(
  document: string,
  destinations: readonly Destination[],
  regionName: string,
  hasRole: boolean,
): string | undefined | Refused<'InvalidRequestException'> {
  const placeholders = (placeholdersOf(document) ?? []).filter(({ text }) => text.startsWith(prefix));
  if (placeholders.length === 0) return undefined;
  const parts: string[] = [];
  let done = 0;
  for (const placeholder of placeholders) {
    const replacement = replacementOf(document, placeholder, destinations, regionName, hasRole);
    if (isRefused(replacement)) return replacement;
    parts.push(document.slice(done, placeholder.start - replacement.quotes), replacement.text);
    done = placeholder.end + replacement.quotes;
  }
  return parts.join('') + document.slice(done);
}

/** What takes the place of a placeholder and of that many quotation marks on either side of it. */
interface Replacement {
  readonly text: string;
  readonly quotes: 0 | 1;
}

function replacementOf(
  document: string,
  placeholder: Placeholder,
  destinations: readonly Destination[],
  regionName: string,
  hasRole: boolean,
): Replacement | Refused<'InvalidRequestException'> {
  const refused = (why: string) => invalid(`The placeholder \${${placeholder.text}} ${why}.`);
  const asked = askedFor(placeholder.text);
  if (asked === undefined) return refused('has no form that AWS knows');
  const found = destinationFor(asked, destinations);
  if (typeof found === 'string') return refused(found);
  const { version } = found;
  if (version === undefined) return refused('names the version $null, which has no contents');
  if (asked.what === 'artifact') {
    const { bucket, key, version: versionId } = version.artifact?.s3Location ?? {};
    if (bucket === undefined || key === undefined) return refused('names a version without an artifact');
    if (!hasRole) return refused('needs presignedUrlConfig.roleArn');
    const url = `https://s3.${regionName}.amazonaws.com/${bucket}/${key}${versionId === undefined ? '' : `?versionId=${versionId}`}`;
    return { text: `\${aws:iot:s3-presigned-url-v2:${encodeURIComponent(url)}}`, quotes: 0 };
  }
  const attributes = version.attributes ?? {};
  if (asked.attribute === undefined) {
    const whole = document[placeholder.start - 1] === '"' && document[placeholder.end] === '"';
    return whole ? { text: JSON.stringify(attributes), quotes: 1 } : refused('must be a whole value by itself');
  }
  const value = Object.hasOwn(attributes, asked.attribute) ? attributes[asked.attribute] : undefined;
  if (value === undefined) return refused('names an attribute that the version does not have');
  return { text: JSON.stringify(value).slice(1, -1), quotes: 0 };
}

function askedFor(text: string): Asked | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, packageName = '', versionName = '', kind = '', attribute] = match;
  const what = kind === 'attributes' ? 'attributes' : 'artifact';
  return what === 'artifact' && attribute !== undefined ? undefined : { packageName, versionName, what, attribute };
}

/** Empty names mean the one package of the job; otherwise package and version must stand in the job's list. */
function destinationFor(asked: Asked, destinations: readonly Destination[]): Destination | string {
  const { packageName, versionName } = asked;
  if (packageName === '' && versionName === '') {
    if (destinations.length === 1) return destinations[0]!;
    return `needs exactly one entry in destinationPackageVersions; there are ${destinations.length}`;
  }
  if (packageName === '' || versionName === '') return 'leaves out only one of package and version';
  const found = destinations.find(
    (destination) => destination.packageName === packageName && destination.versionName === versionName,
  );
  return found ?? 'names a package version that is not in destinationPackageVersions';
}
