/** Software packages: the versions that a job installs, and what its document says about them. */
import { nearestName } from '@iot-rollouts/schemas';
import { type Arn, readArn } from '../arn.js';
import { type PlacedPlaceholder, placeholdersOf } from '../document-parts.js';
import { excerpt } from '../excerpt.js';
import type { Finding } from '../finding.js';
import { effectiveDocument, findingIn, type JobDocument, manifestFindingIn, ownDocument } from '../job-document.js';
import { kindOf, type PackageReference, packageReference, shown } from '../placeholders.js';
import { mayComeFromElsewhere, type Repository, type Subject, templateOf } from '../subject.js';
import type { Rule } from './rule.js';

/** The most package versions of a job (JOB-PKG-01: the API model says it in prose only). */
export const versionsMax = 25;

const at = '/spec/destinationPackageVersions';

interface PackageVersion {
  readonly packageName: string;
  readonly versionName: string;
}

/** The package and version that an ARN names; undefined when it names none. */
function packageVersion(arn: Arn | undefined): PackageVersion | undefined {
  const parts = arn?.service === 'iot' ? /^package\/([^/]+)\/version\/([^/]+)$/.exec(arn.resource) : null;
  return parts === null ? undefined : { packageName: parts[1] ?? '', versionName: parts[2] ?? '' };
}

/** What is wrong with `destinationPackageVersions` itself. */
export const packageListRule: Rule = (subject) => {
  const arns = subject.spec.destinationPackageVersions ?? [];
  const findings: Finding[] = [];
  const first = new Map<string, { readonly arn: string; readonly index: number }>();
  for (const [index, arn] of arns.entries()) {
    if (arn === undefined) continue;
    const pointer = `${at}/${index}`;
    const named = packageVersion(readArn(arn));
    if (named === undefined) {
      findings.push({ rule: 'package/form', pointer, on: 'value', ...arnFault(arn) });
      continue;
    }
    const earlier = first.get(named.packageName);
    if (earlier === undefined) {
      first.set(named.packageName, { arn, index });
      continue;
    }
    const same = earlier.arn === arn;
    findings.push({
      rule: same ? 'package/duplicate' : 'package/several-versions',
      pointer,
      on: 'value',
      message: same
        ? `${named.packageName} ${named.versionName} stands twice`
        : `${named.packageName} stands with two versions; a device can end up with only one of them`,
      help: 'Keep one of the two.',
      related: [{ message: 'the first time', pointer: `${at}/${earlier.index}` }],
    });
  }
  if (arns.length > versionsMax) {
    const message = `a job installs at most ${versionsMax} package versions; here are ${arns.length}`;
    findings.push({ rule: 'package/too-many', pointer: at, on: 'key', message, help: 'Split them over several jobs.' });
  }
  return findings;
};

function arnFault(arn: string): { readonly message: string; readonly help: string } {
  const form = 'arn:aws:iot:REGION:ACCOUNT:package/NAME/version/VERSION';
  const resource = readArn(arn)?.resource ?? '';
  const slip = /^(package\/[^/]+\/version\/[^/]+)\/package$/.exec(resource)?.[1];
  if (slip !== undefined) return { message: `${arn} ends with /package`, help: `Write …:${slip}.` };
  if (/^package\/[^/]+$/.test(resource)) {
    return {
      message: `${arn} names a package and no version of it`,
      help: `Write …:${resource}/version/VERSION, or /version/$default.`,
    };
  }
  return { message: `${arn} is not the ARN of a package version`, help: `Write ${form}.` };
}

/** What is wrong with the package placeholders of the document, alone and beside the package versions in effect. */
export const packagePlaceholderRule: Rule = (subject, repository) => {
  const document = effectiveDocument(subject, repository);
  if (document === undefined) return [];
  const own = document === ownDocument(subject, repository);
  const destination = destinationOf(subject, repository);
  const findings: Finding[] = [];
  const lacking = new Map<string, Finding>();
  for (const placed of placeholdersOf(document)) {
    const is = kindOf(placed.placeholder);
    if (is.kind !== 'aws' || is.name !== 'package' || !placed.placeholder.closed) continue;
    if (placed.placeholder.inner.length > 0) continue;
    const reference = packageReference(is.argument);
    const form = formFault(placed, reference);
    // Of a template's document, that is said at the template.
    if (form !== undefined && own) findings.push(findingIn(document, form.rule, placed.at, form.message, form.help));
    const fault = form === undefined ? destinationFault(placed, reference, destination) : undefined;
    if (fault === undefined) continue;
    if (own && subject.kind === 'Job') {
      findings.push(manifestFindingIn(document, fault.rule, placed.at, fault.message, fault.help));
      continue;
    }
    // Elsewhere than at the placeholder, once for each version that is missing.
    const missing = fault.rule === 'package/unnamed' ? fault.rule : fault.message;
    if (lacking.has(missing)) continue;
    const finding = own
      ? leftToJobs(fault, placed, document, repository)
      : ofTemplate(fault, placed, document, subject);
    if (finding !== undefined) lacking.set(missing, finding);
  }
  return [...findings, ...lacking.values()];
};

type PackageFault = Pick<Finding, 'rule' | 'message' | 'help'>;

/** A template's jobs may bring versions of their own (JOB-CRE-13); they are judged themselves. */
function leftToJobs(
  { message, help }: PackageFault,
  { at: place }: PlacedPlaceholder,
  document: JobDocument,
  { usedTemplates }: Repository,
): Finding | undefined {
  if (usedTemplates.has(document.owner.name ?? '')) return undefined;
  const demand = `${message}; every job from this template must bring its own`;
  return manifestFindingIn(document, 'package/left-to-jobs', place, demand, help);
}

/** What the document of the job's template lacks in this job. */
function ofTemplate(
  { rule, message, help }: PackageFault,
  { at: place }: PlacedPlaceholder,
  document: JobDocument,
  { written }: Subject,
): Finding {
  const there = document.placeOf(place.pointer, place.part);
  const here = written.has('destinationPackageVersions')
    ? ({ pointer: at, on: 'key' } as const)
    : ({ pointer: '/spec/template', on: 'value' } as const);
  return {
    rule,
    ...here,
    message: `with the template ${document.owner.name ?? ''}, ${message}`,
    ...(help !== undefined && { help }),
    related: [
      {
        message: 'the placeholder',
        pointer: there.pointer,
        ...(there.within !== undefined && { within: there.within }),
        document: document.owner.document,
      },
      ...(there.related ?? []),
    ],
  };
}

/** JOB-PH-04: what AWS refuses of a package placeholder by itself. */
function formFault(
  { placeholder, at: place }: PlacedPlaceholder,
  reference: PackageReference | undefined,
): PackageFault | undefined {
  const written = shown(placeholder);
  if (reference === undefined) {
    const help = `Write \${aws:iot:package:NAME:version:VERSION:attributes:KEY}, or end it with :attributes or :artifact:s3-presigned-url.`;
    return { rule: 'package/placeholder', message: `${written} is no form of the package placeholder`, help };
  }
  const { packageName, versionName, wants } = reference;
  if ((packageName === '') !== (versionName === '')) {
    const help = 'Name both, or leave both empty for the one package of the job.';
    const lacking = packageName === '' ? 'package' : 'version';
    return { rule: 'package/placeholder', message: `${written} lacks the name of the ${lacking}`, help };
  }
  if (versionName === '$null') {
    const help = 'Remove it: $null stands only in destinationPackageVersions, to uninstall a package.';
    return {
      rule: 'package/null-version',
      message: `${written} asks for the version $null, which has no content`,
      help,
    };
  }
  if (wants === 'all-attributes' && (place.part === 'key' || place.text !== `\${${placeholder.body}}`)) {
    const help = 'Let the placeholder be the whole text, or ask for one attribute: :attributes:KEY.';
    return {
      rule: 'package/attributes-inside-text',
      message: `${written} becomes an object, and here it is a part of a text`,
      help,
    };
  }
  return undefined;
}

/** The package versions in effect; undefined when they are not in the repository, or not readable. */
function destinationOf(subject: Subject, repository: Repository): readonly PackageVersion[] | undefined {
  const template = templateOf(subject, repository);
  const supplier = subject.written.has('destinationPackageVersions') ? subject : (template ?? subject);
  if (!supplier.written.has('destinationPackageVersions'))
    return mayComeFromElsewhere(subject, 'destinationPackageVersions', repository) ? undefined : [];
  const versions = (supplier.spec.destinationPackageVersions ?? [undefined]).map((arn) =>
    packageVersion(readArn(arn ?? '')),
  );
  // One that is written wrong has its finding, and may be the one that is missing.
  return versions.every((version) => version !== undefined) ? versions : undefined;
}

/** JOB-PKG-03: what the document names must be among the package versions of the job. */
function destinationFault(
  { placeholder }: PlacedPlaceholder,
  reference: PackageReference | undefined,
  destination: readonly PackageVersion[] | undefined,
): PackageFault | undefined {
  if (reference === undefined || destination === undefined) return undefined;
  const { packageName, versionName } = reference;
  const written = shown(placeholder);
  if (packageName === '') {
    if (destination.length === 1) return undefined;
    const message = `${written} means the one package of the job, and destinationPackageVersions has ${destination.length}`;
    const help =
      destination.length === 0
        ? 'Add destinationPackageVersions with one version.'
        : 'Name the package and its version.';
    return { rule: 'package/unnamed', message, help };
  }
  if (destination.some((version) => version.packageName === packageName && version.versionName === versionName)) {
    return undefined;
  }
  return {
    rule: 'package/not-listed',
    message: `${excerpt(`version ${versionName} of ${packageName}`)} is not among destinationPackageVersions`,
    help: listedHelp(reference, destination),
  };
}

function listedHelp({ packageName, versionName }: PackageReference, destination: readonly PackageVersion[]): string {
  const other = destination.find((version) => version.packageName === packageName);
  if (other !== undefined) {
    return `destinationPackageVersions has version ${other.versionName} of ${packageName}; write the same version in both.`;
  }
  const near = nearestName(
    packageName,
    destination.map((version) => version.packageName),
  );
  if (near !== undefined) return `Did you mean ${near}?`;
  return `Add the ARN that ends with :package/${excerpt(`${packageName}/version/${versionName}`)} to destinationPackageVersions.`;
}
