/** What the Action does, from inputs and event to annotations, summary, files and outputs. */
import { join } from 'node:path';
import { hasChanges, type Plan, renderPlanMarkdown, renderPlanPretty } from '@iot-rollouts/reconcile';
import { type Diagnostic, renderGithub, type ValidationReport } from '@iot-rollouts/validation';
import { loadManifests, workingTree } from '@iot-rollouts/validation/node';
import { applyAndFollow } from './apply.js';
import { baseFor, commandFor, type EventPayload, type WorkflowEvent } from './event.js';
import { type ActionHost, CannotRun } from './host.js';
import { type Inputs, readInputs } from './inputs.js';
import { explainFailure, printSafely } from './log.js';
import { makePlan } from './plan.js';
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
    await host.writeSummary(`**iot-rollouts could not run.** See the annotation.\n`);
    return false;
  }
}

async function dispatch(inputs: Inputs, event: WorkflowEvent, host: ActionHost): Promise<boolean> {
  const command = commandFor(event, inputs.command);
  const root = host.env.GITHUB_WORKSPACE ?? '';
  const loaded = await loadManifests(workingTree(root), inputs.globs);
  if (loaded.unmatched.length > 0) {
    throw new CannotRun(
      `no manifest matches ${loaded.unmatched.join(', ')}`,
      'Check out the repository first (actions/checkout), or set the input manifests.',
    );
  }
  const errors = count(loaded.report, 'error');
  const warnings = count(loaded.report, 'warning');
  const clean = errors === 0 && (warnings === 0 || !inputs.failOnWarning);
  annotate(loaded.report.diagnostics, host);
  if (command === 'validate' || !clean) {
    await host.writeSummary(validationSummary(loaded.report, errors, warnings));
    setCounts(host, errors, warnings);
    return clean;
  }
  if (command === 'status') return reportStatus(loaded.manifests, inputs, host);

  const { plan, port, provenance } = await makePlan(
    loaded.manifests,
    baseFor(event, inputs.base),
    inputs,
    command,
    root,
    host,
  );
  const planErrors = plan.diagnostics.filter(({ severity }) => severity === 'error').length;
  annotate(plan.diagnostics, host);
  await writePlan(plan, host);
  printSafely(host, renderPlanPretty(plan, { color: false }));
  setCounts(host, errors + planErrors, warnings + plan.diagnostics.length - planErrors);
  if (command === 'plan' || port === undefined) {
    await host.writeSummary(`## Plan\n\n${renderPlanMarkdown(plan)}`);
    return planErrors === 0;
  }
  const applied = await applyAndFollow(plan, port, provenance, inputs, host);
  annotate(applied.diagnostics, host);
  return applied.succeeded && planErrors === 0;
}

async function readEvent(host: ActionHost): Promise<WorkflowEvent> {
  const path = host.env.GITHUB_EVENT_PATH;
  const name = host.env.GITHUB_EVENT_NAME ?? '';
  if (path === undefined || path === '') return { name, payload: {} };
  try {
    return { name, payload: JSON.parse(await host.readFile(path)) as EventPayload };
  } catch (error) {
    throw new CannotRun(`the event payload ${path} cannot be read: ${(error as Error).message}`);
  }
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

function validationSummary(report: ValidationReport, errors: number, warnings: number): string {
  const counts = `${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}`;
  return `## Validation\n\n**${counts}** in ${report.files} file${report.files === 1 ? '' : 's'}.\n`;
}

function count(report: ValidationReport, severity: Diagnostic['severity']): number {
  return report.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

function setCounts(host: ActionHost, errors: number, warnings: number): void {
  host.setOutput('errors', String(errors));
  host.setOutput('warnings', String(warnings));
}
