/** What the test's GitHub does with each request that the Action makes. */
import type { FakeDeployment, FakeGitHub } from './github.js';
import { viewsOf } from './github-views.js';

interface Call {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** The whole of a list, of which a page is answered. */
  readonly list?: readonly unknown[];
}

export interface Route {
  readonly method: string;
  readonly template: string;
  readonly answer: (call: Call) => Answer;
}

const notFound: Answer = { status: 404, body: { message: 'Not Found' } };

/** The operations, for the server at `origin`. */
export function routesOf(github: FakeGitHub, origin: () => string): readonly Route[] {
  const repo = '/repos/{owner}/{repo}';
  const views = viewsOf(origin);
  const byId = <It extends { readonly id: number }>(list: readonly It[], id: string | undefined) =>
    list.find((it) => it.id === Number(id));
  const issueOf = (number: string | undefined) => github.issues.find((it) => it.number === Number(number));
  return [
    {
      method: 'GET',
      template: '/user',
      answer: () =>
        github.user.type === 'Bot'
          ? { status: 403, body: { message: 'Resource not accessible by integration' } }
          : { status: 200, body: views.publicUser(github.user) },
    },
    {
      method: 'GET',
      template: `${repo}/issues/{issue_number}/comments`,
      answer: ({ parameters }) => ({
        status: 200,
        list: github.comments.filter((it) => it.issue === Number(parameters.issue_number)).map(views.comment),
      }),
    },
    {
      method: 'POST',
      template: `${repo}/issues/{issue_number}/comments`,
      answer: ({ parameters, body }) =>
        tooLong(body.body) ?? {
          status: 201,
          body: views.comment(github.comment(Number(parameters.issue_number), String(body.body))),
        },
    },
    {
      method: 'PATCH',
      template: `${repo}/issues/comments/{comment_id}`,
      answer: ({ parameters, body }) => {
        const found = byId(github.comments, parameters.comment_id);
        if (found === undefined) return notFound;
        found.body = String(body.body);
        return tooLong(body.body) ?? { status: 200, body: views.comment(found) };
      },
    },
    {
      method: 'DELETE',
      template: `${repo}/issues/comments/{comment_id}`,
      answer: ({ parameters }) => {
        const found = byId(github.comments, parameters.comment_id);
        if (found === undefined) return notFound;
        github.comments.splice(github.comments.indexOf(found), 1);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      template: `${repo}/deployments`,
      answer: ({ query }) => ({
        status: 200,
        list: github.deployments
          .filter((it) => it.environment === query.get('environment') && it.task === query.get('task'))
          .toReversed()
          .map(views.deployment),
      }),
    },
    {
      method: 'POST',
      template: `${repo}/deployments`,
      answer: ({ body }) => {
        const found = github.deployment(String(body.environment), String(body.ref), [], body.payload);
        return { status: 201, body: views.deployment(found) };
      },
    },
    {
      method: 'GET',
      template: `${repo}/deployments/{deployment_id}/statuses`,
      answer: ({ parameters }) => {
        const found = byId(github.deployments, parameters.deployment_id);
        return found === undefined
          ? notFound
          : { status: 200, list: found.statuses.map(views.status(found)).toReversed() };
      },
    },
    {
      method: 'POST',
      template: `${repo}/deployments/{deployment_id}/statuses`,
      answer: ({ parameters, body }) => {
        const found = byId(github.deployments, parameters.deployment_id);
        if (found === undefined) return notFound;
        const [state, description] = [String(body.state), String(body.description ?? '')];
        if (description.length > 140) return { status: 422, body: { message: 'description is too long' } };
        found.statuses.push({ state, description, logUrl: String(body.log_url ?? '') });
        if (state === 'success' && body.auto_inactive !== false) deactivateOthers(github, found);
        return { status: 201, body: views.status(found)(found.statuses.at(-1) as FakeDeployment['statuses'][number]) };
      },
    },
    {
      method: 'GET',
      template: `${repo}/environments/{environment_name}`,
      answer: ({ parameters }) => {
        const rules = github.environments.get(parameters.environment_name ?? '');
        return rules === undefined
          ? notFound
          : { status: 200, body: views.environment(parameters.environment_name ?? '', rules) };
      },
    },
    {
      method: 'GET',
      template: `${repo}/issues`,
      answer: ({ query }) => ({
        status: 200,
        list: github.issues.filter(({ state }) => state === (query.get('state') ?? 'open')).map(views.issue),
      }),
    },
    {
      method: 'POST',
      template: `${repo}/issues`,
      answer: ({ body }) =>
        tooLong(body.body) ?? {
          status: 201,
          body: views.issue(github.issue(String(body.title), String(body.body))),
        },
    },
    {
      method: 'PATCH',
      template: `${repo}/issues/{issue_number}`,
      answer: ({ parameters, body }) => {
        const found = issueOf(parameters.issue_number);
        if (found === undefined) return notFound;
        if (typeof body.body === 'string') found.body = body.body;
        if (body.state === 'closed') found.state = 'closed';
        return tooLong(found.body) ?? { status: 200, body: views.issue(found) };
      },
    },
    {
      method: 'GET',
      template: `${repo}/issues/{issue_number}/labels`,
      answer: ({ parameters }) => ({
        status: 200,
        list: issueOf(parameters.issue_number)?.labels.map(views.label) ?? [],
      }),
    },
    {
      method: 'POST',
      template: `${repo}/issues/{issue_number}/labels`,
      answer: ({ parameters, body }) => {
        const found = issueOf(parameters.issue_number);
        if (found === undefined) return notFound;
        found.labels = [...new Set([...found.labels, ...(body.labels as string[])])];
        return { status: 200, body: found.labels.map(views.label) };
      },
    },
    {
      method: 'DELETE',
      template: `${repo}/issues/{issue_number}/labels/{name}`,
      answer: ({ parameters }) => {
        const found = issueOf(parameters.issue_number);
        if (found === undefined || !found.labels.includes(parameters.name ?? '')) return notFound;
        found.labels = found.labels.filter((name) => name !== parameters.name);
        return { status: 200, body: found.labels.map(views.label) };
      },
    },
  ];
}

const bodyMax = 65_536;

function tooLong(body: unknown): Answer | undefined {
  if (String(body).length <= bodyMax) return undefined;
  return { status: 422, body: { message: 'Body is too long (maximum is 65536 characters)' } };
}

/** What GitHub does to the earlier deployments of an environment when one succeeds. */
function deactivateOthers({ deployments }: FakeGitHub, newest: FakeDeployment): void {
  for (const it of deployments) {
    const last = it.statuses.at(-1)?.state;
    if (it === newest || it.environment !== newest.environment || last === undefined || last === 'inactive') continue;
    if (it.id < newest.id) it.statuses.push({ state: 'inactive', description: '', logUrl: '' });
  }
}
