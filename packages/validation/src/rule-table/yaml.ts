/** YAML itself, before anybody asks what it means. */
import { error, own, type RuleEntries, warning, yaml } from './entry.js';

export const yamlRules = {
  'yaml/syntax': error('The file is YAML 1.2', 'A file that cannot be parsed has no manifests.', yaml),
  'yaml/control-character': error(
    'The file has no control characters',
    'YAML forbids them, and terminals and editors take them for commands.',
    yaml,
  ),
  'yaml/bidirectional-comment': warning(
    'No comment has characters that reorder what is shown',
    'A review would see another text than the one that stands there, and so might take a field for a comment.',
    'https://www.unicode.org/reports/tr36/',
  ),
  'yaml/duplicate-key': error('A key is written once in an object', 'One of the two values would be lost.', yaml),
  'yaml/alias': error('An alias names an anchor before it', 'It has no value otherwise.', yaml),
  'yaml/alias-limit': error(
    'Aliases stand for a bounded number of values',
    'Aliases of aliases grow without end.',
    own,
  ),
  'yaml/complex-key': error('A key is a word or a string', 'Requests are JSON, whose keys are strings.', yaml),
  'yaml/merge-key': error('No merge key <<', 'YAML 1.2 dropped it; the field would be sent as it stands.', yaml),
  'yaml/tag': error('No tag that JSON has no type for', 'Requests are JSON.', yaml),
  'yaml/leading-zero': warning('No number begins with 0', 'YAML 1.1 and 1.2 read it as different numbers.', yaml),
  'yaml/boolean-word': warning(
    'yes, no, on and off are texts',
    'YAML 1.1 read them as booleans; a device would now get a text.',
    yaml,
  ),
} as const satisfies RuleEntries;
