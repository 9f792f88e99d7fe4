/** Files of the base that cannot be read: jobs that may have stood in them count as new, and their edits are not found. */
import type { Diagnostic } from '../diagnostic.js';
import type { Manifest } from '../manifest.js';
import { ruleTable } from '../rule-table.js';

/** How many jobs are named in the message. */
const shownMax = 3;

/**
 * What is not known of the head's jobs.
 *
 * @param incomplete files of the base that could not be read or parsed whole.
 * @param jobsAtBase names of the jobs in the others.
 */
export function unreadableBase(
  manifests: readonly Manifest[],
  incomplete: readonly string[],
  jobsAtBase: ReadonlySet<string>,
): readonly Diagnostic[] {
  const unknown = manifests.filter(({ kind, name }) => kind === 'Job' && !jobsAtBase.has(name));
  if (unknown.length === 0) return [];
  const more = unknown.length > shownMax ? ` and ${unknown.length - shownMax} more` : '';
  const names = unknown.slice(0, shownMax).map(({ name }) => name);
  const rule = 'base/unreadable';
  return incomplete.map((file) => ({
    rule,
    severity: ruleTable[rule].severity,
    message: `${file} cannot be read at the base, so it is not known whether ${names.join(', ')}${more} stood in it`,
    help: 'Compare with a commit in which it can be read: edits of jobs that exist are not found otherwise.',
    file,
    related: [],
  }));
}
