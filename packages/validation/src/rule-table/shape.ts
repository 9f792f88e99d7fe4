/** The shape of AWS's requests. */
import { error, model, type RuleEntries } from './entry.js';

export const shapeRules = {
  'shape/type': error('A value has its type', 'AWS refuses another.', model),
  'shape/required': error('A required field is written', 'AWS refuses the request without it.', model),
  'shape/unknown-field': error(
    'A field exists',
    'AWS ignores fields it does not know: the setting would be lost.',
    model,
  ),
  'shape/enum': error('A word is one of the legal ones', 'AWS refuses others.', model),
  'shape/out-of-range': error('A number is within its range', 'AWS refuses others.', model),
  'shape/length': error('A text or list has a legal length', 'AWS refuses others.', model),
  'shape/pattern': error('A text has its form', 'AWS refuses others.', model),
  'shape/map-key': error('A key of a map has its form', 'AWS refuses others.', model),
} as const satisfies RuleEntries;
