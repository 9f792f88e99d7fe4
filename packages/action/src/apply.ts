/** Applies a plan, follows what it started when asked to, and reports both. */
import { join } from 'node:path';
import {
  type ApplyReport,
  applyPlan,
  emptyReport,
  foldReport,
  hasSucceeded,
  type IotPort,
  isComplete,
  renderEventPretty,
  renderPlanMarkdown,
  renderReportMarkdown,
} from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import type { ActionHost } from './host.js';
import type { Inputs } from './inputs.js';
import { printSafely } from './log.js';
import type { PlannedEvent } from './plan.js';
import { followJobs, statusDiagnostics, statusMarkdown } from './status.js';

export interface Applied {
  readonly succeeded: boolean;
  /** Failures at their manifests' lines. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function applyAndFollow(
  { plan, provenance, newJobs }: PlannedEvent,
  port: IotPort,
  inputs: Inputs,
  host: ActionHost,
): Promise<Applied> {
  let report = emptyReport(plan);
  for await (const event of applyPlan(plan, port, { provenance, signal: host.signal, sleep: host.sleep })) {
    report = foldReport(report, event);
    printSafely(host, renderEventPretty(event, { color: false }));
  }
  await writeReport(report, host);
  const started = report.done.filter(({ kind, action }) => kind === 'Job' && action === 'create');
  host.setOutput('created', started.map(({ name }) => name).join(','));
  // What an earlier run of this workflow started is waited for as well: to run a failed step again proves nothing else.
  const before = plan.changes.filter((it) => it.kind === 'Job' && it.action === 'none' && newJobs.has(it.name));
  const followed = inputs.wait ? [...started, ...before] : [];
  await host.writeSummary(
    `## Applied\n\n${renderReportMarkdown(report)}\n<details><summary>Plan</summary>\n\n${renderPlanMarkdown(plan)}\n</details>\n`,
  );
  const diagnostics = report.failed.map(failureDiagnostic);
  if (followed.length === 0) return { succeeded: isComplete(report), diagnostics };

  const names = followed.map(({ name }) => name);
  const statuses = await followJobs(port, names, inputs.waitTimeoutMinutes, host);
  await host.writeSummary(`\n## Jobs\n\n${statusMarkdown(statuses)}`);
  const places = new Map(followed.map(({ name, file, range }) => [name, { file, ...(range && { range }) }]));
  const unsuccessful = statuses.filter((status) => !hasSucceeded(status));
  return {
    succeeded: isComplete(report) && unsuccessful.length === 0,
    diagnostics: [...diagnostics, ...statusDiagnostics(unsuccessful, places)],
  };
}

async function writeReport(report: ApplyReport, host: ActionHost): Promise<void> {
  const file = join(host.env.RUNNER_TEMP ?? '', 'iot-rollouts-report.json');
  await host.writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  host.setOutput('report-file', file);
}

function failureDiagnostic({ kind, name, file, range, error }: ApplyReport['failed'][number]): Diagnostic {
  const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`;
  return {
    rule: 'apply/failed',
    severity: 'error',
    message: `${kind} ${name}: ${error.operation}: ${error.code}: ${error.message}${request}`,
    file,
    ...(range && { range }),
    related: [],
  };
}
