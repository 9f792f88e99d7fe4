/** Who gets a job. */
import { error, guide, model, type RuleEntries, warning } from './entry.js';

export const targetRules = {
  'target/form': error('A target is a thing or a thing group', 'Jobs have no other targets.', model),
  'target/duplicate': warning('A target stands once', 'A device gets a job once; the second has no effect.', model),
  'target/count': error('A job has 1 to 100 targets', 'AWS refuses more.', `${guide}/job-limits.html`),
} as const satisfies RuleEntries;
