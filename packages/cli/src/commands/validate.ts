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
import { checkWorkingTree, compareWithBase, findingsExitCode, loadWorkingTree, readBase } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  if (args.values.watch === true) {
    const { watchAndCheck } = await import('../watch.js');
    return watchAndCheck(host, () => check(args, host));
  }
  return check(args, host);
}

async function check(args: Arguments, host: Host): Promise<ExitCode> {
  const report =
    args.values.base === undefined ? await checkWorkingTree(args, host, host.now()) : await checkChange(args, host);
  host.stdout(render(report, args.values.format as Format, usesColor(host)));
  return findingsExitCode(report);
}

/** The working tree with what the base adds to it. */
async function checkChange(args: Arguments, host: Host): Promise<ValidationReport> {
  const base = await readBase(args, host);
  const loaded = await loadWorkingTree(args, host, base, host.now());
  return base === undefined ? loaded.report : compareWithBase(loaded, base, host);
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
