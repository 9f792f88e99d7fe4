/** What the event that started the workflow asks for. Pure: the payload comes in as parsed JSON. */

import { CannotRun } from './host.js';
import type { ActionCommand } from './inputs.js';

export interface WorkflowEvent {
  /** `pull_request`, `push`, … */
  readonly name: string;
  readonly payload: EventPayload;
}

/** The members of event payloads that are read. */
export interface EventPayload {
  /** Of a push. */
  readonly ref?: string;
  readonly before?: string;
  readonly repository?: { readonly default_branch?: string };
  readonly pull_request?: { readonly base?: { readonly sha?: string }; readonly head?: { readonly sha?: string } };
  readonly merge_group?: { readonly base_sha?: string };
}

const pullRequestEvents: readonly string[] = ['pull_request', 'pull_request_target', 'merge_group'];

/** Whether the event shows a change that is not merged yet. */
export function isBeforeMerge(event: WorkflowEvent): boolean {
  return pullRequestEvents.includes(event.name);
}

/** The command for an event when none is given; what cannot be right is refused. */
export function commandFor(event: WorkflowEvent, asked: ActionCommand | undefined): ActionCommand {
  if (asked === 'apply' && isBeforeMerge(event)) {
    throw new CannotRun(
      `command: apply on ${event.name} would start rollouts before the merge`,
      'Use command: plan here, and apply on push to the default branch.',
    );
  }
  if (asked !== undefined) return asked;
  if (event.name === 'pull_request') return 'plan';
  if (event.name === 'push') {
    const { ref, repository } = event.payload;
    const branch = repository?.default_branch;
    if (ref !== undefined && branch !== undefined && ref !== `refs/heads/${branch}`) {
      throw new CannotRun(
        `a push to ${ref} does not apply by itself: the default branch is ${branch}`,
        'Limit the workflow to it (on: push: branches), or set the input command: apply to apply from here on purpose.',
      );
    }
    return 'apply';
  }
  throw new CannotRun(
    `no command follows from the event ${event.name || '(none)'}`,
    'Set the input command: validate, plan, apply or status.',
  );
}

const noCommit = /^0*$/;

/**
 * The commit that the event's change is compared with: the base of a pull request, the commit before a push.
 * `all` (only by input) compares with nothing.
 */
export function baseFor(event: WorkflowEvent, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const { before, pull_request, merge_group } = event.payload;
  const base = event.name === 'push' ? before : (merge_group?.base_sha ?? pull_request?.base?.sha);
  if (base === undefined || noCommit.test(base)) {
    const why =
      base !== undefined
        ? 'this push has no commit before it'
        : `the event ${event.name || '(none)'} names no base commit`;
    throw new CannotRun(
      `${why}, so it cannot be told which jobs are new`,
      'Set the input base to a commit or branch; base: all compares with nothing, so that every manifest counts as new.',
    );
  }
  return base;
}
