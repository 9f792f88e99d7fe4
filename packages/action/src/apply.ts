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
  type JobStatus,
  renderEventPretty,
  renderReportMarkdown,
  shortDigest,
} from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import { resolveCommit } from '@iot-rollouts/validation/node';
import { beginDeployment, rolloutStatus, setState } from './github/deployments.js';
import { GitHubError } from './github/error.js';
import type { DeploymentState, GitHub, Id } from './github/port.js';
import type { ActionHost } from './host.js';
import { printSafely } from './log.js';
import type { PlannedEvent } from './plan.js';
import { followJobs, statusDiagnostics, statusMarkdown } from './status.js';
import { requireGitHub, type Step } from './step.js';

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
  await writeReport(report, host);
  const started = report.done.filter(({ kind, action }) => kind === 'Job' && action === 'create');
  host.setOutput('created', started.map(({ name }) => name).join(','));
  await step.summarize(
    `## Applied\n\n${renderReportMarkdown(report)}\n<details><summary>Plan</summary>\n\n${planText}\n</details>\n`,
  );
  const conflicts = planned.plan.diagnostics.filter(({ severity }) => severity === 'error').length;
  await record(...applyState(report, conflicts));
  const diagnostics = report.failed.map(failureDiagnostic);
  // What an earlier run of this workflow started is waited for as well: to run a failed step again proves nothing else.
  const { plan, newJobs } = planned;
  const before = plan.changes.filter((it) => it.kind === 'Job' && it.action === 'none' && newJobs.has(it.name));
  const followed = inputs.wait ? [...started, ...before] : [];
  if (followed.length === 0) return { succeeded: isComplete(report), diagnostics };

  const names = followed.map(({ name }) => name);
  const statuses = await followJobs(port, names, inputs.waitTimeoutMinutes, host);
  await step.summarize(`\n## Jobs\n\n${statusMarkdown(statuses)}`);
  if (isComplete(report) && conflicts === 0) await record(...outcomeState(statuses));
  const places = new Map(followed.map(({ name, file, range }) => [name, { file, ...(range && { range }) }]));
  const unsuccessful = statuses.filter((status) => !hasSucceeded(status));
  return {
    succeeded: isComplete(report) && unsuccessful.length === 0,
    diagnostics: [...diagnostics, ...statusDiagnostics(unsuccessful, places)],
  };
}

async function apply({ plan, provenance }: PlannedEvent, port: IotPort, host: ActionHost): Promise<ApplyReport> {
  let report = emptyReport(plan);
  for await (const event of applyPlan(plan, port, { provenance, signal: host.signal, sleep: host.sleep })) {
    report = foldReport(report, event);
    printSafely(host, renderEventPretty(event, { color: false }));
  }
  return report;
}

type Recorder = (state: DeploymentState, description: string) => Promise<void>;

/**
 * Begins a deployment of the environment. An apply of a few names is not recorded, because the next one must still be
 * compared with what was applied whole.
 */
async function beginRecord({ plan }: PlannedEvent, step: Step): Promise<Recorder> {
  const { environment, names } = step.inputs;
  if (environment === undefined || names.length > 0) return async () => {};
  const github = await requireGitHub(step, 'records what was applied');
  const commit = await resolveCommit(step.root, 'HEAD');
  const id = await beginDeployment(github, environment, plan, commit);
  return (state, description) => setRecord(github, id, state, description, step);
}

/** What was done is done: a record that fails makes the next run compare with more, and is only said. */
async function setRecord(
  github: GitHub,
  id: Id,
  state: DeploymentState,
  description: string,
  step: Step,
): Promise<void> {
  try {
    await setState(github, id, state, description);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    step.annotations.notice(`The deployment is not up to date: ${error.message}. ${error.help ?? ''}`);
  }
}

function applyState(report: ApplyReport, conflicts: number): [DeploymentState, string] {
  const { done, failed, skipped, notStarted } = report;
  const total = done.length + failed.length + skipped.length + notStarted.length;
  const text = `Plan ${shortDigest(report.planDigest)}: ${done.length} of ${total} changes made`;
  if (isComplete(report) && conflicts === 0) return ['success', text];
  return ['failure', conflicts === 0 ? text : `${text}, ${conflicts} could not be made`];
}

function outcomeState(statuses: readonly JobStatus[]): [DeploymentState, string] {
  const { state, description } = rolloutStatus(statuses);
  return [state, description];
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
