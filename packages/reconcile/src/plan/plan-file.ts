/** A plan as a file: what a reviewer reads and what is applied are the same, or the file is refused. */
import { sha256 } from '../canonical.js';
import type { Plan } from './plan.js';

/** The plan as JSON text, sealed by a digest of everything in it: `plan --format json`, `plan --out`. */
export function planFileText(plan: Plan): string {
  const content = JSON.parse(JSON.stringify(plan)) as object;
  return `${JSON.stringify({ ...content, seal: sealOf(content) }, null, 2)}\n`;
}

/** Whether a plan that was read from a file is as it was written, to the letter of every text in it. */
export function isSealed(plan: Readonly<Record<string, unknown>>): boolean {
  const { seal, ...content } = plan;
  return seal === sealOf(content);
}

function sealOf(content: object): string {
  return sha256(JSON.stringify(content));
}
