/** Labels that say on a pull request's list what its merge would do, each environment's for itself. */
import { createHash } from 'node:crypto';
import { type Plan, writes } from '@iot-rollouts/reconcile';
import { isDestructive } from '../importance.js';
import type { GitHub } from './port.js';

const words = ['starts rollout', 'destructive', 'blocked', 'no change'] as const;

/** What a label says of a plan. */
export type LabelWord = (typeof words)[number];

/** What the labels say of a plan. */
export function planWords(plan: Plan): readonly LabelWord[] {
  const said: LabelWord[] = [];
  if (plan.changes.some((it) => it.kind === 'Job' && it.action === 'create')) said.push('starts rollout');
  if (plan.changes.some(isDestructive)) said.push('destructive');
  if (plan.changes.some(({ action }) => action === 'conflict')) said.push('blocked');
  if (!plan.changes.some(writes)) said.push('no change');
  return said;
}

/**
 * Gives a pull request the labels of an environment's plan, and takes away those of an earlier one; labels of other
 * environments and of others stay.
 */
export async function keepLabels(
  github: GitHub,
  pullRequest: number,
  environment: string | undefined,
  said: readonly LabelWord[],
): Promise<void> {
  const wanted = said.map((word) => labelOf(environment, word));
  const ours = words.map((word) => labelOf(environment, word));
  const present = await github.labels(pullRequest);
  const missing = wanted.filter((label) => !present.includes(label));
  if (missing.length > 0) await github.addLabels(pullRequest, missing);
  for (const label of present) {
    if (ours.includes(label) && !wanted.includes(label)) await github.removeLabel(pullRequest, label);
  }
}

/** GitHub takes no longer name for a label. */
const labelMax = 50;
const longestWord = Math.max(...words.map((word) => word.length));

/** `iot-rollouts production: starts rollout`. */
function labelOf(environment: string | undefined, word: LabelWord): string {
  if (environment === undefined) return `iot-rollouts: ${word}`;
  const room = labelMax - 'iot-rollouts : '.length - longestWord;
  return `iot-rollouts ${shortened(environment, room)}: ${word}`;
}

/** The name in so many characters; two long names that begin alike stay two. */
function shortened(name: string, max: number): string {
  if ([...name].length <= max) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${[...name].slice(0, max - digest.length - 1).join('')}~${digest}`;
}
