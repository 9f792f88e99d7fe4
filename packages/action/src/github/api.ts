/**
 * The few calls that the Action makes of GitHub: the only file that talks to its REST API. Lists are read to their end by
 * the Link header, limits are waited out, and a refusal is a {@link GitHubError} that says which permission is missing.
 */
import { request as octokit } from '@octokit/request';
import type { ActionHost } from '../host.js';
import type { RunContext } from './context.js';
import { GitHubError } from './error.js';
import type { Author, GitHub, Id, Issue, IssueComment } from './port.js';
import { limitWait, type Refusal, waitBeforeRetry } from './retry.js';

/** What a refused request lacks, as a workflow's `permissions` say it. */
type Permission =
  | 'pull-requests: write'
  | 'pull-requests: write, issues: write'
  | 'deployments: read'
  | 'deployments: write'
  | 'issues: write'
  | 'actions: read';

const perPage = 100;
const pagesMax = 50;
const requestTimeoutMs = 30_000;

/** GitHub's REST API for the repository of a run. */
export function connectGitHub(
  context: RunContext,
  token: string,
  host: Pick<ActionHost, 'now' | 'sleep' | 'signal'>,
): GitHub {
  const place = { owner: context.owner, repo: context.repo };
  const request = octokit.defaults({
    baseUrl: context.apiUrl,
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'iot-rollouts', 'x-github-api-version': '2022-11-28' },
    request: { log: silent },
  });

  /** One request, sent again where that is right. */
  async function call<T>(
    what: string,
    send: (options: { readonly signal: AbortSignal }) => Promise<T>,
    { repeatable = false, permission }: { readonly repeatable?: boolean; readonly permission?: Permission } = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send({ signal: AbortSignal.timeout(requestTimeoutMs) });
      } catch (error) {
        const refusal = refusalOf(error);
        const waitMs = waitBeforeRetry(refusal, attempt, repeatable, host.now());
        if (waitMs !== undefined && !host.signal.aborted) await host.sleep(waitMs);
        // A workflow that is cancelled waits for nothing more.
        if (waitMs === undefined || host.signal.aborted) throw failure(what, refusal, permission, host.now());
      }
    }
  }

  /** The answers of a list, page after page. */
  async function* pages<T>(
    what: string,
    permission: Permission,
    first: (options: { readonly signal: AbortSignal }) => Promise<Answer<readonly T[]>>,
  ): AsyncGenerator<readonly T[]> {
    let answer = await call(what, first, { repeatable: true, permission });
    for (let page = 1; ; page += 1) {
      yield answer.data;
      const next = nextPage(answer.headers.link, context.apiUrl);
      if (next === undefined || page === pagesMax) return;
      const follow = (options: { readonly signal: AbortSignal }) => request(`GET ${next}`, { request: options });
      answer = (await call(what, follow, { repeatable: true, permission })) as Answer<readonly T[]>;
    }
  }

  async function everything<T>(list: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
    const all: T[] = [];
    for await (const page of list) all.push(...page);
    return all;
  }

  return {
    async userLogin() {
      try {
        const send = (options: object) => request('GET /user', { request: options });
        return (await call('ask who the token belongs to', send, { repeatable: true })).data.login;
      } catch (error) {
        if (error instanceof GitHubError && error.isForbidden) return undefined;
        throw error;
      }
    },
    async comments(issue) {
      const list = pages('list the comments', 'pull-requests: write', (options) =>
        request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...place,
          issue_number: issue,
          per_page: perPage,
          request: options,
        }),
      );
      return (await everything(list)).map(commentOf);
    },
    async createComment(issue, body) {
      const send = (options: object) =>
        request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...place,
          issue_number: issue,
          body,
          request: options,
        });
      return commentOf((await call('comment', send, { permission: 'pull-requests: write' })).data);
    },
    async updateComment(id, body) {
      const send = (options: object) =>
        request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...place,
          comment_id: inPath(id),
          body,
          request: options,
        });
      await call('update the comment', send, { repeatable: true, permission: 'pull-requests: write' });
    },
    async deleteComment(id) {
      const send = (options: object) =>
        request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...place,
          comment_id: inPath(id),
          request: options,
        });
      await unlessGone(call('delete a second comment', send, { repeatable: true, permission: 'pull-requests: write' }));
    },
    async *deployments(environment, task) {
      const list = pages('list the deployments', 'deployments: read', (options) =>
        request('GET /repos/{owner}/{repo}/deployments', {
          ...place,
          environment,
          task,
          per_page: perPage,
          request: options,
        }),
      );
      for await (const page of list) for (const { id, sha, payload } of page) yield { id, sha, payload };
    },
    async createDeployment({ ref, environment, task, description, payload }) {
      const send = (options: object) =>
        request('POST /repos/{owner}/{repo}/deployments', {
          ...place,
          ref,
          environment,
          task,
          description,
          payload,
          // What is deployed is what was checked out: nothing is merged into it, and no check is waited for.
          auto_merge: false,
          required_contexts: [],
          request: options,
        });
      const answer = await call('create a deployment', send, { permission: 'deployments: write' });
      if (answer.status !== 201) throw new GitHubError('GitHub created no deployment', answer.status);
      return { id: answer.data.id, sha: answer.data.sha, payload: answer.data.payload };
    },
    async deploymentStatuses(id) {
      const list = pages('list the statuses of a deployment', 'deployments: read', (options) =>
        request('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
          ...place,
          deployment_id: inPath(id),
          per_page: perPage,
          request: options,
        }),
      );
      return (await everything(list)).map(({ state, description }) => ({ state, description }));
    },
    async createDeploymentStatus(id, { state, description, autoInactive }) {
      const send = (options: object) =>
        request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
          ...place,
          deployment_id: inPath(id),
          state,
          description,
          ...(context.runUrl !== undefined && { log_url: context.runUrl }),
          auto_inactive: autoInactive,
          request: options,
        });
      await call('set the status of a deployment', send, { repeatable: true, permission: 'deployments: write' });
    },
    async protectionRules(environment) {
      const send = (options: object) =>
        request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
          ...place,
          environment_name: environment,
          request: options,
        });
      const options = { repeatable: true, permission: 'actions: read' } as const;
      const answer = await unlessGone(call(`read the environment ${environment}`, send, options));
      return answer && (answer.data.protection_rules ?? []).map(({ type }) => type);
    },
    async openIssues() {
      const list = pages('list the open issues', 'issues: write', (options) =>
        request('GET /repos/{owner}/{repo}/issues', { ...place, state: 'open', per_page: perPage, request: options }),
      );
      return (await everything(list)).filter((issue) => issue.pull_request === undefined).map(issueOf);
    },
    async createIssue(title, body) {
      const send = (options: object) =>
        request('POST /repos/{owner}/{repo}/issues', { ...place, title, body, request: options });
      return issueOf((await call('open an issue', send, { permission: 'issues: write' })).data);
    },
    async updateIssue(issue, change) {
      const send = (options: object) =>
        request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
          ...place,
          issue_number: issue,
          ...change,
          request: options,
        });
      await call('update an issue', send, { repeatable: true, permission: 'issues: write' });
    },
    async labels(issue) {
      const list = pages('list the labels', 'pull-requests: write', (options) =>
        request('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          ...place,
          issue_number: issue,
          per_page: perPage,
          request: options,
        }),
      );
      return (await everything(list)).map(({ name }) => name);
    },
    async addLabels(issue, labels) {
      const send = (options: object) =>
        request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          ...place,
          issue_number: issue,
          labels: [...labels],
          request: options,
        });
      await call('add labels', send, { repeatable: true, permission: 'pull-requests: write, issues: write' });
    },
    async removeLabel(issue, label) {
      const send = (options: object) =>
        request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
          ...place,
          issue_number: issue,
          name: label,
          request: options,
        });
      await unlessGone(call('remove a label', send, { repeatable: true, permission: 'pull-requests: write' }));
    },
  };
}

interface Answer<T> {
  readonly data: T;
  readonly headers: { readonly link?: string | undefined };
}

/** Octokit says deprecations on the console, where only its own users would know what to do. */
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface ApiComment {
  readonly id: Id;
  readonly body?: string | null | undefined;
  readonly user: { readonly login: string; readonly type: string } | null;
}

function commentOf({ id, body, user }: ApiComment): IssueComment {
  return { id, body: body ?? '', author: authorOf(user) };
}

interface ApiIssue {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly user: { readonly login: string; readonly type: string } | null;
}

function issueOf({ number, title, body, user }: ApiIssue): Issue {
  return { number, title, body: body ?? '', author: authorOf(user) };
}

function authorOf(user: ApiComment['user']): Author | undefined {
  return user === null ? undefined : { login: user.login, type: user.type };
}

/** Octokit writes either form into a path, though it types only one. */
function inPath(id: Id): number {
  return id as number;
}

/** The next page of a list, but never at another server: the token goes with it. */
function nextPage(link: string | undefined, apiUrl: string): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next !== undefined && URL.canParse(next) && new URL(next).origin === new URL(apiUrl).origin ? next : undefined;
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}

/** What Octokit throws: an answer's status and headers, or no answer at all. */
interface OctokitError extends Error {
  readonly status?: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

function refusalOf(error: unknown): Refusal {
  const { response, status, message } = error as OctokitError;
  if (response === undefined) return { status: undefined, headers: {}, message };
  const said = (response.data as { readonly message?: unknown } | undefined)?.message;
  return { status, headers: response.headers, message: typeof said === 'string' ? said : message };
}

function failure(what: string, refusal: Refusal, permission: Permission | undefined, nowMs: number): GitHubError {
  const { status, message } = refusal;
  if (status === undefined)
    return new GitHubError(`GitHub could not be reached to ${what}: ${message}`, undefined, undefined, true);
  const limitMs = limitWait(refusal, nowMs);
  if (limitMs !== undefined) {
    const minutes = Math.ceil(limitMs / 60_000);
    const help = `Run again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, or give the Action a github-token of its own.`;
    return new GitHubError(`GitHub's rate limit does not let the Action ${what}: ${message}`, undefined, help);
  }
  const help =
    permission !== undefined && [401, 403, 404].includes(status)
      ? `Give the job the permission: permissions: { ${permission} }.`
      : undefined;
  return new GitHubError(`GitHub did not let the Action ${what}: ${status} ${message}`, status, help, status >= 500);
}
