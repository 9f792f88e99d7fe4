/** Reading files. */
import { error, own, type RuleEntries } from './entry.js';

export const sourceRules = {
  'source/unreadable': error('A file that is named can be read', 'Nothing can be said about what is not read.', own),
} as const satisfies RuleEntries;
