/** The plan on its pull request: one comment, and labels where they are wanted. Neither may fail the run. */
import { GitHubError } from './github/error.js';
import { keepLabels, planWords } from './github/labels.js';
import type { GitHub } from './github/port.js';
import { commentTextMax, keepComment } from './github/sticky-comment.js';
import { type PlanPage, renderPage } from './page.js';
import { planPage } from './plan-page.js';
import type { Step } from './step.js';

/** Shows the page on the event's pull request, if it has one; what the token may not do becomes a notice. */
export async function showOnPullRequest(step: Step, page: PlanPage): Promise<void> {
  const { event, inputs, context } = step;
  const pullRequest = event.payload.pull_request?.number;
  if (pullRequest === undefined || context === undefined || !(inputs.comment || inputs.labels)) return;
  const github = await step.github();
  if (github === undefined) return;
  if (inputs.comment) await attempt(step, 'comment on', () => comment(github, step, page, pullRequest, context.runId));
  if (inputs.labels) await attempt(step, 'label', () => label(github, pullRequest, page));
}

/** Says on the pull request that its head has no plan: the one that stands there is of an older commit. */
export async function showFailure(step: Step, why: string): Promise<void> {
  const head = (step.event.payload.pull_request?.head?.sha ?? '').slice(0, 7);
  const failure = `The plan of commit ${head} could not be made: ${why}`;
  await showOnPullRequest(step, { ...planPage(undefined, [], step), failure });
}

async function comment(
  github: GitHub,
  { inputs, annotations }: Step,
  page: PlanPage,
  pullRequest: number,
  runId: number,
): Promise<void> {
  const text = renderPage(page, commentTextMax);
  const result = await keepComment(github, { pullRequest, environment: inputs.environment, text, runId });
  if (result === 'newer-exists') annotations.notice('The comment is left as it is: a newer run has written it.');
}

/** Without a plan, what the labels of an older one say is not known any more. */
async function label(github: GitHub, pullRequest: number, { plan, environment }: PlanPage): Promise<void> {
  await keepLabels(github, pullRequest, environment, plan === undefined ? [] : planWords(plan));
}

/** The plan stands in the summary whatever becomes of this. */
async function attempt(step: Step, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const help = error.help === undefined ? '' : ` ${error.help}`;
    step.annotations.notice(
      `Could not ${what} the pull request; the plan is in the job summary. ${error.message}.${help}`,
    );
  }
}
