/** Which changes a reader must see first. Pure. */
import { type Change, type Plan, writes } from '@iot-rollouts/reconcile';

/** What a change means to the devices and to those who must answer for them, most important first. */
const ranks: readonly ((change: Change) => boolean)[] = [
  isDestructive,
  // A started rollout cannot be taken back from the devices that have it.
  ({ kind, action }) => kind === 'Job' && action === 'create',
  ({ action }) => action === 'conflict',
  writes,
  ({ action }) => action !== 'settled',
];

/** Whether the change takes something away in AWS that cannot be had back: a job cancelled, a template deleted or replaced. */
export function isDestructive(change: Change): boolean {
  return writes(change) && change.action !== 'create' && change.action !== 'update';
}

/** The changes that are shown one by one, most important first and else in the plan's order. */
export function byImportance({ changes }: Plan): readonly Change[] {
  const rank = (change: Change): number => {
    const found = ranks.findIndex((matches) => matches(change));
    return found < 0 ? ranks.length : found;
  };
  return changes
    .filter(({ action, edits }) => action !== 'none' && (action !== 'settled' || edits.length > 0))
    .map((change, index) => ({ change, index, rank: rank(change) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ change }) => change);
}
