/** What the Action does, from inputs and event to annotations, summary, files and outputs. */
import { join } from 'node:path';
import { hasChanges, type Plan, renderPlanMarkdown, renderPlanPretty } from '@iot-rollouts/reconcile';
import {
  type Diagnostic,
  renderGithub,
  renderMarkdown,
  renderPretty,
  type ValidationReport,
} from '@iot-rollouts/validation';
import { applyAndFollow } from './apply.js';
import { checkEvent } from './check.js';
import { commandFor, type EventPayload, type WorkflowEvent } from './event.js';
import { type ActionHost, CannotRun } from './host.js';
import { type ActionCommand, type Inputs, readInputs } from './inputs.js';
import { explainFailure, printSafely } from './log.js';
import { makePlan, noManifest, type PlannedEvent } from './plan.js';
import { reportStatus } from './status.js';

/** Runs the Action; true when the step succeeds. Every failure is an annotation, not a stack trace. */
export async function runAction(host: ActionHost): Promise<boolean> {
  try {
    const inputs = readInputs(host.input);
    const event = await readEvent(host);
    return await dispatch(inputs, event, host);
  } catch (error) {
    const { message, help } = explainFailure(error);
    annotate(
      [{ rule: 'iot-rollouts', severity: 'error', message, ...(help && { help }), file: '', related: [] }],
      host,
    );
    // The annotation has said it: a summary that cannot be written either is no second failure.
    await host.writeSummary('**iot-rollouts could not run.** See the annotation.\n').catch(() => undefined);
    return false;
  }
}

async function dispatch(inputs: Inputs, event: WorkflowEvent, host: ActionHost): Promise<boolean> {
  const command = commandFor(event, inputs.command);
  const root = host.env.GITHUB_WORKSPACE ?? '';
  const checked = await checkEvent(command, event, inputs, root, host);
  const { loaded, report } = checked;
  // Where a plan is made, globs that match nothing may mean that the last manifest was removed; the base will tell.
  if (loaded.unmatched.length > 0 && (command === 'validate' || command === 'status')) {
    throw noManifest(loaded.unmatched);
  }
  const found = report.diagnostics;
  annotate(found, host);
  if (found.length > 0) printSafely(host, renderPretty(report, { color: false }));
  // Manifests that cannot be read right cannot be planned; what only the base forbids is shown beside the plan.
  if (command === 'validate' || !isClean(loaded.report.diagnostics, inputs)) {
    await host.writeSummary(`## Validation\n\n${renderMarkdown(report)}`);
    setCounts(found, host);
    return isClean(found, inputs);
  }
  if (command === 'status') {
    const outcomes = await reportStatus(loaded.manifests, inputs, host);
    annotate(outcomes, host);
    setCounts([...found, ...outcomes], host);
    return outcomes.length === 0;
  }
  const planned = await makePlan(checked, event, inputs, command, root, host);
  return carryOut(planned, report, command, inputs, host);
}

/** Shows the plan and, for `apply`, does what it says. */
async function carryOut(
  planned: PlannedEvent,
  report: ValidationReport,
  command: ActionCommand,
  inputs: Inputs,
  host: ActionHost,
): Promise<boolean> {
  const { plan, port } = planned;
  const found = report.diagnostics;
  // The plan's warnings are for the review, which is over when it is applied.
  const ofPlan = plan.diagnostics.filter(
    (diagnostic) => !isSaid(diagnostic, found) && (command === 'plan' || diagnostic.severity === 'error'),
  );
  annotate(ofPlan, host);
  await writePlan(plan, host);
  printSafely(host, renderPlanPretty(plan, { color: false }));
  if (command === 'plan' || port === undefined) {
    const findings = found.length === 0 ? '' : `## Validation\n\n${renderMarkdown(report)}\n`;
    await host.writeSummary(`${findings}## Plan\n\n${renderPlanMarkdown(plan)}`);
    setCounts([...found, ...ofPlan], host);
    return isClean([...found, ...ofPlan], inputs);
  }
  const applied = await applyAndFollow(planned, port, inputs, host);
  annotate(applied.diagnostics, host);
  setCounts([...found, ...ofPlan, ...applied.diagnostics], host);
  return applied.succeeded && isClean(ofPlan, inputs);
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

/** Findings as workflow commands, which GitHub shows at their lines. */
function annotate(diagnostics: readonly Diagnostic[], host: ActionHost): void {
  if (diagnostics.length > 0) host.print(renderGithub({ diagnostics }));
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
