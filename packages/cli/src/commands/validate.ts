/** `validate`: check manifests and show every mistake at its line. */
import { renderGithub, renderJson, renderPretty, type ValidationReport } from '@iot-rollouts/validation';
import type { Arguments } from '../arguments.js';
import { type ExitCode, type Host, usesColor } from '../host.js';
import { findingsExitCode, loadWorkingTree } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const { report } = await loadWorkingTree(args, host);
  host.stdout(render(report, args.values.format, usesColor(host)));
  return findingsExitCode(report);
}

function render(report: ValidationReport, format: unknown, color: boolean): string {
  if (format === 'json') return renderJson(report);
  return format === 'github' ? renderGithub(report) : renderPretty(report, { color });
}
