/** The placeholders of a job document: whether they are closed, known, nested as AWS allows, and where they belong. */
import { nearestName } from '@iot-rollouts/schemas';
import { type DocumentText, type PlacedPlaceholder, partsOf, placeholdersOf } from '../document-parts.js';
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { findingIn, type JobDocument } from '../job-document.js';
import { isMeantForAws, kindOf, type Placeholder, placeholderNames, shown } from '../placeholders.js';
import { aboutDocument } from './about-document.js';
import { nesting } from './placeholder-nesting.js';
import { codeSignFindings, presignedFindings, uploadFindings } from './placeholder-url.js';
import type { Rule } from './rule.js';

/** What is wrong with the placeholders of the manifest's own document. */
export const placeholderRule: Rule = aboutDocument((document) => {
  const findings = placeholdersOf(document).flatMap((placed) => [
    ...placeholderFindings(document, placed),
    ...insideText(document, placed),
  ]);
  // Nearly always, what names AWS IoT is a placeholder as it should be.
  const rest = document.text.replaceAll(`\${aws:iot:`, '');
  return /aws:iot:/i.test(rest) ? [...findings, ...lookalikes(document)] : findings;
});

function placeholderFindings(document: JobDocument, { placeholder, at }: PlacedPlaceholder): readonly Finding[] {
  if (!placeholder.closed) return [unclosed(document, placeholder, at)];
  const is = kindOf(placeholder);
  if (is.kind === 'local') {
    const message = `${shown(placeholder)} is filled in only inside the key of an upload URL`;
    const help = `Write it in \${aws:iot:s3-presigned-url-upload:https://…/BUCKET/${shown(placeholder)}}, or let the device fill it in.`;
    return [findingIn(document, 'placeholder/local-outside-upload', at, message, help)];
  }
  if (is.kind === 'text') return [];
  if (is.kind === 'unknown') return [unknown(document, placeholder, is.name, at)];
  if (is.name === 's3-presigned-url-upload') return uploadFindings(document, placeholder, is.argument, at);
  const nested = placeholder.inner[0];
  if (nested !== undefined) return [nesting(document, nested, placeholder, at)];
  switch (is.name) {
    case 'parameter':
      return [parameterFinding(document, placeholder, is.argument, at)];
    case 'code-sign-signature':
      return codeSignFindings(document, is.argument, at);
    case 'package':
      return []; // What a package placeholder names is compared with the job's package versions, elsewhere.
    default:
      return presignedFindings(document, is.name, is.argument, at);
  }
}

/** JOB-PH-03: what is not closed is refused; of other text that begins with `${` it is not said so plainly. */
function unclosed(document: JobDocument, placeholder: Placeholder, at: DocumentText): Finding {
  const message = `${shown(placeholder)} has no closing }`;
  if (isMeantForAws(placeholder))
    return findingIn(document, 'placeholder/unterminated', at, message, 'Add the } where the placeholder ends.');
  const help =
    'Close it, or keep ${ out of the document: AWS may take it for a placeholder that is not closed, and refuse the job.';
  return findingIn(document, 'placeholder/open', at, message, help);
}

function unknown(document: JobDocument, placeholder: Placeholder, name: string, at: DocumentText): Finding {
  const near = nearestName(name, placeholderNames);
  const argument = placeholderNames.some((candidate) => candidate === name);
  const message = argument
    ? `${shown(placeholder)} does not say what it stands for: nothing follows ${name}:`
    : `there is no placeholder aws:iot:${excerpt(name)}; devices would get ${shown(placeholder)} as it stands`;
  const help = near === undefined ? `Placeholders are ${placeholderNames.join(', ')}.` : `Write \${aws:iot:${near}:…}.`;
  return findingIn(document, 'placeholder/unknown', at, message, help);
}

/** A placeholder of AWS's inside other braces, such as the default of a shell variable: whether AWS takes it is not documented. */
function insideText(document: JobDocument, { placeholder, at }: PlacedPlaceholder): readonly Finding[] {
  const { insideText: outer } = placeholder;
  if (outer === undefined || kindOf(placeholder).kind !== 'aws') return [];
  const message = `${shown(placeholder)} stands inside ${shown(outer)}; AWS refuses a placeholder in another, and does not say what it takes for one`;
  const help = 'Let it stand outside of other braces, for instance in a variable of its own.';
  return [findingIn(document, 'placeholder/inside-braces', at, message, help)];
}

/** JOB-CRE-18: parameters exist only in the documents of AWS's managed templates. */
function parameterFinding(document: JobDocument, placeholder: Placeholder, name: string, at: DocumentText): Finding {
  const message = `${shown(placeholder)} is filled in only in the documents of AWS managed templates`;
  const help = `Write the value of ${excerpt(name)} into the document, or use managedTemplate with documentParameters.`;
  return findingIn(document, 'placeholder/parameter', at, message, help);
}

/** Text that names a placeholder of AWS's without being one: devices would get it as it stands. */
function lookalikes(document: JobDocument): readonly Finding[] {
  const findings: Finding[] = [];
  for (const at of partsOf(document).texts) {
    for (const match of at.text.matchAll(/(\$?[{(]?\s{0,4})(aws:iot:)([a-z0-9-]+):/gi)) {
      const [, opening = '', prefix = '', name = ''] = match;
      const before = at.text.slice(Math.max(0, match.index - 4), match.index);
      if (before.toLowerCase() === 'arn:' || (opening === '${' && prefix === 'aws:iot:')) continue;
      const near = nearestName(name, placeholderNames);
      if (near === undefined) continue;
      const message = `${excerpt(match[0])}… looks like a placeholder and is none: devices would get it as it stands`;
      const help = `Placeholders are written \${aws:iot:${near}:…}, without spaces and in lower case.`;
      findings.push(findingIn(document, 'placeholder/lookalike', at, message, help));
    }
  }
  return findings;
}
