/** Tags. */
import { error, guide, own, type RuleEntries, warning } from './entry.js';

export const tagRules = {
  'tag/too-many': error('At most 46 tags', 'AWS allows 50, and four are ours.', `${guide}/tagging-iot.html`, [
    'JOB-TAG-03',
  ]),
  'tag/reserved': error('No tag begins with aws:', 'The prefix belongs to AWS.', `${guide}/tagging-iot.html`, [
    'JOB-TAG-06',
  ]),
  'tag/reserved-case': warning(
    'No tag begins with aws: in capitals either',
    'Other services of AWS reserve the prefix in any case; the guide of AWS IoT does not say.',
    `${guide}/tagging-iot.html`,
    ['JOB-TAG-06'],
  ),
  'tag/ours': error('No tag begins with iot-rollouts:', 'Such tags say which manifest owns a job.', own),
  'tag/duplicate': error('A tag key stands once', 'One of the two values would be lost.', `${guide}/tagging-iot.html`, [
    'JOB-TAG-07',
    'JOB-TAG-08',
  ]),
  'tag/case': warning(
    'Tag keys differ by more than case',
    'AWS keeps both, and reports count them apart.',
    `${guide}/tagging-iot.html`,
    ['JOB-TAG-07'],
  ),
  'tag/long': warning(
    'A tag key has at most 127 characters, its value 255',
    "AWS's guide allows no more, though its API allows one more of each.",
    `${guide}/tagging-iot.html`,
    ['JOB-TAG-04'],
  ),
  'tag/value-characters': warning(
    'The value of a tag has the characters that AWS documents',
    "AWS's guide gives values the characters of keys; its API checks only keys.",
    `${guide}/tagging-iot.html`,
    ['JOB-TAG-05'],
  ),
  'tag/blank': warning(
    'A tag key is more than spaces',
    'Nobody can see it in a list, or tell it from another.',
    `${guide}/tagging-iot.html`,
    ['JOB-TAG-05'],
  ),
} as const satisfies RuleEntries;
