/** `plan`: show what a merge would do, without doing it. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  hasChanges,
  type Plan,
  type PlanRequest,
  planDigest,
  planFileText,
  planRepository,
  renderPlanMarkdown,
  renderPlanPretty,
} from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import { identitiesOfWorkingTree, withHistory } from '@iot-rollouts/validation/node';
import { type Arguments, textOption, wordsOption } from '../arguments.js';
import { connect } from '../connect.js';
import { CannotRun, type ExitCode, type Host, usesColor } from '../host.js';
import {
  compareWithBase,
  findingsExitCode,
  loadWorkingTree,
  readBase,
  readProvenance,
  reportFindings,
} from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const prepared = await preparePlan(args, host, { beforeMerge: true });
  const { request, found, findings, callsPerSecond } = prepared;
  if (request === undefined) {
    // A program that reads the answer learns why there is no plan; a plan file is not written.
    if (args.values.format === 'json') host.stdout(planFileText(await noPlan(prepared, host)));
    return found;
  }
  const made = await planRepository(
    args.values.offline === true ? request : { ...request, port: await connect(args, host, callsPerSecond) },
  );
  const plan = { ...made, diagnostics: [...findings, ...made.diagnostics] };
  const out = textOption(args, 'out');
  if (out !== undefined) await writePlan(resolve(host.cwd, out), planFileText(plan));
  host.stdout(render(plan, args.values.format, usesColor(host)));
  if (found !== 0 || plan.diagnostics.some(({ severity }) => severity === 'error')) return 1;
  return args.values['detailed-exit-code'] === true && hasChanges(plan) ? 2 : 0;
}

/** What to plan, and the exit code that the findings call for by themselves. */
export interface PreparedPlan {
  /** Undefined when the manifests have errors. */
  readonly request: PlanRequest | undefined;
  readonly found: ExitCode;
  /** What is wrong with the manifests. */
  readonly findings: readonly Diagnostic[];
  readonly base: string | undefined;
  /** What the settings say of the account. */
  readonly callsPerSecond: number | undefined;
}

/**
 * What to plan, from Git alone. All findings are printed.
 *
 * @param beforeMerge compares schedules with now, and edits with what stood at the base. After a merge neither can be mended
 * by keeping the rest from being applied.
 */
export async function preparePlan(
  args: Arguments,
  host: Host,
  { beforeMerge }: { readonly beforeMerge: boolean },
): Promise<PreparedPlan> {
  const prune = wordsOption(args, 'prune', ['cancel', 'delete']);
  const recreate = textOption(args, 'recreate');
  const base = await readBase(args, host);
  const loaded = await loadWorkingTree(args, host, base, beforeMerge ? host.now() : undefined);
  const report = base !== undefined && beforeMerge ? await compareWithBase(loaded, base, host) : loaded.report;
  const found = reportFindings(report, host);
  const prepared = {
    findings: report.diagnostics,
    base: base?.commit,
    callsPerSecond: loaded.settings.limits.callsPerSecond,
  };
  const exitCode = findingsExitCode(loaded.report);
  if (exitCode !== 0) return { ...prepared, request: undefined, found: exitCode };
  const { manifests } = loaded;
  const request: PlanRequest = {
    manifests,
    identities: await identitiesOfWorkingTree(host.cwd, loaded.parsed),
    ...(base && { base: { commit: base.commit, loaded: await withHistory(host.cwd, base, loaded) } }),
    provenance: await readProvenance(host),
    options: {
      now: host.now(),
      correctDrift: args.values['correct-drift'] === true,
      ...(prune !== undefined && { prune }),
      ...(recreate !== undefined && { recreate: [recreate] }),
    },
  };
  return { ...prepared, request, found };
}

/** What stands in for a plan of manifests that have errors: nothing is done, and why. */
async function noPlan({ findings, base }: PreparedPlan, host: Host): Promise<Plan> {
  const { source, commit } = await readProvenance(host);
  const basis = { source, base: base ?? null, head: commit ?? null, region: null, account: null };
  const digest = planDigest({ basis, changes: [] });
  return { formatVersion: 1, basis, options: {}, digest, changes: [], diagnostics: findings };
}

function render(plan: Plan, format: unknown, color: boolean): string {
  if (format === 'json') return planFileText(plan);
  return format === 'markdown' ? renderPlanMarkdown(plan) : renderPlanPretty(plan, { color });
}

async function writePlan(file: string, json: string): Promise<void> {
  try {
    await writeFile(file, json);
  } catch (error) {
    throw new CannotRun(`the plan could not be written to ${file}: ${(error as Error).message}`);
  }
}
