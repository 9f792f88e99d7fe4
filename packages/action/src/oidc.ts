/**
 * Why AWS gave this run no credentials. GitHub's OIDC token says who the run is, and the role's trust policy must name just
 * that; the error that AWS answers says neither, so both are said here.
 */
import type { ActionHost } from './host.js';
import { maskSecrets } from './secrets.js';

const audience = 'sts.amazonaws.com';
const timeoutMs = 10_000;

/** What to do about missing or refused credentials, in one paragraph. */
export async function credentialsHelp(host: ActionHost): Promise<string> {
  const step = 'Run aws-actions/configure-aws-credentials before this step, with role-to-assume and aws-region';
  if (!mayAskForToken(host)) {
    return `${step}, and give the job permissions: { id-token: write, contents: read }. Pull requests from forks get no such token: there a plan is made from Git alone.`;
  }
  const subject = (await requestClaims(host))?.sub;
  if (subject === undefined) return `${step}, and a role whose trust policy names this repository.`;
  return `${step}. This run's OIDC token has sub ${subject} and aud ${audience}: the role's trust policy must allow just that in token.actions.githubusercontent.com:sub and :aud, for the provider token.actions.githubusercontent.com of the same account.`;
}

/** What a run's token says of it. */
export interface RunClaims {
  readonly sub: string | undefined;
  /** The environment that the job names, whose rules GitHub has held it to; undefined when it names none. */
  readonly environment: string | undefined;
}

/** What the token says that GitHub gives this run; undefined when it gives none. */
export async function requestClaims(host: ActionHost): Promise<RunClaims | undefined> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = host.env;
  if (!url || !token) return undefined;
  try {
    const address = new URL(url);
    address.searchParams.set('audience', audience);
    const answer = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { value } = (await answer.json()) as { readonly value?: unknown };
    if (typeof value !== 'string') return undefined;
    maskSecrets(host, value);
    const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()) as {
      readonly sub?: unknown;
      readonly environment?: unknown;
    };
    const sub = typeof claims.sub === 'string' ? claims.sub : undefined;
    return { sub, environment: typeof claims.environment === 'string' ? claims.environment : environmentOf(sub) };
  } catch {
    // What the token would have explained stays unexplained, which is no second failure.
    return undefined;
  }
}

function mayAskForToken({ env }: ActionHost): boolean {
  return Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);
}

/** `production` of `repo:example/firmware:environment:production`. */
function environmentOf(sub: string | undefined): string | undefined {
  return /:environment:([^:]+)/.exec(sub ?? '')?.[1]?.replaceAll('%3A', ':');
}
