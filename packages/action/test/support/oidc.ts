/** GitHub's issuer of OIDC tokens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUp } from '../../../cli/test/support/cleanup.js';

/** What the runner sets for a job that may ask for a token, and the token, which makes these claims. */
export async function oidcIssuer(claims: Readonly<Record<string, string>>) {
  const payload = Buffer.from(JSON.stringify({ aud: 'sts.amazonaws.com', ...claims })).toString('base64url');
  const token = `e30.${payload}.signature`;
  const server = createServer((_, response) => void response.end(JSON.stringify({ value: token })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`;
  return { token, env: { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token' } };
}
