/** What the event that started the workflow asks for. Pure: the payload comes in as parsed JSON. */

import { CannotRun } from './host.js';
import type { ActionCommand, Inputs } from './inputs.js';

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
  /** Of a push that deleted its branch. */
  readonly deleted?: boolean;
  readonly repository?: { readonly default_branch?: string; readonly full_name?: string };
  readonly pull_request?: {
    readonly number?: number;
    readonly base?: { readonly sha?: string };
    /** The repository is null when a fork was deleted. */
    readonly head?: { readonly sha?: string; readonly repo?: { readonly full_name?: string } | null };
  };
  /** A comment on a pull request is one on an issue that says so. */
  readonly issue?: { readonly pull_request?: unknown };
  readonly merge_group?: { readonly base_sha?: string };
}

const pullRequestEvents: readonly string[] = ['pull_request', 'pull_request_target', 'merge_group'];

/** Whether the event shows a change that is not merged yet. */
export function isBeforeMerge(event: Pick<WorkflowEvent, 'name'>): boolean {
  return pullRequestEvents.includes(event.name);
}

/** What an event means when no command is given; a push is looked at more closely. */
const commandOfEvent: Readonly<Record<string, ActionCommand>> = {
  pull_request: 'plan',
  merge_group: 'validate',
  push: 'apply',
  schedule: 'drift',
  workflow_dispatch: 'status',
};

/** Whether the event is about a pull request, or runs on one: what is checked out then may be what nobody has approved. */
function isOfPullRequest(event: WorkflowEvent, ref: string | undefined): boolean {
  const { pull_request, issue } = event.payload;
  return isBeforeMerge(event) || pull_request != null || issue?.pull_request != null || /^refs\/pull\//.test(ref ?? '');
}

/**
 * The command for an event when none is given; what cannot be right is refused.
 *
 * @param ref of the run: GITHUB_REF.
 */
export function commandFor(
  event: WorkflowEvent,
  { command, names }: Pick<Inputs, 'command' | 'names'>,
  ref: string | undefined,
): ActionCommand {
  if ((command === 'apply' || command === 'cancel') && isOfPullRequest(event, ref)) {
    throw new CannotRun(
      `command: ${command} on ${event.name} would ${command === 'apply' ? 'start' : 'cancel'} rollouts before the merge`,
      `Use command: plan here, and ${command} ${command === 'apply' ? 'on push to the default branch' : 'by workflow_dispatch'}.`,
    );
  }
  const followed = command ?? commandOfEvent[event.name];
  if (followed === undefined) {
    throw new CannotRun(
      `no command follows from the event ${event.name || '(none)'}`,
      'Set the input command: validate, plan, apply, status, drift or cancel.',
    );
  }
  requireFittingNames(followed, names);
  if (followed === 'apply' && event.payload.deleted === true) {
    throw new CannotRun(
      `this push deleted ${event.payload.ref ?? 'its branch'}, which asks for nothing to be applied`,
      'Add to the job: if: github.event.deleted == false',
    );
  }
  if (command === undefined && followed === 'apply') requireDefaultBranch(event);
  return followed;
}

function requireFittingNames(command: ActionCommand, names: readonly string[]): void {
  if (command === 'cancel' && names.length === 0) {
    throw new CannotRun('command: cancel needs to know which jobs', 'Set the input names to their exact names.');
  }
  if (names.length > 0 && !['status', 'apply', 'cancel'].includes(command)) {
    throw new CannotRun(
      `command: ${command} looks at all manifests and takes no names`,
      'Leave the input names out, or set command: status, apply or cancel.',
    );
  }
}

function requireDefaultBranch({ payload: { ref, repository } }: WorkflowEvent): void {
  const branch = repository?.default_branch;
  if (ref === undefined || branch === undefined || ref === `refs/heads/${branch}`) return;
  throw new CannotRun(
    `a push to ${ref} does not apply by itself: the default branch is ${branch}`,
    'Limit the workflow to it (on: push: branches), or set the input command: apply to apply from here on purpose.',
  );
}

/** Whether the event's pull request comes from another repository than the one it is for. */
export function isFromFork({ payload: { pull_request, repository } }: WorkflowEvent): boolean {
  if (pull_request?.head === undefined) return false;
  return pull_request.head.repo?.full_name !== repository?.full_name;
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
