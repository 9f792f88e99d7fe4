/** Comments that silence a finding. */
import { own, type RuleEntries, warning } from './entry.js';

export const suppressionRules = {
  'suppression/unknown-rule': warning(
    'A comment silences a rule that exists',
    'A misspelt id silences nothing, and the finding goes on as before.',
    own,
  ),
  'suppression/fixed-rule': warning(
    'What keeps a manifest from being understood is not silenced',
    'Without what such a rule demands it is not known what would be sent to AWS, so the comment has no effect.',
    own,
  ),
  'suppression/form': warning(
    'A comment that silences stands in the line above, in the right words',
    'Behind a value, or in other words, it silences nothing, and the finding goes on as before.',
    own,
  ),
  'suppression/unused': warning(
    'A comment silences something',
    'One that is left behind would silence the next mistake in that line.',
    own,
  ),
  'suppression/no-reason': warning(
    'A comment says why it silences',
    'Whoever reads it later must know whether the reason still holds.',
    own,
  ),
} as const satisfies RuleEntries;
