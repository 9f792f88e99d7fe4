/** How jobs stand: in the log while they run, in the summary and as annotations when they have ended. */
import {
  hasEnded,
  hasSucceeded,
  type IotPort,
  type JobStatus,
  readStatus,
  renderStatusPretty,
} from '@iot-rollouts/reconcile';
import { type Diagnostic, type Manifest, markdownCode, markdownText } from '@iot-rollouts/validation';
import type { ActionHost } from './host.js';
import type { Inputs } from './inputs.js';
import { printSafely } from './log.js';

/** `command: status`: the jobs of the manifests, with an error for each that ended otherwise than wanted. */
export async function reportStatus(
  manifests: readonly Manifest[],
  inputs: Inputs,
  host: ActionHost,
): Promise<readonly Diagnostic[]> {
  const { connectIot } = await import('@iot-rollouts/reconcile/sdk');
  const { region, endpointUrl } = inputs;
  const port = await connectIot({ ...(region && { region }), ...(endpointUrl && { endpointUrl }) }, host.env);
  const jobs = manifests.filter(({ kind }) => kind === 'Job');
  const names = jobs.map(({ name }) => name);
  const statuses = await readStatus(port, names);
  printSafely(host, renderStatusPretty(statuses, { color: false }));
  await host.writeSummary(`## Jobs\n\n${statusMarkdown(statuses)}`);
  const places = new Map(jobs.map(({ name, origin: { file, range } }) => [name, { file, range }]));
  // A job that is not in AWS may be one that a later merge starts, or one that ended long ago.
  const bad = statuses.filter((it) => hasEnded(it) && !hasSucceeded(it) && it.outcome !== 'absent');
  return statusDiagnostics(bad, places);
}

const pollMsMin = 1000;
const pollMsMax = 15_000;

/** Follows jobs until every one has ended or the time is up, more and more slowly; returns how they stand then. */
export async function followJobs(
  port: IotPort,
  names: readonly string[],
  timeoutMinutes: number,
  host: ActionHost,
): Promise<readonly JobStatus[]> {
  const deadline = host.now() + timeoutMinutes * 60_000;
  for (let waitMs = pollMsMin; ; waitMs = Math.min(pollMsMax, waitMs * 1.5)) {
    const statuses = await readStatus(port, names);
    printSafely(host, renderStatusPretty(statuses, { color: false }));
    if (statuses.every(hasEnded) || host.signal.aborted || host.now() + waitMs > deadline) return statuses;
    await host.sleep(waitMs);
  }
}

/** A table of jobs for the summary. */
export function statusMarkdown(statuses: readonly JobStatus[]): string {
  const rows = statuses.map((status) => {
    const counts = Object.entries(status.counts).filter(([, count]) => count > 0);
    const text = counts.map(([name, count]) => `${count} ${markdownText(name)}`).join(', ');
    return `| ${markdownCode(status.name)} | ${status.outcome} | ${text} | ${markdownText(whyText(status))} |`;
  });
  return ['| Job | Outcome | Executions | Why |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** One error for each of these jobs, which did not end well, at its manifest's line. */
export function statusDiagnostics(
  statuses: readonly JobStatus[],
  places: ReadonlyMap<string, Pick<Diagnostic, 'file' | 'range'>>,
): readonly Diagnostic[] {
  return statuses.map((status) => ({
    rule: 'apply/outcome',
    severity: 'error',
    message: `Job ${status.name} ${outcomeSentence(status)}`,
    ...(places.get(status.name) ?? { file: '' }),
    related: [],
  }));
}

function outcomeSentence(status: JobStatus): string {
  if (!hasEnded(status)) return 'has not ended in the time that was waited; it goes on';
  const failed = status.counts.FAILED + status.counts.REJECTED + status.counts.TIMED_OUT;
  const counts = `${failed} of its executions failed, ${status.counts.SUCCEEDED} succeeded`;
  const why = whyText(status);
  return `ended as ${status.outcome}: ${counts}${why === '' ? '' : ` (${why})`}`;
}

function whyText({ criterion, reason }: JobStatus): string {
  const texts = [criterion && `abort criterion ${criterion}`, reason].filter((text) => text !== undefined);
  return texts.join('; ');
}
