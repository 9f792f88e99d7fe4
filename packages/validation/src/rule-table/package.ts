/** Software packages. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const packageRules = {
  'package/form': error(
    'destinationPackageVersions names versions of software packages',
    'AWS cannot find a package version by anything else than its ARN.',
    `${guide}/preparing-jobs-for-service-package-catalog.html`,
    ['JOB-RES-05', 'JOB-RES-06'],
  ),
  'package/too-many': error('A job installs at most 25 package versions', 'AWS refuses more.', model, ['JOB-PKG-01']),
  'package/duplicate': warning(
    'A package version stands once',
    'The second has no effect.',
    `${guide}/preparing-jobs-for-service-package-catalog.html`,
    ['JOB-PKG-01'],
  ),
  'package/several-versions': warning(
    'A package stands with one version',
    'A device can end up with only one of them.',
    `${guide}/preparing-jobs-for-service-package-catalog.html`,
    ['JOB-PKG-05'],
  ),
  'package/placeholder': error(
    'A package placeholder has one of the documented forms',
    'AWS refuses a package without a version and a version without a package.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-01', 'JOB-PH-04'],
  ),
  'package/not-listed': error(
    'What the document names is among destinationPackageVersions',
    'AWS refuses a document whose package or version the job does not install.',
    `${guide}/preparing-jobs-for-service-package-catalog.html`,
    ['JOB-PKG-03', 'JOB-PKG-04'],
  ),
  'package/left-to-jobs': warning(
    'A template lists the package versions that its document names',
    'A job replaces destinationPackageVersions as a whole or takes it over; what the document names and neither lists, AWS refuses.',
    `${guide}/preparing-jobs-for-service-package-catalog.html`,
    ['JOB-PKG-03', 'JOB-CRE-13'],
  ),
  'package/unnamed': error(
    'A placeholder without names goes with one package version',
    'With none or several, AWS cannot tell which one is meant.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04', 'JOB-PKG-03'],
  ),
  'package/null-version': error(
    'No document asks for the version $null',
    'It marks a package for removal and has no content.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04', 'JOB-PKG-04'],
  ),
  'package/attributes-inside-text': error(
    'A placeholder for all attributes is a whole value',
    'It becomes an object, which cannot be a part of a text.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PH-04'],
  ),
} as const satisfies RuleEntries;
