/** The settings file. */
import { error, own, type RuleEntries } from './entry.js';

export const settingsRules = {
  'settings/not-an-object': error(
    'The settings are one object',
    'What cannot be read as settings would be passed over, and rules would run without them.',
    own,
  ),
  'settings/unknown-field': error(
    'A setting exists',
    'A misspelt setting would have no effect, and nobody would notice.',
    own,
  ),
  'settings/value': error(
    'A setting has a value of its type and range',
    'Nobody can say what another value is meant to change.',
    own,
  ),
  'settings/unknown-rule': error(
    'A rule that is set exists',
    'A misspelt id would change nothing: the rule would go on as before.',
    own,
  ),
  'settings/fixed-rule': error(
    'What keeps a manifest from being understood stays an error',
    'Without what such a rule demands it is not known what would be sent to AWS.',
    own,
  ),
  'settings/fleet-target': error(
    'fleet names things and thing groups',
    'Sizes are found by the target as manifests write it; under another name they are never used.',
    own,
  ),
} as const satisfies RuleEntries;
