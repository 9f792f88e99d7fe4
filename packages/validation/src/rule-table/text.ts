/** Texts that show something else than they say. */
import { model, own, type RuleEntries, warning } from './entry.js';

export const textRules = {
  'text/bidirectional': warning(
    'No text has characters that reorder what is shown',
    'A review would show another text than devices and AWS get.',
    'https://www.unicode.org/reports/tr36/',
    ['JOB-RES-07'],
  ),
  'text/control-character': warning(
    'No text of a document has control characters',
    'A null ends the text for software in C; terminals take others for commands.',
    own,
    ['JOB-RES-07'],
  ),
  'text/empty': warning(
    'A description that is written says something',
    'AWS demands one character at least where one is written, so an empty one is left out.',
    model,
    ['JOB-RES-08'],
  ),
} as const satisfies RuleEntries;
