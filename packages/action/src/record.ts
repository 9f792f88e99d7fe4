/** How an apply, and the rollouts that it started, are written down as a deployment of the environment. */
import {
  type ApplyReport,
  hasChanges,
  isComplete,
  type JobStatus,
  type Plan,
  shortDigest,
} from '@iot-rollouts/reconcile';
import { resolveCommit } from '@iot-rollouts/validation/node';
import { type AppliedCommit, beginDeployment, findApplied, rolloutStatus, setState } from './github/deployments.js';
import { GitHubError } from './github/error.js';
import type { DeploymentState, GitHub, Id } from './github/port.js';
import type { PlannedEvent } from './plan.js';
import { requireGitHub, type Step } from './step.js';

/** The record of one apply. */
export interface ApplyRecord {
  /** Names of the jobs that this commit brought, whichever run of it started them: its rollouts. */
  readonly jobs: readonly string[];
  /** Says what the apply did. */
  readonly applied: (report: ApplyReport) => Promise<void>;
  /** Says how the rollouts stand. */
  readonly rollouts: (statuses: readonly JobStatus[]) => Promise<void>;
}

/**
 * Begins a deployment of the environment. An apply of a few names is not recorded, because the next one must still be
 * compared with what was applied whole. A commit that was applied whole, and for which nothing is left to do, keeps the
 * deployment that it has: a new one would be a success that says nothing of rollouts that failed.
 */
export async function beginRecord(planned: PlannedEvent, step: Step): Promise<ApplyRecord> {
  const { plan, newJobs } = planned;
  const { environment, names } = step.inputs;
  const own = plan.changes
    .filter((it) => it.kind === 'Job' && (it.action === 'create' || (it.action === 'none' && newJobs.has(it.name))))
    .map(({ name }) => name);
  if (environment === undefined || names.length > 0) return { jobs: own, applied: nothing, rollouts: nothing };
  const github = await requireGitHub(step, 'records what was applied');
  const commit = await resolveCommit(step.root, 'HEAD');
  const earlier = await findApplied(github, environment, commit);
  const jobs = [...new Set([...own, ...earlier.flatMap((it) => it.jobs)])];
  const whole = hasChanges(plan) || conflictsOf(plan) > 0 ? undefined : earlier.find(({ isWhole }) => isWhole);
  // A later commit was applied already: the next one is compared with that, not with what this run repeats.
  if (whole === undefined && planned.base.base?.later !== undefined)
    return { jobs, applied: nothing, rollouts: nothing };
  const id =
    whole?.id ?? (await beginDeployment(github, { environment, plan, commit, jobs, token: step.host.randomToken() }));
  return recordOf(github, id, jobs, whole, plan, step);
}

async function nothing(): Promise<void> {}

function recordOf(
  github: GitHub,
  id: Id,
  jobs: readonly string[],
  whole: AppliedCommit | undefined,
  plan: Plan,
  step: Step,
): ApplyRecord {
  let isWhole = whole !== undefined;
  return {
    jobs,
    async applied(report) {
      if (isWhole) return;
      const [state, description] = applyState(report, conflictsOf(plan));
      isWhole = state === 'success';
      await write(github, id, state, description, step);
    },
    async rollouts(statuses) {
      // The rollouts of a commit that was not applied whole do not make it one that was.
      if (!isWhole) return;
      const { state, description } = rolloutStatus(statuses);
      await write(github, id, state, description, step);
    },
  };
}

/** Changes that the manifests ask for and that cannot be made. */
export function conflictsOf({ diagnostics }: Plan): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

/** What was done is done: a record that fails makes the next run compare with more, and is only said. */
async function write(github: GitHub, id: Id, state: DeploymentState, description: string, step: Step): Promise<void> {
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
