/**
 * GitHub's REST API as far as the Action uses it: an HTTP server with a memory, for one repository. Every request and every
 * answer of its own is held against GitHub's published description; what does not agree with it fails the test.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect } from 'vitest';
import { cleanUp } from '../../../cli/test/support/cleanup.js';
import { type Answer, routesOf } from './github-routes.js';
import { type DescribedOperation, describedOperation } from './openapi.js';

/** The author of what a workflow's own token writes. */
export const bot = { login: 'github-actions[bot]', type: 'Bot', id: 41898282 };

/** Somebody who is no app. */
export const author = { login: 'octocat', type: 'User', id: 583231 };

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string; readonly type: string; readonly id: number };
  body: string;
}

export interface FakeIssue {
  readonly number: number;
  readonly user: FakeComment['user'];
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: string[];
  readonly isPullRequest: boolean;
}

export interface FakeDeployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly task: string;
  readonly payload: unknown;
  /** Oldest first. */
  readonly statuses: { readonly state: string; readonly description: string; readonly logUrl: string }[];
}

/** An answer given instead of the true one. */
export interface Fault {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** How often; once when left out. */
  times?: number;
  /** Whether the request is carried out all the same. */
  readonly afterwards?: boolean;
}

export interface FakeGitHub {
  /** What the runner sets for a job in this repository. */
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  /** Whom the token belongs to; an app's cannot ask. */
  user: FakeComment['user'];
  readonly comments: FakeComment[];
  readonly issues: FakeIssue[];
  readonly deployments: FakeDeployment[];
  /** Protection rules by environment. */
  readonly environments: Map<string, readonly string[]>;
  readonly faults: Fault[];
  /** Paths and methods whose requests the token may not make. */
  readonly denied: { readonly method: string; readonly path: RegExp }[];
  /** `METHOD /path?query` of each request, in order. */
  readonly requests: string[];
  /** Holds the requests of a kind back until so many have come. */
  holdUntil(method: string, path: RegExp, count: number): void;
  /** Resolves when a request was answered whose method and path match. */
  seen(request: RegExp): Promise<void>;
  comment(issue: number, body: string, user?: FakeComment['user']): FakeComment;
  issue(title: string, body: string, user?: FakeComment['user']): FakeIssue;
  deployment(environment: string, sha: string, states: readonly string[], payload?: unknown): FakeDeployment;
}

const prefix = '/api/v3';

/** A GitHub with the repository `example/firmware`, whose pull request 1 is open. */
export async function fakeGitHub(): Promise<FakeGitHub> {
  const violations: string[] = [];
  const held: { method: string; path: RegExp; count: number; waiting: (() => void)[] }[] = [];
  const watchers: ((line: string) => void)[] = [];
  let origin = '';
  let lastId = 100;
  const github: FakeGitHub = {
    get env() {
      return { GITHUB_API_URL: `${origin}${prefix}`, GITHUB_RUN_ID: '7', GITHUB_SERVER_URL: 'https://github.com' };
    },
    token: 'ghs_abcdefghijklmnopqrstuvwxyz0123456789',
    user: bot,
    comments: [],
    issues: [],
    deployments: [],
    environments: new Map(),
    faults: [],
    denied: [],
    requests: [],
    seen: (request) =>
      new Promise((resolve) => {
        watchers.push((line) => {
          if (request.test(line)) resolve();
        });
      }),
    holdUntil: (method, path, count) => void held.push({ method, path, count, waiting: [] }),
    comment(issue, body, user = github.user) {
      lastId += 1;
      const comment = { id: lastId, issue, user, body };
      github.comments.push(comment);
      return comment;
    },
    issue(title, body, user = github.user) {
      const number = github.issues.length + 1;
      const issue: FakeIssue = { number, user, title, body, state: 'open', labels: [], isPullRequest: false };
      github.issues.push(issue);
      return issue;
    },
    deployment(environment, sha, states, payload = {}) {
      lastId += 1;
      const statuses = states.map((state) => ({ state, description: '', logUrl: '' }));
      const deployment = { id: lastId, sha, environment, task: 'iot-rollouts:apply', payload, statuses };
      github.deployments.push(deployment);
      return deployment;
    },
  };
  const pullRequest = { number: 1, user: author, title: 'A change', body: '', state: 'open', labels: [] } as const;
  github.issues.push({ ...pullRequest, labels: [], isPullRequest: true });
  const routes = routesOf(github, () => origin).map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    described: describedOperation(route.method, route.template),
  }));

  async function hold(method: string, path: string): Promise<void> {
    const found = held.find((it) => it.method === method && it.path.test(path));
    if (found === undefined) return;
    const last = found.waiting.length + 1 === found.count;
    if (last) {
      held.splice(held.indexOf(found), 1);
      for (const go of found.waiting) go();
      return;
    }
    await new Promise<void>((resolve) => found.waiting.push(resolve));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    // Where a GitHub Enterprise Server has its API; a link that loses the prefix leads nowhere.
    const asked = request.url ?? '';
    const url = new URL(asked.startsWith(prefix) ? asked.slice(prefix.length) : '/outside', origin);
    const text = await bodyOf(request);
    github.requests.push(`${method} ${url.pathname}${url.search}`);
    await hold(method, url.pathname);
    response.on('finish', () => {
      for (const watch of watchers) watch(`${method} ${url.pathname}`);
    });
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${github.token}`) return send(401, { message: 'Bad credentials' });
    const route = routes.find((it) => it.method === method && it.pattern.test(url.pathname));
    if (route === undefined) {
      violations.push(`${method} ${url.pathname}: this test's GitHub has no such operation`);
      return send(404, { message: 'Not Found' });
    }
    const body = text === '' ? undefined : (JSON.parse(text) as Readonly<Record<string, unknown>>);
    const say = (faults: readonly string[], what: string) => {
      for (const fault of faults) violations.push(`${what} ${method} ${route.template}: ${fault}`);
    };
    say(route.described.requestFaults(url.searchParams, body), 'the request');
    if (github.denied.some((it) => it.method === method && it.path.test(url.pathname))) {
      return send(403, { message: 'Resource not accessible by integration' });
    }
    const fault = nextFault(github.faults, method, url.pathname);
    if (fault !== undefined && fault.afterwards !== true) {
      return send(fault.status, { message: fault.message ?? 'fault' }, fault.headers);
    }
    const parameters = decoded(route.pattern.exec(url.pathname)?.groups ?? {});
    const answer = route.answer({ parameters, query: url.searchParams, body: body ?? {} });
    if (fault !== undefined) return send(fault.status, { message: fault.message ?? 'fault' }, fault.headers);
    const { data, headers } = pageOf(answer, new URL(asked, origin));
    say(answerFaults(route.described, answer.status, data), 'the answer to');
    send(answer.status, data, headers);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cleanUp(() => server.close());
  afterAllOnce(() => expect(violations).toEqual([]));
  return github;
}

const checks: (() => void)[] = [];
afterAll(() => {
  for (const check of checks.splice(0)) check();
});

function afterAllOnce(check: () => void): void {
  checks.push(check);
}

function answerFaults(described: DescribedOperation, status: number, data: unknown): readonly string[] {
  return data === undefined ? [] : described.answerFaults(status, JSON.parse(JSON.stringify(data)));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
}

function nextFault(faults: Fault[], method: string, path: string): Fault | undefined {
  const found = faults.find((it) => (it.method ?? method) === method && it.path.test(path));
  if (found === undefined) return undefined;
  const left = (found.times ?? 1) - 1;
  if (left === 0) faults.splice(faults.indexOf(found), 1);
  found.times = left;
  return found;
}

/** The page of a list that is asked for, with links as GitHub gives them. */
function pageOf({ body, list }: Answer, url: URL): { data: unknown; headers: Record<string, string> } {
  if (list === undefined) return { data: body, headers: {} };
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const page = Number(url.searchParams.get('page') ?? 1);
  const data = list.slice((page - 1) * size, page * size);
  if (page * size >= list.length) return { data, headers: {} };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { data, headers: { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } };
}
