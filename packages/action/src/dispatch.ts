/** What the Action's commands do, once it is known what is asked. */
import { isAbsolute, join } from 'node:path';
import {
  type Diagnostic,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '@iot-rollouts/validation';
import { type CheckedEvent, checkEvent, missingGlobs, noManifest } from './check.js';
import { refuseForkCheckout, refuseNestedCheckout } from './fork-checkout.js';
import type { RolloutNews } from './github/deployments.js';
import { requireProtection } from './github/protection.js';
import { CannotRun } from './host.js';
import { printSafely } from './log.js';
import { isClean, setCounts, validationPage } from './outcome.js';
import { requireGitHub, type Step } from './step.js';

/** Does what the step's command asks; true when the step succeeds. */
export async function dispatch(step: Step): Promise<boolean> {
  const { command, inputs, annotations, host } = step;
  await refuseForkCheckout(step);
  if (command === 'apply' && inputs.requireProtectedEnvironment && inputs.environment !== undefined) {
    await requireProtection(
      await requireGitHub(step, 'knows the protection of environments'),
      inputs.environment,
      host,
    );
  }
  if (command === 'cancel') {
    const { cancelJobs } = await import('./cancel.js');
    const errors = await cancelJobs(step);
    annotations.add(errors);
    setCounts(errors, host);
    return errors.length === 0;
  }
  const news = command === 'status' ? await (await import('./status.js')).refreshRollouts(step) : undefined;
  const checked = await checkEvent(step);
  const { loaded, report } = checked;
  refuseNestedCheckout(step, loaded);
  // Globs that match nothing may mean that the last manifest was removed, which the base tells; a plan looks by itself.
  const missing = missingGlobs(loaded, checked.base);
  const isLookedAt = command === 'plan' || command === 'apply' || news !== undefined;
  if (missing.length > 0 && !isLookedAt) throw noManifest(missing);
  const found = report.diagnostics;
  annotations.add(found);
  if (found.length > 0) printSafely(host, renderPretty(report, { color: false }));
  await writeSarif(report, step);
  // What was applied, and what runs, is there whatever has become of the manifests.
  if (command === 'status' || command === 'drift') return look(checked, news, step);
  // Manifests that cannot be read right cannot be planned; what only the base forbids is shown beside the plan.
  if (command === 'validate' || !isClean(loaded.report.diagnostics, inputs)) return reportFindings(report, step);
  return (await import('./carry-out.js')).carryOut(checked, step);
}

async function reportFindings(report: ValidationReport, step: Step): Promise<boolean> {
  const found = report.diagnostics;
  await step.summarize(validationPage(renderMarkdown(report)));
  if (step.command === 'plan') await showFindings(found, step);
  setCounts(found, step.host);
  return isClean(found, step.inputs);
}

async function showFindings(found: readonly Diagnostic[], step: Step): Promise<void> {
  const [{ planPage }, { showOnPullRequest }] = await Promise.all([
    import('./plan-page.js'),
    import('./pull-request.js'),
  ]);
  await showOnPullRequest(step, planPage(undefined, found, step));
}

/** The commands that only look at AWS; what is wrong with the manifests stands beside what they see. */
async function look(checked: CheckedEvent, news: RolloutNews | undefined, step: Step): Promise<boolean> {
  const { loaded, report } = checked;
  const seen =
    step.command === 'status'
      ? await (await import('./status.js')).reportStatus(loaded.manifests, news, step)
      : (await (await import('./drift.js')).reportDrift(checked, step)).diagnostics;
  if (report.diagnostics.length > 0) await step.summarize(`\n${validationPage(renderMarkdown(report))}`);
  step.annotations.add(seen);
  const all = [...report.diagnostics, ...seen];
  setCounts(all, step.host);
  return isClean(all, step.inputs);
}

async function writeSarif(report: ValidationReport, { inputs, root, host }: Step): Promise<void> {
  const { sarifFile } = inputs;
  if (sarifFile === undefined) return;
  const file = isAbsolute(sarifFile) ? sarifFile : join(root, sarifFile);
  try {
    await host.writeFile(file, renderSarif(report));
  } catch (error) {
    throw new CannotRun(
      `the SARIF file cannot be written: ${(error as Error).message}`,
      'Look at the input sarif-file.',
    );
  }
}
