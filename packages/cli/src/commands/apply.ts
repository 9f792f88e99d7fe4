/** `apply`: do what the plan says, and tell what happens as it happens. */
import {
  type ApplyReport,
  applyPlan,
  emptyReport,
  foldReport,
  hasChanges,
  hasSucceeded,
  type IotPort,
  isComplete,
  type Plan,
  type Provenance,
  planRepository,
  planVerdict,
  renderEventPretty,
  renderReportPretty,
  shortDigest,
} from '@iot-rollouts/reconcile';
import { printable } from '@iot-rollouts/validation';
import { type Arguments, textOption } from '../arguments.js';
import { connect } from '../connect.js';
import { type ExitCode, type Host, usesColor } from '../host.js';
import { readPlanFile, refuseStale, withBaseOf, withOptionsOf } from '../plan-file.js';
import { preparePlan } from './plan.js';
import { followJobs } from './status.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const file = textOption(args, 'plan');
  const planned = file === undefined ? undefined : await readPlanFile(file, host);
  const withBase = planned === undefined ? args : withBaseOf(planned, args);
  const prepared = await preparePlan(withBase, host, { beforeMerge: false });
  const { request, callsPerSecond } = prepared;
  if (request === undefined) return prepared.found;
  const port = await connect(args, host, callsPerSecond);
  const plan = await planRepository({ ...(planned ? withOptionsOf(planned, request) : request), port });
  if (planned !== undefined) refuseStale(planned, plan);

  const json = args.values.format === 'json';
  if (!json) host.stdout(`${planVerdict(plan)}${hasChanges(plan) ? ` Plan ${shortDigest(plan.digest)}.` : ''}\n`);
  // Warnings are for the review, which is over.
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  for (const { message } of errors) host.stderr(`${printable(message)}\n`);
  const report = await applyAndPrint(plan, port, request.provenance, host, json);
  const done = args.values.wait === true ? await waitForStarted(report, port, host, json) : true;
  // The report is the last line, whatever came before it.
  if (json) host.stdout(`${JSON.stringify({ type: 'finished', report })}\n`);
  const failed = !isComplete(report) || errors.length > 0;
  return failed || !done ? 1 : 0;
}

async function applyAndPrint(
  plan: Plan,
  port: IotPort,
  provenance: Provenance,
  host: Host,
  json: boolean,
): Promise<ApplyReport> {
  const color = usesColor(host);
  let report = emptyReport(plan);
  const interrupted = () => host.stderr('Interrupted: the calls in flight end, and nothing more is started.\n');
  host.signal.addEventListener('abort', interrupted, { once: true });
  for await (const event of applyPlan(plan, port, { provenance, signal: host.signal, sleep: host.sleep })) {
    report = foldReport(report, event);
    host.stdout(`${json ? JSON.stringify(event) : renderEventPretty(event, { color })}\n`);
  }
  // The plan's verdict has said already that there is nothing to do.
  if (!json && hasChanges(plan)) host.stdout(`${renderReportPretty(report, { color })}\n`);
  return report;
}

/** Follows the jobs that were started until they end; whether all of them succeeded. */
async function waitForStarted(report: ApplyReport, port: IotPort, host: Host, json: boolean): Promise<boolean> {
  const started = report.done.filter(({ kind, action }) => kind === 'Job' && action === 'create');
  if (started.length === 0) return true;
  const names = started.map(({ name }) => name);
  const jobs = await followJobs(port, names, { host, quiet: json, intervalMs: 2000 });
  if (json) host.stdout(`${JSON.stringify({ type: 'waited', jobs })}\n`);
  return jobs.every(hasSucceeded);
}
