/** What the Action does, from inputs and event to annotations, comment, summary, files and outputs. */
import { isAbsolute, join } from 'node:path';
import { hasChanges, type Plan, renderPlanPretty } from '@iot-rollouts/reconcile';
import {
  type Diagnostic,
  renderGithub,
  renderMarkdown,
  renderPretty,
  renderSarif,
  type ValidationReport,
} from '@iot-rollouts/validation';
import { applyAndFollow } from './apply.js';
import { cancelJobs } from './cancel.js';
import { type Curve, spreadCurve } from './chart.js';
import { type CheckedEvent, checkEvent, refuseForkCheckout } from './check.js';
import { reportDrift } from './drift.js';
import type { EventPayload, WorkflowEvent } from './event.js';
import { requireProtection } from './github/protection.js';
import { type ActionHost, CannotRun } from './host.js';
import { type Inputs, readInputs } from './inputs.js';
import { lineLinks } from './links.js';
import { explainFailure, isRefusedByAws, printSafely } from './log.js';
import { credentialsHelp } from './oidc.js';
import { type PlanPage, renderPage } from './page.js';
import { makePlan, noManifest, type PlannedEvent } from './plan.js';
import { showOnPullRequest } from './pull-request.js';
import { maskSecrets } from './secrets.js';
import { reportStatus } from './status.js';
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
  step?.annotations.end();
  // The annotation has said it: a summary that cannot be written either is no second failure.
  await host.writeSummary('**iot-rollouts could not run.** See the annotation.\n').catch(() => undefined);
}

async function dispatch(step: Step): Promise<boolean> {
  const { command, inputs, annotations, host } = step;
  await refuseForkCheckout(step);
  if (command === 'apply' && inputs.requireProtectedEnvironment && inputs.environment !== undefined) {
    await requireProtection(await requireGitHub(step, 'knows the protection of environments'), inputs.environment);
  }
  if (command === 'cancel') {
    const errors = await cancelJobs(step);
    annotations.add(errors);
    setCounts(errors, host);
    return errors.length === 0;
  }
  const checked = await checkEvent(step);
  const { loaded, report } = checked;
  // Where a plan is made, globs that match nothing may mean that the last manifest was removed; the base will tell.
  if (loaded.unmatched.length > 0 && (command === 'validate' || command === 'status' || command === 'drift')) {
    throw noManifest(loaded.unmatched);
  }
  const found = report.diagnostics;
  annotations.add(found);
  if (found.length > 0) printSafely(host, renderPretty(report, { color: false }));
  await writeSarif(report, step);
  // Manifests that cannot be read right cannot be planned; what only the base forbids is shown beside the plan.
  if (command === 'validate' || !isClean(loaded.report.diagnostics, inputs)) return reportFindings(report, step);
  if (command === 'status' || command === 'drift') return look(checked, step);
  return carryOut(await makePlan(checked, step), report, step);
}

async function reportFindings(report: ValidationReport, step: Step): Promise<boolean> {
  const found = report.diagnostics;
  await step.summarize(`## Validation\n\n${renderMarkdown(report)}`);
  if (step.command === 'plan') await showOnPullRequest(step, planPage(undefined, found, step));
  setCounts(found, step.host);
  return isClean(found, step.inputs);
}

/** The commands that only look at AWS. */
async function look(checked: CheckedEvent, step: Step): Promise<boolean> {
  const found = checked.report.diagnostics;
  const { loaded } = checked;
  const seen =
    step.command === 'status'
      ? await reportStatus(loaded.manifests, step)
      : (await reportDrift(checked, step)).diagnostics;
  step.annotations.add(seen);
  setCounts([...found, ...seen], step.host);
  return isClean(seen, step.inputs);
}

/** Shows the plan and, for `apply`, does what it says. */
async function carryOut(planned: PlannedEvent, report: ValidationReport, step: Step): Promise<boolean> {
  const { plan, port } = planned;
  const { annotations, inputs, host } = step;
  const found = report.diagnostics;
  // The plan's warnings are for the review, which is over when it is applied.
  const ofPlan = plan.diagnostics.filter(
    (diagnostic) => !isSaid(diagnostic, found) && (step.command === 'plan' || diagnostic.severity === 'error'),
  );
  annotations.add(ofPlan);
  await writePlan(plan, host);
  printSafely(host, renderPlanPretty(plan, { color: false }));
  const page = planPage(planned, [...found, ...ofPlan], step);
  const planText = renderPage({ ...page, elsewhere: 'the plan file' }, summaryPageMax);
  if (step.command === 'plan' || port === undefined) {
    await step.summarize(`## Plan\n\n${planText}`);
    await showOnPullRequest(step, page);
    setCounts([...found, ...ofPlan], host);
    return isClean([...found, ...ofPlan], inputs);
  }
  const applied = await applyAndFollow(planned, port, planText, step);
  annotations.add(applied.diagnostics);
  setCounts([...found, ...ofPlan, ...applied.diagnostics], host);
  return applied.succeeded && isClean(ofPlan, inputs);
}

/** Leaves room in the summary for what an apply did. */
const summaryPageMax = 600_000;

function planPage(planned: PlannedEvent | undefined, diagnostics: readonly Diagnostic[], step: Step): PlanPage {
  const { context, event, inputs, host } = step;
  const commit = event.payload.pull_request?.head?.sha ?? host.env.GITHUB_SHA;
  return {
    environment: inputs.environment,
    plan: planned?.plan,
    diagnostics,
    curves: planned === undefined ? new Map() : newJobCurves(planned),
    link: lineLinks(context, commit),
    elsewhere: context?.runUrl === undefined ? 'the job summary' : `[the job summary](${context.runUrl})`,
  };
}

/** A page with more charts is not read to its end, and each takes time to work out. */
const curvesMax = 6;

function newJobCurves({ plan, manifests }: PlannedEvent): ReadonlyMap<string, Curve> {
  const curves = new Map<string, Curve>();
  for (const change of plan.changes) {
    if (curves.size === curvesMax) break;
    if (change.kind !== 'Job' || change.action !== 'create' || change.forecast === undefined) continue;
    const curve = spreadCurve(change.name, change.forecast, manifests);
    if (curve !== undefined) curves.set(change.name, curve);
  }
  return curves;
}

/** Whether a conflict of the plan is what the comparison with the base has found in that file already. */
function isSaid({ rule, file }: Diagnostic, found: readonly Diagnostic[]): boolean {
  return (
    rule === 'plan/conflict' && found.some((other) => other.rule === 'base/immutable-field' && other.file === file)
  );
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

async function writePlan(plan: Plan, host: ActionHost): Promise<void> {
  const file = join(host.env.RUNNER_TEMP ?? '', 'iot-rollouts-plan.json');
  await host.writeFile(file, `${JSON.stringify(plan, null, 2)}\n`);
  host.setOutput('plan-file', file);
  host.setOutput('has-changes', String(hasChanges(plan)));
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

/** Whether the step may go on: no error and, with fail-on-warning, no warning. */
function isClean(diagnostics: readonly Diagnostic[], { failOnWarning }: Inputs): boolean {
  return count(diagnostics, 'error') === 0 && (count(diagnostics, 'warning') === 0 || !failOnWarning);
}

function count(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

function setCounts(diagnostics: readonly Diagnostic[], host: ActionHost): void {
  host.setOutput('errors', String(count(diagnostics, 'error')));
  host.setOutput('warnings', String(count(diagnostics, 'warning')));
}
