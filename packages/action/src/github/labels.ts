/** Labels that say on a pull request's list what its merge would do. */
import { type Plan, writes } from '@iot-rollouts/reconcile';
import { isDestructive } from '../importance.js';
import type { GitHub } from './port.js';

const prefix = 'iot-rollouts: ';

/** The labels of a plan. */
export function planLabels(plan: Plan): readonly string[] {
  const labels: string[] = [];
  if (plan.changes.some((it) => it.kind === 'Job' && it.action === 'create')) labels.push('starts rollout');
  if (plan.changes.some(isDestructive)) labels.push('destructive');
  if (plan.changes.some(({ action }) => action === 'conflict')) labels.push('blocked');
  if (!plan.changes.some(writes)) labels.push('no change');
  return labels.map((label) => `${prefix}${label}`);
}

/** Gives a pull request these labels, and takes away those of an earlier plan; labels of others stay. */
export async function keepLabels(github: GitHub, pullRequest: number, wanted: readonly string[]): Promise<void> {
  const present = await github.labels(pullRequest);
  const missing = wanted.filter((label) => !present.includes(label));
  if (missing.length > 0) await github.addLabels(pullRequest, missing);
  for (const label of present) {
    if (label.startsWith(prefix) && !wanted.includes(label)) await github.removeLabel(pullRequest, label);
  }
}
