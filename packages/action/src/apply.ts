/** Applies a plan, follows what it started when asked to, and reports both. */
import { join } from 'node:path';
import {
  type ApplyReport,
  applyPlan,
  emptyReport,
  foldReport,
  hasEnded,
  hasSucceeded,
  type IotPort,
  isComplete,
  renderEventPretty,
  renderReportMarkdown,
} from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import type { ActionHost } from './host.js';
import { printSafely } from './log.js';
import type { PlannedEvent } from './plan.js';
import { type ApplyRecord, beginRecord } from './record.js';
import { followJobs, statusDiagnostics, statusMarkdown, unknownDiagnostic } from './status.js';
import type { Step } from './step.js';

export interface Applied {
  readonly succeeded: boolean;
  /** Failures at their manifests' lines. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function applyAndFollow(
  planned: PlannedEvent,
  port: IotPort,
  planText: string,
  step: Step,
): Promise<Applied> {
  const { inputs, host } = step;
  // Before anything is written: an apply that cannot be recorded would be taken for one that never was.
  const record = await beginRecord(planned, step);
  const report = await apply(planned, port, host);
  // At once: whatever else goes wrong, this happened.
  await record.applied(report);
  const started = report.done.filter(({ kind, action }) => kind === 'Job' && action === 'create');
  // What another run was first to create carries a note.
  const created = started.filter(({ note }) => note === undefined).map(({ name }) => name);
  host.setOutput('created', created.join(','));
  await writeReport(report, step);
  await step.summarize(
    `## Applied\n\n${renderReportMarkdown(report)}\n<details><summary>Plan</summary>\n\n${planText}\n</details>\n`,
  );
  const diagnostics = report.failed.map(failureDiagnostic);
  // What an earlier run of this commit started is waited for as well: to run a failed step again proves nothing else.
  const unmadeChanges = [...report.failed, ...report.skipped, ...report.notStarted];
  const unmade = new Set(unmadeChanges.filter(({ kind }) => kind === 'Job').map(({ name }) => name));
  const followed = inputs.wait ? record.jobs.filter((name) => !unmade.has(name)) : [];
  if (followed.length === 0) return { succeeded: isComplete(report), diagnostics };
  const ended = await follow(followed, planned, record, port, step);
  return { succeeded: isComplete(report) && ended.length === 0, diagnostics: [...diagnostics, ...ended] };
}

/** Follows jobs to their end, and says how they stand; one error for each that did not end well. */
async function follow(
  names: readonly string[],
  { plan }: PlannedEvent,
  record: ApplyRecord,
  port: IotPort,
  step: Step,
): Promise<readonly Diagnostic[]> {
  const { statuses, refusal } = await followJobs(port, names, step.inputs.waitTimeoutMinutes, step.host);
  if (statuses.length > 0) {
    const as = refusal === undefined ? '' : 'As they stood when AWS answered last:\n\n';
    await step.summarize(`\n## Jobs\n\n${as}${statusMarkdown(statuses)}`);
    await record.rollouts(statuses);
  }
  const jobs = plan.changes.filter(({ kind }) => kind === 'Job');
  const places = new Map(jobs.map(({ name, file, range }) => [name, { file, ...(range && { range }) }]));
  const unsuccessful = statuses.filter((status) => !hasSucceeded(status));
  if (refusal === undefined) return statusDiagnostics(unsuccessful, places);
  return [unknownDiagnostic(names, statuses, refusal), ...statusDiagnostics(unsuccessful.filter(hasEnded), places)];
}

async function apply({ plan, provenance }: PlannedEvent, port: IotPort, host: ActionHost): Promise<ApplyReport> {
  let report = emptyReport(plan);
  for await (const event of applyPlan(plan, port, { provenance, signal: host.signal, sleep: host.sleep })) {
    report = foldReport(report, event);
    printSafely(host, renderEventPretty(event, { color: false }));
  }
  return report;
}

/** A report that cannot be written undoes nothing of what it tells. */
async function writeReport(report: ApplyReport, { host, annotations }: Step): Promise<void> {
  const file = join(host.env.RUNNER_TEMP ?? '', 'iot-rollouts-report.json');
  try {
    await host.writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    host.setOutput('report-file', file);
  } catch (error) {
    annotations.notice(`The report cannot be written: ${(error as Error).message}`);
  }
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
