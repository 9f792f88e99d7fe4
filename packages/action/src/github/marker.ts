/**
 * The hidden first line by which the Action finds again what it wrote. Text of others is escaped wherever it is shown, and
 * only the very beginning of a body is looked at, so that nobody's text becomes a marker by being quoted.
 */
import type { Author } from './port.js';

/** What a marked text is for. */
export type Purpose = 'plan' | 'drift';

/** The first line of a comment or issue, for one environment. */
export function marker(purpose: Purpose, environment: string | undefined): string {
  return `<!-- iot-rollouts:${purpose}:${encoded(environment ?? '')} -->`;
}

/** Whether a text is one of ours: it begins with the marker, and we wrote it. */
export function isMarked(
  { body, author }: { readonly body: string; readonly author: Author | undefined },
  line: string,
  userLogin: string | undefined,
): boolean {
  // GitHub may give the text back with line breaks of its own.
  const begins = body === line || body.startsWith(`${line}\n`) || body.startsWith(`${line}\r\n`);
  return begins && author !== undefined && isOurs(author, userLogin);
}

/** A workflow's token is an app's, which cannot ask for its name; what apps write is marked as a bot's. */
function isOurs({ login, type }: Author, userLogin: string | undefined): boolean {
  return userLogin === undefined ? type === 'Bot' : login === userLogin;
}

/** Letters and digits as they are, and everything else as its code, so that no name can end the comment that hides it. */
function encoded(name: string): string {
  return name.replace(/[^A-Za-z0-9]/gu, (character) => `_${(character.codePointAt(0) as number).toString(16)}_`);
}
