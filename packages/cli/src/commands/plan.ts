/** `plan`: show what a merge would do, without doing it. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hasChanges, type Plan, planRepository, renderPlanMarkdown, renderPlanPretty } from '@iot-rollouts/reconcile';
import { connectIot } from '@iot-rollouts/reconcile/sdk';
import { type Arguments, textOption, wordsOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host, usesColor } from '../host.js';
import { loadBase, loadWorkingTree, readProvenance, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const plan = await makePlan(args, host, args.values.offline === true);
  if (plan === undefined) return 1;
  const json = `${JSON.stringify(plan, null, 2)}\n`;
  const out = textOption(args, 'out');
  if (out !== undefined) await writePlan(resolve(host.cwd, out), json);
  host.stdout(render(plan, json, args.values.format, usesColor(host)));
  if (plan.diagnostics.some(({ severity }) => severity === 'error')) return 1;
  return args.values['detailed-exit-code'] === true && hasChanges(plan) ? 2 : 0;
}

/** The plan for the working tree; undefined when its manifests have errors, which are printed. */
export async function makePlan(args: Arguments, host: Host, offline: boolean): Promise<Plan | undefined> {
  const base = await loadBase(args, host);
  const { report, manifests } = await loadWorkingTree(args, host);
  if (reportFindings(report, host)) return undefined;
  const endpointUrl = textOption(args, 'endpoint-url');
  const port = offline ? undefined : await connectIot({ ...(endpointUrl && { endpointUrl }) }, host.env);
  const recreate = textOption(args, 'recreate');
  const prune = wordsOption(args, 'prune', ['cancel', 'delete']);
  return planRepository({
    manifests,
    ...(base && { base: { commit: base.commit, loaded: base.loaded } }),
    ...(port && { port }),
    provenance: await readProvenance(host),
    options: {
      correctDrift: args.values['correct-drift'] === true,
      ...(prune !== undefined && { prune }),
      ...(recreate !== undefined && { recreate: [recreate] }),
    },
  });
}

function render(plan: Plan, json: string, format: unknown, color: boolean): string {
  if (format === 'json') return json;
  return format === 'markdown' ? renderPlanMarkdown(plan) : renderPlanPretty(plan, { color });
}

async function writePlan(file: string, json: string): Promise<void> {
  try {
    await writeFile(file, json);
  } catch (error) {
    throw new CannotRun(`the plan could not be written to ${file}: ${(error as Error).message}`);
  }
}
