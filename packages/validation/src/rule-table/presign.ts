/** Presigned URLs: who signs them, and how long they live. */
import { error, guide, type RuleEntries, warning } from './entry.js';

export const presignRules = {
  'presign/role': error(
    'A job whose document has presigned URLs names the role that signs them',
    'AWS refuses the job without presignedUrlConfig.roleArn.',
    `${guide}/software-package-catalog-troubleshooting.html`,
    ['JOB-PRE-01', 'JOB-PRE-02', 'JOB-PH-04', 'DOC-ANY-04'],
  ),
  'presign/role-left-to-jobs': warning(
    'A template whose document has presigned URLs names the role that signs them',
    'A job replaces presignedUrlConfig as a whole or takes it over; without a role in either, AWS refuses the job.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PRE-02', 'JOB-CRE-13'],
  ),
  'presign/role-form': error(
    'roleArn is the ARN of an IAM role',
    'AWS IoT can assume nothing else.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PRE-02', 'JOB-RES-05'],
  ),
  'presign/unused': warning(
    'presignedUrlConfig goes with a placeholder for a presigned URL',
    'Without one nothing is signed: the placeholder may be missing, or written so that it is none.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PRE-08'],
  ),
  'presign/short-life': warning(
    'Presigned URLs live as long as a device may need',
    'A download that begins late fails; the device has to ask for the document again.',
    `${guide}/create-manage-jobs.html`,
    ['JOB-PRE-01', 'JOB-PRE-04', 'JOB-PRE-05', 'DOC-ANY-11'],
  ),
} as const satisfies RuleEntries;
