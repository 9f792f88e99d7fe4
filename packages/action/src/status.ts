/** How jobs stand: in the log while they run, in the summary and as annotations when they have ended. */
import {
  hasEnded,
  hasSucceeded,
  type IotPort,
  type JobStatus,
  readStatus,
  renderStatusPretty,
  ServiceError,
} from '@iot-rollouts/reconcile';
import { type Diagnostic, type Manifest, markdownCode, markdownText } from '@iot-rollouts/validation';
import { connectAws } from './aws.js';
import { type RolloutNews, refreshDeployments } from './github/deployments.js';
import { GitHubError } from './github/error.js';
import { type ActionHost, CannotRun } from './host.js';
import { explainFailure, printSafely } from './log.js';
import type { Step } from './step.js';

/**
 * `command: status`: the jobs of the manifests, with an error for each that ended otherwise than wanted. Where deployments
 * remember what was said of the jobs before, only news is an error: a run on a schedule would be red for ever after.
 *
 * @param news undefined where nothing remembers.
 */
export async function reportStatus(
  manifests: readonly Manifest[],
  news: RolloutNews | undefined,
  step: Step,
): Promise<readonly Diagnostic[]> {
  const { inputs, host } = step;
  const jobs = jobsNamed(manifests, inputs.names);
  const port = await connectAws(step);
  const names = jobs.map(({ name }) => name);
  const statuses = await readStatus(port, names);
  printSafely(host, renderStatusPretty(statuses, { color: false }));
  await step.summarize(`## Jobs\n\n${statusMarkdown(statuses)}`);
  const places = new Map(jobs.map(({ name, origin: { file, range } }) => [name, { file, range }]));
  // A job that is not in AWS may be one that a later merge starts, or one that ended long ago.
  const bad = statuses.filter((it) => hasEnded(it) && !hasSucceeded(it) && it.outcome !== 'absent');
  // Who names a job wants to know.
  const isNews = ({ name }: JobStatus): boolean => news === undefined || inputs.names.length > 0 || news.has(name);
  const old = bad.filter((it) => !isNews(it)).map(({ name, outcome }) => `${name} (${outcome})`);
  if (old.length > 0) {
    const more = old.length > namedMax ? ` and ${old.length - namedMax} more` : '';
    step.annotations.notice(`Ended otherwise than wanted, and no news: ${old.slice(0, namedMax).join(', ')}${more}.`);
  }
  return statusDiagnostics(bad.filter(isNews), places);
}

function jobsNamed(manifests: readonly Manifest[], names: readonly string[]): readonly Manifest[] {
  const jobs = manifests.filter(({ kind }) => kind === 'Job');
  if (names.length === 0) return jobs;
  const unknown = names.filter((name) => !jobs.some((job) => job.name === name));
  if (unknown.length > 0) throw new CannotRun(`no Job manifest is called ${unknown.join(', ')}`);
  return jobs.filter(({ name }) => names.includes(name));
}

/**
 * Brings the deployments of the environment up to date with the jobs that they started, whatever has become of the
 * manifests; returns what they did not say yet. They are a view of what AWS knows: one that cannot be written is said and
 * no failure.
 */
export async function refreshRollouts(step: Step): Promise<RolloutNews | undefined> {
  const { environment } = step.inputs;
  const github = environment === undefined ? undefined : await step.github();
  if (environment === undefined || github === undefined) return undefined;
  const port = await connectAws(step);
  try {
    const { changed, news } = await refreshDeployments(github, environment, (names) => readStatus(port, names));
    printSafely(step.host, `Deployments of ${environment} brought up to date: ${changed}.`);
    return news;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    step.annotations.notice(`The deployments are not brought up to date: ${error.message}. ${error.help ?? ''}`);
    return undefined;
  }
}

const pollMsMin = 1000;
const pollMsMax = 15_000;

/** How jobs stood when they were looked at last. */
export interface FollowedJobs {
  /** Empty when AWS never answered. */
  readonly statuses: readonly JobStatus[];
  /** Why AWS could not be asked again. */
  readonly refusal?: ServiceError;
}

/** Follows jobs until every one has ended, the time is up or AWS refuses, more and more slowly. */
export async function followJobs(
  port: IotPort,
  names: readonly string[],
  timeoutMinutes: number,
  host: ActionHost,
): Promise<FollowedJobs> {
  const deadline = host.now() + timeoutMinutes * 60_000;
  let statuses: readonly JobStatus[] = [];
  let told = '';
  for (let waitMs = pollMsMin; ; waitMs = Math.min(pollMsMax, waitMs * 1.5)) {
    try {
      statuses = await readStatus(port, names);
    } catch (refusal) {
      if (!(refusal instanceof ServiceError)) throw refusal;
      return { statuses, refusal };
    }
    const text = renderStatusPretty(statuses, { color: false });
    // A log is no screen: what has not changed is not said again.
    if (text !== told) printSafely(host, `${progressLine(statuses)}\n${text}`);
    told = text;
    if (statuses.every(hasEnded) || host.signal.aborted || host.now() + waitMs > deadline) return { statuses };
    await host.sleep(waitMs);
  }
}

/** That AWS could not be asked any more how jobs go on: which, and how they stood. */
export function unknownDiagnostic(
  names: readonly string[],
  statuses: readonly JobStatus[],
  refusal: ServiceError,
): Diagnostic {
  const ended = new Set(statuses.filter(hasEnded).map(({ name }) => name));
  const outcomes = new Map(statuses.map(({ name, outcome }) => [name, outcome]));
  const open = names.filter((name) => !ended.has(name));
  const shown = open.slice(0, namedMax).map((name) => `${name} (${outcomes.get(name) ?? 'not seen yet'})`);
  const more = open.length > namedMax ? ` and ${open.length - namedMax} more` : '';
  return {
    rule: 'apply/outcome',
    severity: 'error',
    message: `AWS cannot be asked any more how the jobs stand: ${explainFailure(refusal).message}. They go on: ${shown.join(', ')}${more}`,
    help: 'Run the job again to go on waiting, or look with command: status. Credentials last as long as role-duration-seconds of aws-actions/configure-aws-credentials says.',
    file: '',
    related: [],
  };
}

/** At most so many jobs are named in one sentence. */
const namedMax = 20;

/** How far the jobs are, all in one line. */
function progressLine(statuses: readonly JobStatus[]): string {
  const sum = (...names: readonly (keyof JobStatus['counts'])[]): number =>
    statuses.reduce((total, { counts }) => total + names.reduce((all, name) => all + counts[name], 0), 0);
  const ended = statuses.filter(hasEnded).length;
  const failed = sum('FAILED', 'REJECTED', 'TIMED_OUT');
  return `${ended} of ${statuses.length} jobs ended; executions: ${sum('SUCCEEDED')} succeeded, ${failed} failed, ${sum('QUEUED', 'IN_PROGRESS')} open`;
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
