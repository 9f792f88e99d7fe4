/** The validation that can find something: of any files, compared with a base, in any format. */
import {
  renderGithub,
  renderJson,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '@iot-rollouts/validation';
import type { CheckedTree } from '@iot-rollouts/validation/node';
import type { Arguments } from './arguments.js';
import { type ExitCode, type Host, usesColor } from './host.js';
import {
  checkWorkingTree,
  compareWithBase,
  findingsExitCode,
  loadWorkingTree,
  readBase,
  reportOf,
  scopeOf,
} from './project.js';

/** How a validation ended. */
export interface Checked {
  readonly exitCode: ExitCode;
  /** The files that manifests name as their job documents. */
  readonly documentFiles: readonly string[];
}

/** Checks manifests and shows every mistake at its line. */
export async function validateFully(args: Arguments, host: Host): Promise<Checked> {
  const { report: all, documentFiles } =
    args.values.base === undefined ? await checkWorkingTree(args, host, host.now()) : await checkChange(args, host);
  const report = reportOf(all, documentFiles, scopeOf(args), host);
  host.stdout(render(report, args.values.format as Format, usesColor(host)));
  return { exitCode: findingsExitCode(report), documentFiles };
}

/** The working tree with what the base adds to it. */
async function checkChange(args: Arguments, host: Host): Promise<Pick<CheckedTree, 'report' | 'documentFiles'>> {
  const scope = scopeOf(args);
  const base = await readBase(args, host, scope);
  const loaded = await loadWorkingTree(args, host, base, host.now(), scope);
  const report = base === undefined ? loaded.report : await compareWithBase(loaded, base, host);
  return { report, documentFiles: loaded.documentFiles };
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
