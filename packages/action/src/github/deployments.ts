/**
 * What was applied to an environment, recorded as GitHub Deployments: the last commit that was applied whole is what the
 * next one is compared with, so that a run that failed, or never came, is caught up with.
 */
import { hasEnded, hasSucceeded, type JobStatus, type Plan, shortDigest } from '@iot-rollouts/reconcile';
import { GitHubError } from './error.js';
import type { Deployment, DeploymentState, GitHub, Id, NewDeployment } from './port.js';

/** Told apart by this from the deployments that GitHub makes itself for a job with an `environment`. */
const task = 'iot-rollouts:apply';

/** A status's description is refused when it is longer. */
const descriptionMax = 140;
/** Deployments of an environment that are looked through for one that succeeded. */
const lookedThroughMax = 300;
/** Jobs that a deployment names; who starts more at once looks at AWS. */
const namedJobsMax = 1_000;

/** One apply, as GitHub recorded it. */
export interface RecordedApply {
  readonly commit: string;
  /** Whether it did everything that its plan asked for. */
  readonly isWhole: boolean;
  /** The commit that it was compared with. */
  readonly base: string | undefined;
}

/** The applies to an environment, newest first. */
export async function* recordedApplies(github: GitHub, environment: string): AsyncGenerator<RecordedApply> {
  let looked = 0;
  for await (const { id, sha, payload } of github.deployments(environment, task)) {
    const base = (payload as { readonly base?: unknown } | null | undefined)?.base;
    yield {
      commit: sha,
      isWhole: (await lastState(github, id)) !== undefined,
      base: typeof base === 'string' && commitId.test(base) ? base : undefined,
    };
    looked += 1;
    if (looked === lookedThroughMax) return;
  }
}

const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** An apply of one commit. */
export interface AppliedCommit {
  readonly id: Id;
  /** Whether it did everything that its plan asked for. */
  readonly isWhole: boolean;
  /** Names of the jobs that it brought. */
  readonly jobs: readonly string[];
}

/** Deployments that are looked through for one of the same commit: one page. */
const sameCommitMax = 100;

/** The latest applies of a commit to an environment, newest first. */
export async function findApplied(
  github: GitHub,
  environment: string,
  commit: string,
): Promise<readonly AppliedCommit[]> {
  const found: AppliedCommit[] = [];
  let looked = 0;
  for await (const deployment of github.deployments(environment, task)) {
    const { id, sha } = deployment;
    if (sha === commit) {
      found.push({ id, isWhole: (await lastState(github, id)) !== undefined, jobs: jobsOf(deployment) });
    }
    looked += 1;
    if (looked === sameCommitMax) break;
  }
  return found;
}

/** An apply that begins. */
export interface NewApply {
  readonly environment: string;
  readonly plan: Plan;
  readonly commit: string;
  /** Names of the jobs that it brings. */
  readonly jobs: readonly string[];
  /** Tells this apply from every other. */
  readonly token: string;
}

/** Says that an apply begins; the deployment's id. */
export async function beginDeployment(github: GitHub, apply: NewApply): Promise<Id> {
  const { environment, plan, commit, jobs, token } = apply;
  const wanted: NewDeployment = {
    ref: commit,
    environment,
    task,
    description: `iot-rollouts plan ${shortDigest(plan.digest)}`,
    payload: { formatVersion: 1, token, plan: plan.digest, base: plan.basis.base, jobs: jobs.slice(0, namedJobsMax) },
  };
  const { id } = await createOnce(github, wanted, token);
  await setState(github, id, 'in_progress', `Applying plan ${shortDigest(plan.digest)}`);
  return id;
}

/** A deployment that was made though the answer was lost is found again, instead of one that never ends beside it. */
async function createOnce(github: GitHub, wanted: NewDeployment, token: string): Promise<Pick<Deployment, 'id'>> {
  try {
    return await github.createDeployment(wanted);
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isUnsettled) throw error;
    let looked = 0;
    for await (const { id, payload } of github.deployments(wanted.environment, task)) {
      if ((payload as { readonly token?: unknown } | null | undefined)?.token === token) return { id };
      looked += 1;
      if (looked === sameCommitMax) break;
    }
    return github.createDeployment(wanted);
  }
}

/** Says how an apply, or the rollouts that it started, stand. */
export async function setState(
  github: GitHub,
  id: Id,
  state: DeploymentState,
  description: string,
  autoInactive = true,
): Promise<void> {
  await github.createDeploymentStatus(id, { state, description: clipped(description), autoInactive });
}

/** How the rollouts of a deployment stand, as a status of it. */
export function rolloutStatus(statuses: readonly JobStatus[]): { state: DeploymentState; description: string } {
  const words = new Map<string, number>();
  for (const { outcome } of statuses) words.set(outcome, (words.get(outcome) ?? 0) + 1);
  const counts = [...words].sort().map(([outcome, count]) => `${count} ${outcome}`);
  const description = clipped(`Jobs: ${counts.join(', ')}`);
  // A job that is gone says nothing about how it ended.
  const present = statuses.filter(({ outcome }) => outcome !== 'absent');
  if (present.some((status) => hasEnded(status) && !hasSucceeded(status))) return { state: 'failure', description };
  return { state: present.every(hasEnded) ? 'success' : 'in_progress', description };
}

/** Deployments whose rollouts may still go on. */
const refreshedMax = 10;

/** Names of jobs that may have ended otherwise than wanted since the last time that was said. */
export type RolloutNews = ReadonlySet<string>;

export interface Refreshed {
  /** How many deployments said something else before. */
  readonly changed: number;
  readonly news: RolloutNews;
}

/** Brings the statuses of the latest deployments up to date with the jobs that they started. */
export async function refreshDeployments(
  github: GitHub,
  environment: string,
  readStatus: (names: readonly string[]) => Promise<readonly JobStatus[]>,
): Promise<Refreshed> {
  /** Whether a job is news; the latest deployment that names it knows best. */
  const found = new Map<string, boolean>();
  let [looked, changed] = [0, 0];
  for await (const deployment of github.deployments(environment, task)) {
    looked += 1;
    if (looked > refreshedMax) break;
    const jobs = jobsOf(deployment);
    if (jobs.length === 0) continue;
    const before = await lastState(github, deployment.id);
    const tell = (isNews: boolean): void => {
      for (const name of jobs) if (!found.has(name)) found.set(name, isNews);
    };
    if (before === undefined) {
      tell(true);
      continue;
    }
    const { state, description } = rolloutStatus(await readStatus(jobs));
    tell(state === 'failure' && (before.state !== 'failure' || badEnds(before) !== badEnds({ description })));
    if (before.state === state && before.description === description) continue;
    await setState(github, deployment.id, state, description, false);
    changed += 1;
  }
  return { changed, news: new Set([...found].filter(([, isNews]) => isNews).map(([name]) => name)) };
}

/** The part of a description that tells of jobs which did not end well. */
function badEnds({ description }: { readonly description: string }): string {
  const counts = description.replace(/^Jobs: /, '').split(', ');
  return counts.filter((count) => !/^\d+ (?:scheduled|running|completed|absent)$/.test(count)).join(', ');
}

/** The last thing said of a deployment that was applied whole; undefined for any other. */
async function lastState(
  github: GitHub,
  id: Id,
): Promise<{ readonly state: DeploymentState; readonly description: string } | undefined> {
  const statuses = await github.deploymentStatuses(id);
  // A later deployment makes this one inactive, and a rollout may fail: it was applied all the same.
  if (!statuses.some(({ state }) => state === 'success')) return undefined;
  return statuses.find(({ state }) => state !== 'inactive');
}

const jobName = /^[A-Za-z0-9_-]{1,64}$/;

/** The names in a deployment's payload, which anyone with write access may have put there. */
function jobsOf({ payload }: Deployment): readonly string[] {
  const jobs = (payload as { readonly jobs?: unknown } | null | undefined)?.jobs;
  if (!Array.isArray(jobs)) return [];
  return jobs.filter((name): name is string => typeof name === 'string' && jobName.test(name)).slice(0, namedJobsMax);
}

function clipped(text: string): string {
  const characters = [...text];
  return characters.length <= descriptionMax ? text : `${characters.slice(0, descriptionMax - 1).join('')}…`;
}
