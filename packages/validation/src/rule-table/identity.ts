/** Names across manifests. */
import { error, own, type RuleEntries } from './entry.js';

export const identityRules = {
  'identity/duplicate': error('A kind and name stand once', 'Two manifests would fight over one id.', own),
} as const satisfies RuleEntries;
