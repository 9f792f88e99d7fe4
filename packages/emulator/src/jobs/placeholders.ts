/** Placeholders of job documents: where they stand, and what AWS demands of them (JOB-PH-02 to 05). */
import { s3Location } from '../objects/s3-location.js';
import { invalid, type Refused } from '../refusal.js';

export interface Placeholder {
  /** What stands between `${` and `}`. */
  readonly text: string;
  /** Where `${` begins and where the text after `}` begins. */
  readonly start: number;
  readonly end: number;
  readonly inner: readonly Placeholder[];
}

/** Returns the placeholders of a text, without those inside others, or undefined when one has no end (JOB-PH-03). */
export function placeholdersOf(text: string): readonly Placeholder[] | undefined {
  const open: { start: number; inner: Placeholder[] }[] = [];
  const found: Placeholder[] = [];
  for (const match of text.matchAll(/\\.|\$\{|\}|"/gs)) {
    if (match[0].startsWith('\\')) continue; // An escape of JSON, which may stand for a quotation mark.
    if (match[0] === '"' && open.length > 0) return undefined; // The string of JSON ends before the placeholder does.
    if (match[0] === '"') continue;
    if (match[0] !== '}') open.push({ start: match.index, inner: [] });
    else {
      const last = open.pop(); // A brace outside of every placeholder belongs to the JSON.
      if (last === undefined) continue;
      const { start, inner } = last;
      const placeholder = { text: text.slice(start + 2, match.index), start, end: match.index + 1, inner };
      (open.at(-1)?.inner ?? found).push(placeholder);
    }
  }
  return open.length === 0 ? found : undefined;
}

/** The placeholders that have a meaning only in the key of an upload URL, each at most twice. */
const localNames = ['thingName', 'jobId', 'executionNumber'];
const mostOfOneLocal = 2;

/** Returns what is wrong with the placeholders of a document, or undefined. */
export function placeholderFault(
  document: string,
  regionName: string,
  hasRole: boolean,
): Refused<'InvalidRequestException'> | undefined {
  const placeholders = placeholdersOf(document);
  if (placeholders === undefined) return invalid('The job document has a placeholder ${ without its closing brace.');
  for (const placeholder of placeholders) {
    const fault = faultOf(placeholder, regionName, hasRole);
    if (fault !== undefined) return invalid(`The placeholder \${${placeholder.text}} ${fault}.`);
  }
  return undefined;
}

/** Text that is neither AWS's nor a local name means nothing to AWS: shells write such text (JOB-PH-05). */
function faultOf({ text, inner }: Placeholder, regionName: string, hasRole: boolean): string | undefined {
  if (localNames.includes(text)) return 'can stand only in the key of a presigned upload URL';
  if (!text.startsWith('aws:iot:')) return undefined;
  const [, kind = '', value = ''] = /^aws:iot:(s3-presigned-url(?:-v1|-v2|-upload)?):(.*)$/s.exec(text) ?? [];
  if (kind === 's3-presigned-url-upload') {
    const fault = uploadFault(value, inner, regionName);
    if (fault !== undefined) return fault;
  } else if (inner.length > 0) return 'has another placeholder within it';
  if (kind === '') return undefined;
  if (!hasRole) return 'needs presignedUrlConfig.roleArn'; // JOB-PRE-02
  const url = kind === 's3-presigned-url-v2' ? decoded(value) : value;
  return url === undefined || s3Location(url) === undefined ? 'has no S3 URL' : undefined;
}

function uploadFault(url: string, inner: readonly Placeholder[], regionName: string): string | undefined {
  for (const { text } of inner) {
    if (!localNames.includes(text)) return `can have only ${localNames.join(', ')} within it`;
    if (inner.filter((other) => other.text === text).length > mostOfOneLocal)
      return `has \${${text}} more than ${mostOfOneLocal} times`;
  }
  const marked = localNames.reduce((marking, name) => marking.replaceAll(`\${${name}}`, '-local-'), url);
  if (s3Location(marked)?.bucket.includes('-local-') === true) return 'has a placeholder in the name of its bucket';
  const bucketRegion = /^https:\/\/(?:[^/]+\.)?s3[.-]([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];
  if (bucketRegion === undefined || bucketRegion === regionName) return undefined;
  return `has a bucket in ${bucketRegion}, not in ${regionName}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
