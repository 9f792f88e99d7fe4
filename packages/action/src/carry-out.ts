/** Shows the plan of an event, in the log, the summary and on its pull request, and applies it where that was asked for. */
import { join } from 'node:path';
import { hasChanges, type Plan, planFileText, renderPlanPretty } from '@iot-rollouts/reconcile';
import type { Diagnostic, ValidationReport } from '@iot-rollouts/validation';
import { applyAndFollow } from './apply.js';
import type { CheckedEvent } from './check.js';
import type { ActionHost } from './host.js';
import { printSafely } from './log.js';
import { isClean, setCounts } from './outcome.js';
import { renderPage } from './page.js';
import { makePlan } from './plan.js';
import { planPage } from './plan-page.js';
import { showOnPullRequest } from './pull-request.js';
import type { Step } from './step.js';

/** Leaves room in the summary for what an apply did. */
const summaryPageMax = 600_000;

/** Shows the plan and, for `apply`, does what it says. */
export async function carryOut(checked: CheckedEvent, step: Step): Promise<boolean> {
  const planned = await makePlan(checked, step);
  const report: ValidationReport = checked.report;
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

/** Whether a conflict of the plan is what the comparison with the base has found in that file already. */
function isSaid({ rule, file }: Diagnostic, found: readonly Diagnostic[]): boolean {
  return (
    rule === 'plan/conflict' && found.some((other) => other.rule === 'base/immutable-field' && other.file === file)
  );
}

async function writePlan(plan: Plan, host: ActionHost): Promise<void> {
  const file = join(host.env.RUNNER_TEMP ?? '', 'iot-rollouts-plan.json');
  await host.writeFile(file, planFileText(plan));
  host.setOutput('plan-file', file);
  host.setOutput('has-changes', String(hasChanges(plan)));
}
