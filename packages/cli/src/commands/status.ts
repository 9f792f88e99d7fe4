/** `status`: show how jobs stand, once or until they end. */
import {
  hasEnded,
  hasSucceeded,
  type IotPort,
  type JobStatus,
  readStatus,
  renderStatusPretty,
} from '@iot-rollouts/reconcile';
import { connectIot } from '@iot-rollouts/reconcile/sdk';
import { type Arguments, numberOption, textOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host, usesColor } from '../host.js';
import { loadWorkingTree, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const names = args.positionals.length > 0 ? args.positionals : await namesOfManifests(args, host);
  const endpointUrl = textOption(args, 'endpoint-url');
  const port = await connectIot({ ...(endpointUrl && { endpointUrl }) }, host.env);
  const json = args.values.format === 'json';
  const intervalMs = 1000 * (numberOption(args, 'interval', 0.05) ?? 2);
  const statuses = await (args.values.watch === true
    ? followJobs(port, names, { host, json, intervalMs })
    : readStatus(port, names));
  if (args.values.watch !== true) print(statuses, host, json);
  return statuses.every((status) => hasSucceeded(status) || !hasEnded(status)) ? 0 : 1;
}

/** Follows jobs until every one has ended or the user interrupts; returns how they stand then. */
export async function followJobs(
  port: IotPort,
  names: readonly string[],
  { host, json, intervalMs }: { host: Host; json: boolean; intervalMs: number },
): Promise<readonly JobStatus[]> {
  let shown = '';
  for (;;) {
    const statuses = await readStatus(port, names);
    const text = renderStatusPretty(statuses, { color: usesColor(host) });
    const done = statuses.every(hasEnded) || host.signal.aborted;
    if (!json && text !== shown) {
      // On a terminal the lines are drawn over; elsewhere every change is a line of its own.
      const up = host.isTerminal && shown !== '' ? `\u001b[${shown.split('\n').length}A\u001b[0J` : '';
      host.stdout(`${up}${text}\n`);
      shown = text;
    }
    if (done) {
      if (json) print(statuses, host, true);
      return statuses;
    }
    await host.sleep(intervalMs);
  }
}

async function namesOfManifests(args: Arguments, host: Host): Promise<readonly string[]> {
  const { report, manifests } = await loadWorkingTree(args, host);
  if (reportFindings(report, host)) throw new CannotRun('the manifests have errors', 'Mend them, or name the jobs.');
  const names = manifests.filter(({ kind }) => kind === 'Job').map(({ name }) => name);
  if (names.length === 0) throw new CannotRun('no manifest describes a Job', 'Name the jobs: iot-rollouts status NAME');
  return names;
}

function print(statuses: readonly JobStatus[], host: Host, json: boolean): void {
  if (json) host.stdout(`${JSON.stringify({ formatVersion: 1, jobs: statuses }, null, 2)}\n`);
  else host.stdout(`${renderStatusPretty(statuses, { color: usesColor(host) })}\n`);
}
