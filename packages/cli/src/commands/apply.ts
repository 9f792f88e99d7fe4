/** `apply`: do what the plan says, and tell what happens as it happens. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  applyPlan,
  emptyReport,
  foldReport,
  hasSucceeded,
  isComplete,
  type Plan,
  planVerdict,
  renderEventPretty,
  renderReportPretty,
  staleChanges,
} from '@iot-rollouts/reconcile';
import { connectIot } from '@iot-rollouts/reconcile/sdk';
import { type Arguments, textOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host, usesColor } from '../host.js';
import { readProvenance } from '../project.js';
import { makePlan } from './plan.js';
import { followJobs } from './status.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const planned = await readPlan(args, host);
  const plan = await makePlan(planned === undefined ? args : withBaseOf(planned, args), host, false);
  if (plan === undefined) return 1;
  const json = args.values.format === 'json';
  const color = usesColor(host);
  if (planned !== undefined) refuseStale(planned, plan);
  if (!json) host.stdout(`${planVerdict(plan)}\n`);
  for (const { message } of plan.diagnostics) host.stderr(`${message}\n`);

  const endpointUrl = textOption(args, 'endpoint-url');
  const port = await connectIot({ ...(endpointUrl && { endpointUrl }) }, host.env);
  const options = { provenance: await readProvenance(host), signal: host.signal, sleep: host.sleep };
  let report = emptyReport(plan.basis);
  for await (const event of applyPlan(plan, port, options)) {
    report = foldReport(report, event);
    host.stdout(`${json ? JSON.stringify(event) : renderEventPretty(event, { color })}\n`);
  }
  host.stdout(`${json ? JSON.stringify({ type: 'finished', report }) : renderReportPretty(report, { color })}\n`);
  const failed = !isComplete(report) || plan.diagnostics.some(({ severity }) => severity === 'error');
  const started = report.done
    .filter(({ kind, action }) => kind === 'Job' && action === 'create')
    .map(({ name }) => name);
  if (args.values.wait !== true || started.length === 0) return failed ? 1 : 0;
  const statuses = await followJobs(port, started, { host, json, intervalMs: 2000 });
  return failed || !statuses.every(hasSucceeded) ? 1 : 0;
}

async function readPlan(args: Arguments, host: Host): Promise<Plan | undefined> {
  const file = textOption(args, 'plan');
  if (file === undefined) return undefined;
  let plan: Plan;
  try {
    plan = JSON.parse(await readFile(resolve(host.cwd, file), 'utf8')) as Plan;
  } catch (error) {
    throw new CannotRun(`the plan ${file} cannot be read: ${(error as Error).message}`);
  }
  if (plan?.formatVersion !== 1 || !Array.isArray(plan.changes) || typeof plan.basis !== 'object') {
    throw new CannotRun(
      `${file} is no plan file of this version`,
      'Make one with: iot-rollouts plan --base REF --out FILE',
    );
  }
  return plan;
}

/** A plan file is compared with a fresh plan against the same base. */
function withBaseOf(planned: Plan, args: Arguments): Arguments {
  if (args.values.base !== undefined || args.values.all !== undefined) return args;
  const base = planned.basis.base === null ? { all: true } : { base: planned.basis.base };
  return { ...args, values: { ...args.values, ...base } };
}

function refuseStale(planned: Plan, fresh: Plan): void {
  const stale = staleChanges(planned, fresh);
  if (stale.length === 0) return;
  throw new CannotRun(
    `the plan file is no longer what would be done; ${stale.join('; ')}`,
    'Plan again, and have the new plan reviewed.',
  );
}
