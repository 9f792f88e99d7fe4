/** The requests of the page that a person looks at. */
import { jsonAnswer } from '../wire/answer.js';
import { pageHtml, pagePolicy } from './html.js';
import type { EventStream } from './live-view.js';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | EventStream;
}

/** Where the page asks for what it shows. */
const eventsPath = '/_emulator/page/events';

/** Returns the answer to a request of the page, or undefined when the request is none. */
export function handlePage(method: string, target: string, live: EventStream): PageAnswer | undefined {
  const path = target.split('?', 1)[0];
  if (path !== '/' && path !== eventsPath) return undefined;
  if (method !== 'GET') return jsonAnswer(405, { message: `${path} takes GET, not ${method}.` });
  return path === '/'
    ? { status: 200, headers: pageHeaders('text/html; charset=utf-8'), body: pageHtml(eventsPath) }
    : { status: 200, headers: pageHeaders('text/event-stream'), body: live };
}

function pageHeaders(contentType: string): Readonly<Record<string, string>> {
  return {
    'content-type': contentType,
    'content-security-policy': pagePolicy(eventsPath),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
