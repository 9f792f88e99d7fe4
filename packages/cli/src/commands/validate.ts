/** `validate`: check manifests and show every mistake at its line. */
import {
  renderGithub,
  renderJson,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '@iot-rollouts/validation';
import type { Arguments } from '../arguments.js';
import { type ExitCode, type Host, usesColor } from '../host.js';
import { findingsExitCode, loadWorkingTree } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const { report } = await loadWorkingTree(args, host, undefined, host.now());
  host.stdout(render(report, args.values.format as Format, usesColor(host)));
  return findingsExitCode(report);
}

/** What --format takes; the arguments' table has checked it. */
type Format = 'pretty' | 'json' | 'github' | 'sarif' | 'markdown';

function render(report: ValidationReport, format: Format, color: boolean): string {
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'github':
      return renderGithub(report);
    case 'sarif':
      return renderSarif(report);
    case 'markdown':
      return renderMarkdown(report);
    case 'pretty':
      return renderPretty(report, { color });
  }
}
