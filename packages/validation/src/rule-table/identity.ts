/** Names across manifests. */
import { error, guide, own, type RuleEntries, warning } from './entry.js';

export const identityRules = {
  'identity/duplicate': error('A kind and name stand once', 'Two manifests would fight over one id.', own, [
    'JOB-CRE-23',
    'JOB-TPL-09',
  ]),
  'identity/case': warning(
    'Names differ by more than case',
    'AWS keeps them apart, people and file systems hardly.',
    own,
    ['JOB-RES-10'],
  ),
  'identity/topic-word': warning(
    'No job is named like a segment of the MQTT topics',
    'get, start-next, notify and notify-next stand in topics where the id of a job stands too.',
    `${guide}/jobs-mqtt-api.html`,
    ['JOB-RES-11'],
  ),
} as const satisfies RuleEntries;
