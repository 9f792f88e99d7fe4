/**
 * What a validation that finds nothing needs, and no more: a bundle of its own (see package.json), so that nothing else that
 * other commands use of the same files is loaded with it. Only plain values may go in and out.
 */
import { markdownCounts } from '@iot-rollouts/validation';
import { quietReport } from '@iot-rollouts/validation/node';

/** What to say of a repository in which nothing is wrong; undefined where all of the validation is to be asked. */
export function quietResult(root: string, paths: readonly string[], now: number): string | undefined {
  const report = quietReport(root, paths, now);
  return report && markdownCounts(report);
}
