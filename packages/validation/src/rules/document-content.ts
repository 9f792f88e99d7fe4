/** What any job document should not hold, whatever its form: secrets, links that expire, numbers that devices lose. */
import { partsOf, placeholdersOf } from '../document-parts.js';
import { surveyOf } from '../document-survey.js';
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument } from '../job-document.js';
import { childPointer, valueAt } from '../json-pointer.js';
import { type JsonNode, nestingMax } from '../json-text.js';
import { kindOf, type Placeholder, presignedExample } from '../placeholders.js';
import { aboutDocument } from './about-document.js';
import type { Rule } from './rule.js';

/** Bytes above which a document with placeholders may outgrow AWS's limit when they are replaced (JOB-DOC-05). */
const roomyBytes = 30_000;

/** What is unwise in the manifest's own document. */
export const documentContentRule: Rule = aboutDocument((document) => [
  ...emptiness(document),
  ...depth(document),
  ...growth(document),
  ...duplicateKeys(document),
  ...largeNumbers(document),
  ...secrets(document),
  ...plainDownloads(document),
  ...greengrass(document),
]);

function emptiness(document: JobDocument): readonly Finding[] {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length > 0) return [];
  const message = `${document.name} is an empty object: devices are told nothing`;
  return [findingIn(document, 'document/empty', { pointer: '' }, message, 'Write what devices are to do.')];
}

function depth(document: JobDocument): readonly Finding[] {
  if (!surveyOf(document).tooDeep) return [];
  const message = `${document.name} is nested more than ${nestingMax} levels deep`;
  return [
    findingIn(
      document,
      'document/nesting',
      { pointer: '' },
      message,
      'Flatten it: readers on small devices give up long before.',
    ),
  ];
}

function growth(document: JobDocument): readonly Finding[] {
  const { text, name } = document;
  if (text.length * 3 <= roomyBytes || !text.includes('${')) return [];
  const bytes = new TextEncoder().encode(text).length;
  // Above AWS's own limit that is the finding.
  if (bytes <= roomyBytes || bytes > 32_768) return [];
  const count = placeholdersOf(document).filter(({ placeholder }) => isReplaced(placeholder)).length;
  if (count === 0) return [];
  const message = `${name} has ${bytes} bytes before its ${count === 1 ? 'placeholder is' : `${count} placeholders are`} replaced; presigned URLs are long, and AWS takes 32768`;
  return [findingIn(document, 'document/near-limit', { pointer: '' }, message, 'Move large content into S3.')];
}

/** Whether AWS replaces it by something else. */
function isReplaced(placeholder: Placeholder): boolean {
  return placeholder.closed && kindOf(placeholder).kind === 'aws';
}

/** Keys written twice; fields in YAML are judged by YAML's own rule. */
function duplicateKeys(document: JobDocument): readonly Finding[] {
  // A text has at least one quote and colon for each member that is written, so as many as members means that none is lost.
  if ((document.text.match(/"\s*:/g)?.length ?? 0) === surveyOf(document).members) return [];
  const root = document.root();
  if (root === undefined) return [];
  const findings: Finding[] = [];
  const visit = (node: JsonNode, pointer: string): void => {
    const seen = new Set<string>();
    for (const { key, value } of node.members) {
      const at = childPointer(pointer, key);
      if (seen.has(key)) {
        const message = `the key ${excerpt(JSON.stringify(key))} stands twice in ${document.name}, and readers differ in which counts`;
        findings.push(
          findingIn(document, 'document/duplicate-key', { pointer: at, part: 'key' }, message, 'Keep one of the two.'),
        );
      }
      seen.add(key);
      visit(value, at);
    }
    node.items.forEach((item, index) => {
      visit(item, childPointer(pointer, index));
    });
  };
  visit(root, '');
  return findings;
}

/** Whole numbers beyond 2^53 - 1 and numbers that are infinite once read: software in JavaScript, and in C with doubles, loses them. */
function largeNumbers(document: JobDocument): readonly Finding[] {
  // A number of fields in YAML that would be sent as another one is an error of its own.
  if (!surveyOf(document).lossyNumbers || document.root() === undefined) return [];
  return partsOf(document).numbers.map(({ pointer, value }) => {
    const lost = Number.isFinite(value)
      ? 'is beyond 2^53 - 1, so many readers cannot tell it from its neighbours'
      : 'is larger than many readers can hold';
    const message = `the number at ${excerpt(pointer)} of ${document.name} ${lost}`;
    return findingIn(document, 'document/large-number', { pointer }, message, 'Write it as a text, in quotes.');
  });
}

const secretForms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, 'an AWS access key id'],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b/, 'a GitHub token'],
];

/** Keys whose value is forty characters of base64: the form of AWS's secret access keys. */
const secretKey = /secret.?(?:access)?.?key/i;

/** The query of a presigned URL, in S3's present and its first form. Searched part by part, so that time stays linear. */
function isPresigned(text: string): boolean {
  if (/[?&]X-Amz-Signature=/i.test(text)) return true;
  return /[?&]Signature=/.test(text) && /[?&]Expires=\d/.test(text);
}

/** Whether a text may have any of the forms below; asked once of the whole document. */
const secretHint = /AKIA|ASIA|PRIVATE KEY|gh[pousr]_|Signature=|secret/i;

function secrets(document: JobDocument): readonly Finding[] {
  if (!secretHint.test(document.text)) return [];
  return partsOf(document).texts.flatMap((at): readonly Finding[] => {
    if (isPresigned(at.text)) {
      const message = `${document.name} has a URL that is already presigned: it expires, and whoever reads the repository can use it`;
      const help = `Write ${presignedExample}: each device gets a fresh URL.`;
      return [findingIn(document, 'document/presigned-url', at, message, help)];
    }
    const form = secretForms.find(([pattern]) => pattern.test(at.text))?.[1] ?? secretValue(at);
    if (form === undefined) return [];
    const message = `${document.name} has what looks like ${form}: everybody who reads the repository or a device's messages has it`;
    return [
      findingIn(
        document,
        'document/secret',
        at,
        message,
        'Remove it and replace it where it is used; let devices ask for their own.',
      ),
    ];
  });
}

function secretValue({ pointer, part, text }: { pointer: string; part: string; text: string }): string | undefined {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  return part === 'value' && secretKey.test(name) && /^[A-Za-z0-9+/]{40}$/.test(text)
    ? 'an AWS secret access key'
    : undefined;
}

/** Downloads without TLS; local addresses stay inside the device, and a namespace of the W3C is a name. */
const plainUrl = /(?:^|[\s"'=,;])(http:\/\/(?!localhost\b|www\.w3\.org\/|127\.|\[::1\]|169\.254\.)[^\s"'<>,]+)/i;

function plainDownloads(document: JobDocument): readonly Finding[] {
  if (!/http:\/\//i.test(document.text)) return [];
  return partsOf(document).texts.flatMap((at): readonly Finding[] => {
    const url = at.part === 'key' || at.text.includes('aws:iot:') ? undefined : plainUrl.exec(at.text)?.[1];
    if (url === undefined) return [];
    const message = `${excerpt(url)} is fetched without TLS: whoever is in between can send devices something else`;
    return [
      findingIn(document, 'document/plain-http', at, message, `Write ${excerpt(url).replace(/^http:/i, 'https:')}.`),
    ];
  });
}

/** Greengrass keeps its own record of deployments, which a job made by hand is not part of. */
function greengrass(document: JobDocument): readonly Finding[] {
  const has = (name: string) => valueAt(document.value, `/${name}`) !== undefined;
  if (!(has('deploymentId') && has('components')) && !(has('DeploymentId') && has('Packages'))) return [];
  const message = `${document.name} is a deployment of AWS IoT Greengrass, which keeps its own record of deployments`;
  return [
    findingIn(
      document,
      'document/greengrass',
      { pointer: '' },
      message,
      'Create it with CreateDeployment of Greengrass.',
    ),
  ];
}
