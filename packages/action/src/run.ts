/** What the Action does, from inputs and event to its commands, which are loaded when a quick look does not do. */
import { type Diagnostic, renderGithub } from '@iot-rollouts/validation';
import { fewManifests } from '@iot-rollouts/validation/node';
import { type EventPayload, isBeforeMerge, type WorkflowEvent } from './event.js';
import { type ActionHost, CannotRun } from './host.js';
import { readInputs } from './inputs.js';
import { explainFailure, isRefusedByAws, shortFailure } from './log.js';
import { credentialsHelp } from './oidc.js';
import { setCounts, validationPage } from './outcome.js';
import { maskSecrets } from './secrets.js';
import { type Step, startStep } from './step.js';

/** Runs the Action; true when the step succeeds. Every failure is an annotation, not a stack trace. */
export async function runAction(host: ActionHost): Promise<boolean> {
  let step: Step | undefined;
  try {
    maskSecrets(host, host.input('github-token'));
    step = startStep(readInputs(host.input), await readEvent(host), host);
    const succeeded = (await isQuiet(step)) || (await (await import('./dispatch.js')).dispatch(step));
    step.annotations.end();
    return succeeded;
  } catch (error) {
    await reportFailure(error, host, step);
    return false;
  }
}

async function reportFailure(error: unknown, host: ActionHost, step: Step | undefined): Promise<void> {
  const { message, help = isRefusedByAws(error) ? await credentialsHelp(host) : undefined } = explainFailure(error);
  const failure: Diagnostic = {
    rule: 'iot-rollouts',
    severity: 'error',
    message,
    ...(help && { help }),
    file: '',
    related: [],
  };
  host.print(renderGithub({ diagnostics: [failure] }));
  // Under pull_request_target a refusal may be about just that token.
  if (step?.command === 'plan' && step.event.name === 'pull_request') await tellPullRequest(error, step);
  step?.annotations.end();
  // The annotation has said it: a summary that cannot be written either is no second failure.
  await host.writeSummary('**iot-rollouts could not run.** See the annotation.\n').catch(() => undefined);
}

/** The comment must not go on telling of an older head; that it cannot be written either is no second failure. */
async function tellPullRequest(error: unknown, step: Step): Promise<void> {
  const { showFailure } = await import('./pull-request.js');
  await showFailure(step, shortFailure(error)).catch(() => undefined);
}

/** Whether a validation that compares with nothing finds nothing, which it then says. */
async function isQuiet({ command, inputs, event, root, host, summarize }: Step): Promise<boolean> {
  const { base, globs, sarifFile } = inputs;
  if (command !== 'validate' || isBeforeMerge(event) || (base ?? globs ?? sarifFile) !== undefined) return false;
  const paths = fewManifests(root);
  if (paths === undefined) return false;
  const { quietResult } = await import('./quiet.js');
  const result = quietResult(root, paths, host.now());
  if (result === undefined) return false;
  await summarize(validationPage(result));
  setCounts([], host);
  return true;
}

async function readEvent(host: ActionHost): Promise<WorkflowEvent> {
  const path = host.env.GITHUB_EVENT_PATH;
  const name = host.env.GITHUB_EVENT_NAME ?? '';
  if (path === undefined || path === '') return { name, payload: {} };
  let payload: EventPayload | null;
  try {
    payload = JSON.parse(await host.readFile(path)) as EventPayload | null;
  } catch (error) {
    throw new CannotRun(
      `the event payload ${path} cannot be read: ${(error as Error).message}`,
      'The runner writes it and names it by GITHUB_EVENT_PATH.',
    );
  }
  return { name, payload: payload ?? {} };
}
