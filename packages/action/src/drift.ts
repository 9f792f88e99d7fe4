/** `command: drift`: whether AWS still holds what was applied, as one issue for each environment. */
import { type Change, hasChanges, type Plan, planRepository } from '@iot-rollouts/reconcile';
import type { Diagnostic } from '@iot-rollouts/validation';
import { describeRepository } from '@iot-rollouts/validation/node';
import { connectAws } from './aws.js';
import type { CheckedEvent } from './check.js';
import { keepDriftIssue } from './github/drift-issue.js';
import { GitHubError } from './github/error.js';
import { commentTextMax } from './github/sticky-comment.js';
import { lineLinks } from './links.js';
import { printSafely } from './log.js';
import { type PlanPage, renderPage } from './page.js';
import type { Step } from './step.js';

export interface Drift {
  readonly plan: Plan;
  /** One warning for each resource that differs, at its manifest's line. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares AWS with the manifests as they were applied last: with them on both sides of a plan, everything that is left to
 * do was changed in AWS.
 */
export async function reportDrift({ base, loaded }: CheckedEvent, step: Step): Promise<Drift> {
  const { root, host } = step;
  const port = await connectAws(step);
  const { name: source } = await describeRepository(root, host.env);
  const commit = base?.commit;
  const applied = base?.loaded ?? loaded;
  const plan = await planRepository({
    manifests: applied.manifests,
    identities: applied.identities,
    ...(base && { base }),
    port,
    provenance: { source, ...(commit !== undefined && { commit }) },
  });
  const drifted = plan.changes
    .filter(({ action }) => action !== 'none' && action !== 'settled')
    .map((change): Change => (change.action === 'create' ? { ...change, reason: gone } : change));
  const diagnostics = drifted.map(({ kind, name, reason, file, range }): Diagnostic => {
    const message = `${kind} ${name} is not in AWS as it was applied. ${reason}`;
    return { rule: 'drift', severity: 'warning', message, file, ...(range && { range }), related: [] };
  });
  const page: PlanPage = {
    environment: step.inputs.environment,
    headline:
      drifted.length === 0
        ? 'AWS holds what was applied.'
        : `${drifted.length} of ${plan.changes.length} resources differ in AWS from what was applied.`,
    plan: { ...plan, changes: drifted },
    diagnostics: [],
    curves: new Map(),
    link: lineLinks(step.context, commit),
    elsewhere: 'the log of the run',
  };
  await step.summarize(`## Drift\n\n${renderPage(page, 900_000)}`);
  host.setOutput('has-changes', String(drifted.length > 0 || hasChanges(plan)));
  await showIssue(page, drifted.length > 0, step);
  return { plan, diagnostics };
}

/** What a plan calls new was there before. */
const gone = 'It was removed from AWS.';

async function showIssue(page: PlanPage, hasDrifted: boolean, step: Step): Promise<void> {
  const github = await step.github();
  if (github === undefined) return;
  const seen = step.context?.runUrl === undefined ? '' : `\n[The run that found this](${step.context.runUrl})\n`;
  const text = hasDrifted ? `${renderPage(page, commentTextMax - seen.length)}${seen}` : undefined;
  try {
    const done = await keepDriftIssue(github, { environment: page.environment, text });
    printSafely(step.host, `Issue about drift: ${done}.`);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    step.annotations.notice(`The issue about drift is not up to date: ${error.message}. ${error.help ?? ''}`);
  }
}
