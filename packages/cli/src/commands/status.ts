/** `status`: show how jobs stand, once or until they end. */
import {
  hasEnded,
  hasSucceeded,
  type IotPort,
  type JobStatus,
  jobsWorthShowing,
  readStatus,
  renderStatusPretty,
} from '@iot-rollouts/reconcile';
import { type Arguments, numberOption } from '../arguments.js';
import { connect } from '../connect.js';
import { CannotRun, type ExitCode, type Host, usesColor } from '../host.js';
import { loadWorkingTree, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const named = args.positionals.length > 0 ? args.positionals : undefined;
  const ofManifests = named ?? (await namesOfManifests(args, host));
  const intervalMs = 1000 * (numberOption(args, 'interval', 0.05) ?? 2);
  const port = await connect(args, host);
  const { names, left } = named === undefined ? await jobsWorthShowing(port, ofManifests) : { names: named, left: 0 };
  const json = args.values.format === 'json';
  const statuses = await (args.values.watch === true
    ? followJobs(port, names, { host, quiet: json, intervalMs })
    : readStatus(port, names));
  if (json) host.stdout(`${JSON.stringify({ formatVersion: 1, jobs: statuses }, null, 2)}\n`);
  else if (args.values.watch !== true) host.stdout(`${renderStatusPretty(statuses, { color: usesColor(host) })}\n`);
  if (left > 0 && !json) host.stdout(`${left} more have ended; name them to see them.\n`);
  return statuses.every((status) => hasSucceeded(status) || !hasEnded(status)) ? 0 : 1;
}

/** Follows jobs until every one has ended or the user interrupts; returns how they stand then. `quiet` prints nothing. */
export async function followJobs(
  port: IotPort,
  names: readonly string[],
  { host, quiet, intervalMs }: { host: Host; quiet: boolean; intervalMs: number },
): Promise<readonly JobStatus[]> {
  let shown = '';
  for (;;) {
    const statuses = await readStatus(port, names);
    const text = renderStatusPretty(statuses, { color: usesColor(host) });
    const done = statuses.every(hasEnded) || host.signal.aborted;
    if (!quiet && text !== shown) {
      // On a terminal the lines are drawn over; elsewhere every change is a line of its own.
      const up = host.isTerminal && shown !== '' ? `\u001b[${shown.split('\n').length}A\u001b[0J` : '';
      host.stdout(`${up}${text}\n`);
      shown = text;
    }
    if (done) return statuses;
    await host.sleep(intervalMs);
  }
}

async function namesOfManifests(args: Arguments, host: Host): Promise<readonly string[]> {
  const { report, manifests } = await loadWorkingTree(args, host);
  if (reportFindings(report, host) !== 0)
    throw new CannotRun('the manifests have errors', 'Mend them, or name the jobs.');
  const names = manifests.filter(({ kind }) => kind === 'Job').map(({ name }) => name);
  if (names.length === 0) throw new CannotRun('no manifest describes a Job', 'Name the jobs: iot-rollouts status NAME');
  return names;
}
