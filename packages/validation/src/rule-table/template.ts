/** Templates that jobs start from. */
import { error, own, type RuleEntries } from './entry.js';

export const templateRules = {
  'template/reference': error('spec.template names a template of this repository', 'Otherwise there is none.', own),
  'template/several-references': error('A job starts from one template', 'The fields are alternatives.', own),
} as const satisfies RuleEntries;
