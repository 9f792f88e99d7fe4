/** Secrets that must not appear in the log, whoever prints them. */
import type { ActionHost } from './host.js';

/** Variables of the environment that hold a secret, or a part of one. */
const secretVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
];
/** Something shorter is no secret, and to blank it would garble the log. */
const secretMin = 8;

/** Tells the runner to blank these texts wherever they are printed from now on. */
export function maskSecrets(host: ActionHost, ...more: readonly string[]): void {
  const found = [...secretVariables.map((name) => host.env[name] ?? ''), ...more];
  for (const secret of new Set(found)) {
    if (secret.length >= secretMin) host.print(`::add-mask::${escaped(secret)}`);
  }
}

/** A line break would end the command, and print the rest. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
