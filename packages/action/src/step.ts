/** What the parts of one run of the Action share. */
import { type Annotations, stepAnnotations } from './annotations.js';
import { commandFor, type WorkflowEvent } from './event.js';
import { byteLength } from './fit.js';
import { type RunContext, runContext } from './github/context.js';
import type { GitHub } from './github/port.js';
import { type ActionHost, CannotRun } from './host.js';
import type { ActionCommand, Inputs } from './inputs.js';

export interface Step {
  readonly command: ActionCommand;
  readonly inputs: Inputs;
  readonly event: WorkflowEvent;
  /** The folder of the checkout. */
  readonly root: string;
  readonly host: ActionHost;
  readonly annotations: Annotations;
  /** Undefined where the environment names no repository. */
  readonly context: RunContext | undefined;
  /** GitHub, connected when it is first asked for; undefined without a token. */
  readonly github: () => Promise<GitHub | undefined>;
  /** Appends to the job summary as long as there is room. */
  readonly summarize: (markdown: string) => Promise<void>;
}

/** One run of the Action for an event. */
export function startStep(inputs: Inputs, event: WorkflowEvent, host: ActionHost): Step {
  const context = runContext(host.env);
  const annotations = stepAnnotations(host);
  let github: Promise<GitHub> | undefined;
  return {
    command: commandFor(event, inputs, host.env.GITHUB_REF),
    inputs,
    event,
    root: host.env.GITHUB_WORKSPACE ?? '',
    host,
    annotations,
    context,
    async github() {
      const token = inputs.githubToken;
      if (token === undefined || context === undefined) return undefined;
      github ??= import('./github/api.js').then(({ connectGitHub }) => connectGitHub(context, token, host));
      return github;
    },
    summarize: boundedSummary(host, annotations),
  };
}

/** GitHub, where the run cannot go on without it. */
export async function requireGitHub(step: Step, why: string): Promise<GitHub> {
  const github = await step.github();
  if (github !== undefined) return github;
  throw new CannotRun(`there is no token for GitHub, which ${why}`, 'Set the input github-token.');
}

/** GitHub drops the summary of a step whole when it is larger than 1 MiB. */
const summaryMax = 1_000_000;
const cutNote = '\n\nThe rest is too long for a job summary: see the plan file and the log.\n';

/** A summary that cannot be written is said, once, and fails nothing of what it tells. */
function boundedSummary(host: ActionHost, annotations: Annotations): (markdown: string) => Promise<void> {
  let left = summaryMax - byteLength(cutNote);
  return async (markdown) => {
    if (left < 0) return;
    left -= byteLength(markdown);
    try {
      await host.writeSummary(left < 0 ? cutNote : markdown);
    } catch (error) {
      left = -1;
      annotations.notice(`The job summary cannot be written: ${(error as Error).message}`);
    }
  };
}
