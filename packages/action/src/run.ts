/** What the Action does, from inputs and event to its commands. What `validate` does not need is loaded when it is. */
import { isAbsolute, join } from 'node:path';
import {
  type Diagnostic,
  renderGithub,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '@iot-rollouts/validation';
import { type CheckedEvent, checkEvent, missingGlobs, noManifest } from './check.js';
import type { EventPayload, WorkflowEvent } from './event.js';
import { refuseForkCheckout, refuseNestedCheckout } from './fork-checkout.js';
import type { RolloutNews } from './github/deployments.js';
import { requireProtection } from './github/protection.js';
import { type ActionHost, CannotRun } from './host.js';
import { readInputs } from './inputs.js';
import { explainFailure, isRefusedByAws, printSafely, shortFailure } from './log.js';
import { credentialsHelp } from './oidc.js';
import { isClean, setCounts } from './outcome.js';
import { maskSecrets } from './secrets.js';
import { requireGitHub, type Step, startStep } from './step.js';

/** Runs the Action; true when the step succeeds. Every failure is an annotation, not a stack trace. */
export async function runAction(host: ActionHost): Promise<boolean> {
  let step: Step | undefined;
  try {
    maskSecrets(host, host.input('github-token'));
    step = startStep(readInputs(host.input), await readEvent(host), host);
    const succeeded = await dispatch(step);
    step.annotations.end();
    return succeeded;
  } catch (error) {
    await reportFailure(error, host, step);
    return false;
  }
}

async function reportFailure(error: unknown, host: ActionHost, step: Step | undefined): Promise<void> {
  const { message, help = isRefusedByAws(error) ? await credentialsHelp(host) : undefined } = explainFailure(error);
  const failure: Diagnostic = {
    rule: 'iot-rollouts',
    severity: 'error',
    message,
    ...(help && { help }),
    file: '',
    related: [],
  };
  host.print(renderGithub({ diagnostics: [failure] }));
  // Under pull_request_target a refusal may be about just that token.
  if (step?.command === 'plan' && step.event.name === 'pull_request') await tellPullRequest(error, step);
  step?.annotations.end();
  // The annotation has said it: a summary that cannot be written either is no second failure.
  await host.writeSummary('**iot-rollouts could not run.** See the annotation.\n').catch(() => undefined);
}

/** The comment must not go on telling of an older head; that it cannot be written either is no second failure. */
async function tellPullRequest(error: unknown, step: Step): Promise<void> {
  const { showFailure } = await import('./pull-request.js');
  await showFailure(step, shortFailure(error)).catch(() => undefined);
}

async function dispatch(step: Step): Promise<boolean> {
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
  await step.summarize(`## Validation\n\n${renderMarkdown(report)}`);
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
  if (report.diagnostics.length > 0) await step.summarize(`\n## Validation\n\n${renderMarkdown(report)}`);
  step.annotations.add(seen);
  const all = [...report.diagnostics, ...seen];
  setCounts(all, step.host);
  return isClean(all, step.inputs);
}

async function readEvent(host: ActionHost): Promise<WorkflowEvent> {
  const path = host.env.GITHUB_EVENT_PATH;
  const name = host.env.GITHUB_EVENT_NAME ?? '';
  if (path === undefined || path === '') return { name, payload: {} };
  let payload: EventPayload | null;
  try {
    payload = JSON.parse(await host.readFile(path)) as EventPayload | null;
  } catch (error) {
    throw new CannotRun(
      `the event payload ${path} cannot be read: ${(error as Error).message}`,
      'The runner writes it and names it by GITHUB_EVENT_PATH.',
    );
  }
  return { name, payload: payload ?? {} };
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
