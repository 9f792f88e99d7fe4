/** The shape of AWS's requests. */
import { error, model, type RuleEntries } from './entry.js';

export const shapeRules = {
  'shape/type': error(
    'A value has its type',
    'AWS refuses a text where it wants a number, and a single value where it wants a list. YAML guesses the type of what stands without quotes.',
    model,
    ['JOB-TAG-02'],
  ),
  'shape/required': error('A required field is written', 'AWS refuses a request that lacks it.', model, [
    'JOB-ABT-01',
    'JOB-MW-01',
    'JOB-TPL-02',
    'JOB-RES-08',
  ]),
  'shape/unknown-field': error(
    'A field exists',
    'AWS passes over fields that it does not know, so the setting would be lost without a word.',
    model,
    ['JOB-SCH-01', 'JOB-TPL-04', 'JOB-TPL-05', 'JOB-TPL-16'],
  ),
  'shape/enum': error('A word is one of the legal ones', 'AWS refuses any other word, also in other case.', model, [
    'JOB-ABT-02',
    'JOB-RTY-01',
    'JOB-RTY-04',
    'JOB-RTY-15',
  ]),
  'shape/out-of-range': error(
    'A number is within its range',
    'AWS refuses a number that is smaller or larger than its API allows.',
    model,
    ['JOB-ABT-04', 'JOB-MW-03', 'JOB-PRE-01', 'JOB-ROL-06', 'JOB-RTY-01'],
  ),
  'shape/length': error(
    'A text or list has a legal length',
    'AWS refuses what is longer or shorter than its API allows; characters count, not bytes.',
    model,
    ['JOB-RTY-01'],
  ),
  'shape/pattern': error(
    'A text has its form',
    'AWS refuses a text with other characters than its API allows, line breaks above all.',
    model,
  ),
  'shape/map-key': error(
    'A key of a map has its form',
    'AWS refuses a key with other characters than its API allows.',
    model,
  ),
} as const satisfies RuleEntries;
